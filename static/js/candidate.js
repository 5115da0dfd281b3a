/** Entry of the candidate's pages: waiting to be let in, then the test. */
import { ask, reload } from "./http.js";

const PACE = 1500; // milliseconds between two looks
let timer = null;

async function look(url) {
  clearTimeout(timer);
  const { status, body } = await ask(url).catch(() => ({}));
  if (body?.go) return location.replace(body.go);
  if ([401, 403, 404].includes(status)) reload();
  timer = setTimeout(look, PACE, url);
}

async function startTest() {
  const [{ hello }, { show, hear }] = await Promise.all([import("./visit.js"), import("./answers.js")]);
  hello(show, hear);
}

const poll = document.getElementById("waiting")?.dataset.poll;
if (poll) look(poll);
if (poll) document.addEventListener("visibilitychange", () => look(poll));
if (document.getElementById("test")) startTest();
