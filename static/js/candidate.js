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

function wait({ poll }) {
  look(poll);
  document.addEventListener("visibilitychange", () => look(poll));
}

async function startTest() {
  const { hello } = await import("./visit.js");
  const { sayOffline, sayOnline, show } = await import("./answers.js");
  hello({ onQuestion: show, onBeat: sayOnline, onMissed: sayOffline });
}

const waiting = document.getElementById("waiting");
if (waiting) wait(waiting.dataset);
else if (document.getElementById("test")) startTest();
