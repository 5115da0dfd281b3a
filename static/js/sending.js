/** Sending: each order goes to the server under its own key, one after the other, until it is answered. */
import { ask, csrf, reload } from "./http.js";
import { add, finish, isThere, open, refresh, set } from "./orders.js";

const PACE = 5000; // milliseconds between two tries
const LOST = [401, 403, 404, 410]; // signed out, left, finalised
const NEVER = 2 ** 31; // a version that nothing is newer than
const AWAY = [0, 502, 503, 504]; // nobody there: those behind wait too
const SILENT = { status: 0, body: null };
let turn = Promise.resolve();

function form({ fields }) {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  return body;
}

function post(order) {
  const headers = { "X-CSRFToken": csrf, "Idempotency-Key": order.key, "X-Given-At": order.given };
  return ask(order.address, { method: "POST", headers, body: form(order) }).catch(() => SILENT);
}

/** No answer, a server in trouble, the page of somebody else's network in between: it may have arrived, or not. */
const isSilent = ({ status, body }) => status === 0 || status >= 500 || !body;

/** Whether the whole session is lost to this person, or only this order has no object. */
async function isLost({ door }, status) {
  if (status === 401 || !LOST.includes(status)) return status === 401;
  const url = new URL(door, location.href);
  url.searchParams.set("since", NEVER);
  return LOST.includes((await ask(url).catch(() => SILENT)).status);
}

/** The page's token is of a former sign-in: another page is asked for, and sends it. */
async function renew(order) {
  await set(order, { state: "waiting" });
  if (reload()) await set(order, { isRenewed: true });
}

async function settle(order, { ok, status, body }) {
  if (ok) return finish(order, body.version);
  if (status === 400 && !order.isRenewed) return renew(order);
  if (status === 401) await set(order, { state: "waiting" });
  if (await isLost(order, status)) return (await import("./forget.js")).lost(order.token, status);
  const isToDecide = status === 400 || body.code === "changed_meanwhile";
  return set(order, { state: isToDecide ? "decide" : "told", sentence: body.detail });
}

/** Resolves to what it was answered. */
async function send(order) {
  if (order.state !== "sending" && !order.isTried) await set(order, { state: "sending" });
  const answer = await post(order);
  order.answer = answer.body;
  if (isSilent(answer)) await set(order, { state: "waiting", isTried: true });
  else await settle(order, answer);
  return answer;
}

/** What cannot be sent now holds up those about the same candidate; all of them when the network is away, or the person. */
async function sendAll() {
  await refresh();
  const held = new Set();
  let isAway = false;
  for (const order of open().filter(isThere)) {
    const about = order.candidate ?? order.address;
    if (isAway || held.has(about)) {
      if (order.state === "sending") await set(order, { state: "waiting" });
      continue;
    }
    const answer = await send(order);
    isAway = AWAY.includes(answer.status) || answer.status === 401;
    if (isSilent(answer)) held.add(about);
  }
}

/** One at a time, whatever window asks. */
export function flush() {
  const work = () => sendAll().catch(() => {});
  turn = turn.then(() => (navigator.locks ? navigator.locks.request("orders", work) : work()));
  return turn;
}

/** Resolves once the order has been answered, or has to wait. */
export async function give(order) {
  const given = await add(order);
  if (navigator.onLine) await flush();
  return given;
}

export function watchNetwork() {
  const again = () => !document.hidden && navigator.onLine && open().length && flush();
  for (const name of ["online", "pageshow"]) addEventListener(name, again);
  document.addEventListener("visibilitychange", again);
  setInterval(again, PACE);
  return refresh().then(again);
}
