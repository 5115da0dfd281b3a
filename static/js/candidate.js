/** Entry of the candidate's pages: waiting to be let in, the test, and an end that may be taken back. */
import { ask, reload, tell } from "./http.js";
import { machine } from "./machine.js";
import "./sign.js";

const PACE = 1500; // milliseconds between two looks
let timer = null;

async function look(url) {
  clearTimeout(timer);
  const { status, body } = await ask(url).catch(() => ({}));
  if (body?.go) return location.replace(body.go);
  if (body?.message) import("./told.js").then(({ hear }) => hear(body.message)).catch(() => {}); // asked again at the next look
  if ([401, 403, 404, 409].includes(status)) reload();
  timer = setTimeout(look, PACE, url);
}

const waiting = document.querySelector("[data-poll]")?.dataset;
if (waiting) {
  const url = new URL(waiting.poll, location.href);
  if (machine) url.searchParams.set("machine", machine);
  look(url);
  document.addEventListener("visibilitychange", () => look(url));
  const goodbye = () => waiting.goodbye && tell(waiting.goodbye, { token: waiting.token, page: waiting.page });
  addEventListener("pagehide", goodbye);
}
if (document.getElementById("kept")) (await import("./ended.js")).settle();
if (document.getElementById("test")) {
  import("./marks.js").then(({ watch }) => watch());
  const [{ hello }, { show, hear }] = await Promise.all([import("./visit.js"), import("./answers.js")]);
  hello(show, hear);
}
