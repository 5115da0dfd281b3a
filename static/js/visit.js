/** The visit of this document to the test: hello, signs of life, goodbye, and the orders that come back. */
import { setNow } from "./clock.js";
import { post, reload } from "./http.js";

const { dataset: page } = document.getElementById("test");
const KEPT = `epoch ${page.token}`; // what a reload remembers of the document before it
const previous = sessionStorage.getItem(KEPT);
let life = null; // the worker that beats

export const visit = { token: page.token, epoch: crypto.randomUUID() };

function stop() {
  life?.terminate();
  life = null;
}

function leave(address) {
  stop();
  location.replace(address);
}

/** Every answer carries the time and the end of the test, or the order to go elsewhere. */
export function obey({ now, ends_at: end, go }) {
  if (go) return leave(go);
  if (end) document.getElementById("time-left").dataset.until = end;
  setNow(now);
}

function live(pace, { onBeat, onMissed }) {
  life = new Worker(page.worker, { type: "module" });
  life.onmessage = ({ data: { type, status, answer } }) => {
    if (type === "missed") return onMissed();
    if (!answer) return status >= 400 && reload();
    obey(answer);
    onBeat();
  };
  const url = new URL(page.beat, location.href).href;
  life.postMessage({ visit: { ...visit, url }, pace, visible: !document.hidden });
}

function granted(answer, listeners) {
  sessionStorage.setItem(KEPT, visit.epoch);
  obey(answer);
  live(answer.pace, listeners);
  listeners.onQuestion(answer);
}

export async function hello(listeners) {
  const clocks = { mono: Math.round(performance.now()), wall: Date.now() }; // milliseconds
  const { status, body } = await post(page.hello, { ...visit, previous, ...clocks }).catch(() => ({}));
  if (body?.granted) return granted(body, listeners);
  if (body?.go) return leave(body.go);
  if (!status || status >= 500) listeners.onMissed();
  else if (status >= 400) reload();
  setTimeout(hello, (body?.retry_in ?? 2) * 1000, listeners);
}

function goodbye() {
  if (!life) return;
  stop();
  navigator.sendBeacon(page.goodbye, new Blob([JSON.stringify(visit)], { type: "application/json" }));
}

document.addEventListener("visibilitychange", () => life?.postMessage({ visible: !document.hidden }));
addEventListener("pagehide", goodbye);
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
