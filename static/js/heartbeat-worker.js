/** Signs of life, from a worker: its timers go on when the page is hidden and slow down. Missed ones are kept. */
import { drop, keepBeat, keptOf } from "./kept.js";

const MOST = 50; // kept beats sent with one of now
let order = null; // {url, who: {token, epoch}, origin of the page's clock, pace in seconds, visible, lang}
let seq = 0;
let missed = 0; // beats without an answer since the last one that had one
let beatNow = () => {};

/** By the page's own clock and by the wall's, in milliseconds. */
function sign() {
  const mono = Math.max(0, Math.round(performance.timeOrigin - order.origin + performance.now()));
  return { mono, wall: Date.now(), visible: order.visible };
}

async function send(now, late) {
  const told = late.map(({ epoch, mono, wall, visible }) => ({ epoch, mono, wall, visible }));
  const body = JSON.stringify({ ...order.who, seq: (seq += 1), missed, ...now, late: told });
  const headers = { "Content-Type": "application/json", Accept: "application/json", "Accept-Language": order.lang };
  const signal = AbortSignal.timeout(Math.max(order.pace, 4) * 1000);
  const answer = await fetch(order.url, { method: "POST", headers, body, signal });
  if (answer.status >= 500) throw new Error("no answer");
  return { status: answer.status, answer: answer.ok ? await answer.json() : null };
}

async function heard(report, late) {
  missed = 0;
  order.pace = report.answer?.pace ?? order.pace;
  postMessage(report);
  if (report.answer) await drop("beats", late);
}

async function lost(now) {
  postMessage({ missed: (missed += 1) });
  await keepBeat({ ...order.who, ...now });
}

async function beat() {
  const late = (await keptOf("beats", order.who.token)).slice(0, MOST);
  const now = sign();
  await send(now, late).then((report) => heard(report, late), () => lost(now));
}

const pause = () => new Promise((resume) => { beatNow = resume; setTimeout(resume, order.pace * 1000); });

async function live() {
  for (;;) {
    const next = pause();
    await beat();
    await next;
  }
}

onmessage = ({ data }) => {
  const next = order ? beatNow : live;
  order = { ...order, ...data };
  next();
};
