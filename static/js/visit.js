/** The visit of this document to the test: hello, signs of life, goodbye, and the orders that come back. */
import { setNow } from "./clock.js";
import { post, reload, tell } from "./http.js";
import { machine } from "./machine.js";

const { dataset: page } = document.getElementById("test");
const KEPT = `epoch ${page.token}`; // what a reload remembers of the document before it
const previous = sessionStorage.getItem(KEPT);
let life = null; // the worker that beats

export const visit = { token: page.token, epoch: crypto.randomUUID() };

function stop() {
  life?.terminate();
  life = null;
}

const leave = (address) => { stop(); location.replace(address); };

/** Every answer carries the time, the end of the test and what was last done to it, or the order to go elsewhere. */
export function obey({ now, ends_at: end, notice, go }) {
  if (go) return leave(go);
  const [left, told] = ["time-left", "notice"].map((id) => document.getElementById(id));
  if (end) left.dataset.until = end;
  if (notice && notice !== told.textContent) told.textContent = notice;
  setNow(now);
}

function live(pace, hear) {
  life = new Worker(page.worker, { type: "module" });
  life.onmessage = ({ data: { status, answer } }) => {
    if (status >= 400) return reload();
    if (answer) obey(answer);
    hear(Boolean(answer));
  };
  const url = new URL(page.beat, location.href).href;
  life.postMessage({ url, who: visit, pace, visible: !document.hidden });
}

/** Shows the question when this document holds the test, asks again or goes away when it does not. */
export async function hello(show, hear) {
  const clocks = { mono: Math.round(performance.now()), wall: Date.now() }; // milliseconds
  const { status = 0, body } = await post(page.hello, { ...visit, previous, ...clocks, machine }).catch(() => ({}));
  if (body?.go) return leave(body.go);
  if (status >= 400 && status < 500) reload();
  if (!body?.granted) return setTimeout(hello, (body?.retry_in ?? 2) * 1000, show, hear);
  sessionStorage.setItem(KEPT, visit.epoch);
  obey(body);
  live(body.pace, hear);
  show(body);
}

function goodbye() {
  if (!life) return;
  stop();
  tell(page.goodbye, visit);
}

document.addEventListener("visibilitychange", () => life?.postMessage({ visible: !document.hidden }));
addEventListener("online", () => life?.postMessage({})); // beat at once: workers are not always told
addEventListener("pagehide", goodbye);
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
