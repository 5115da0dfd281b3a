/** The visit of this document to the test: hello, signs of life, goodbye, and the orders that come back. */
import { setNow } from "./clock.js";
import { newKey, post, reload, tell } from "./http.js";
import { machine } from "./machine.js";
import { announce } from "./words.js";

const { dataset: page } = document.getElementById("test");
const KEPT = `epoch ${page.token}`; // what a reload remembers of the document before it
const previous = sessionStorage.getItem(KEPT);
const LEFT = `left ${page.token}`; // the document that went away before it was answered: {epoch, at}
const GRACE = 4000; // milliseconds: for so long a reload is the same visit
let life = null; // the worker that beats
let isAnswered = false;

/** Whether the server granted a document that never heard it is not known: the one that follows takes its name. */
function name() {
  const { epoch, at } = JSON.parse(sessionStorage.getItem(LEFT) ?? "{}");
  sessionStorage.removeItem(LEFT);
  return Date.now() - at < GRACE ? epoch : newKey();
}

export const visit = { token: page.token, epoch: name() };

function stop() {
  life?.terminate();
  life = null;
}

const leave = (address) => { stop(); location.replace(address); };

/** Every answer carries the time, the end of the test and what was last done to it, the last message of the centre, or the order to go elsewhere. */
export function obey({ now, ends_at: end, notice, message, go }) {
  if (go) return leave(go);
  if (message) import("./told.js").then(({ hear }) => hear(message)).catch(() => {}); // asked again at the next sign of life
  const [left, told] = ["time-left", "notice"].map((id) => document.getElementById(id));
  if (end) left.dataset.until = end;
  if (notice && notice !== told.textContent) announce((told.textContent = notice));
  setNow(now);
}

/** A worker that could not be fetched is asked for again: without signs of life, a person would be called for nothing. */
function live(pace, hear) {
  const worker = life = new Worker(page.worker, { type: "module" });
  worker.onerror = () => setTimeout(() => { if (life === worker) live(pace, hear); }, pace * 1000);
  life.onmessage = ({ data: { status, answer } }) => {
    if (status >= 400) return reload();
    if (answer) obey(answer);
    hear(Boolean(answer));
  };
  const url = new URL(page.beat, location.href).href;
  life.postMessage({ url, who: visit, origin: performance.timeOrigin, pace, visible: !document.hidden, lang: document.documentElement.lang });
}

/** Shows the question when this document holds the test, asks again or goes away when it does not. */
export async function hello(show, hear) {
  const clocks = { mono: Math.round(performance.now()), wall: Date.now() }; // milliseconds
  const { status = 0, body } = await post(page.hello, { ...visit, previous, machine, ...clocks }).catch(() => ({}));
  isAnswered = Boolean(body?.go ?? body?.granted);
  if (!body) hear(false);
  if (body?.go) return leave(body.go);
  if (status >= 400 && status < 500) reload();
  if (!body?.granted) return setTimeout(hello, (body?.retry_in ?? 2) * 1000, show, hear);
  sessionStorage.setItem(KEPT, visit.epoch);
  obey(body);
  hear(true);
  live(body.pace, hear);
  show(body);
}

function goodbye() {
  if (!isAnswered) sessionStorage.setItem(LEFT, JSON.stringify({ epoch: visit.epoch, at: Date.now() }));
  if (!life) return;
  stop();
  tell(page.goodbye, visit);
}

document.addEventListener("visibilitychange", () => life?.postMessage({ visible: !document.hidden }));
addEventListener("online", () => life?.postMessage({})); // beat at once: workers are not always told
addEventListener("pagehide", goodbye);
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
