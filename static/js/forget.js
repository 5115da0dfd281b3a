/** Forgetting what this device keeps of sessions: when it is left, signed out of, or lost; never orders without a word. */
import { reload, within } from "./http.js";
import { all, drop, forget } from "./kept.js";
import { disable } from "./push.js";
import { setState } from "./words.js";

const PAGES = "kept"; // the cache that the service worker looks in
const MACHINE = "machine"; // says nothing of anybody
let isLosing = false;

/** Resolves to whether the person goes on; at once when nothing waits. */
function tell(orders, state) {
  const dialog = document.getElementById("unsent");
  if (!orders.length || !dialog || dialog.open) return Promise.resolve(!dialog?.open);
  setState(dialog, state);
  const lines = orders.map(({ label }) => Object.assign(document.createElement("li"), { textContent: label }));
  dialog.querySelector("ul").replaceChildren(...lines);
  dialog.returnValue = "";
  dialog.querySelector("[data-go]").onclick = () => dialog.close("go");
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "go" || state !== "ask"), { once: true });
  });
}

const unsent = async (token) => (await all("orders")).filter((order) => order.state !== "told" && (!token || order.token === token));

async function dropPages(isGone) {
  if (!(await caches.has(PAGES))) return;
  const cache = await caches.open(PAGES);
  const found = await Promise.all((await cache.keys()).map(async (page) => [page, await cache.match(page)]));
  await Promise.all(found.filter(([, { headers }]) => isGone(headers)).map(([page]) => cache.delete(page)));
}

async function dropOrders(isGone) {
  const orders = await all("orders");
  await drop("orders", orders.filter(isGone));
  if (orders.every(isGone)) localStorage.removeItem("orders");
}

/** The board stops keeping itself first, in whatever window it is. */
function stopKeeping(token) {
  document.dispatchEvent(new CustomEvent("leaving", { detail: token }));
  new BroadcastChannel("leaving").postMessage(token);
}

async function forgetSession(token) {
  stopKeeping(token);
  await dropPages((headers) => headers.get("X-Session") === token);
  await dropOrders((order) => order.token === token);
}

async function forgetEverySession() {
  stopKeeping();
  await caches.delete(PAGES);
  await dropOrders(() => true);
}

/** The right to a session is gone (401: to all of them): what was not sent is said, then nothing stays, and the page says why. */
export async function lost(token, status) {
  if (isLosing) return;
  isLosing = true;
  const isAll = status === 401;
  await tell(await unsent(isAll ? null : token), "lost");
  await (isAll ? forgetEverySession() : forgetSession(token));
  reload();
  isLosing = false;
}

/** A page of another account than the last, or of none. */
export async function change(account) {
  await tell(await unsent(null), "lost");
  await forgetEverySession();
  localStorage.setItem("account", account);
}

export async function leave(form) {
  const { session: token } = form.dataset;
  if (!(await tell(await unsent(token), "ask"))) return;
  await within(1.5, forgetSession(token)).catch(() => {});
  form.submit();
}

/** First the phone goes quiet and all that is kept is erased, as far as a second and a half allows. */
export async function signOut(form) {
  if (!(await tell(await unsent(null), "ask"))) return;
  stopKeeping();
  const empty = async () => Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  await within(1.5, Promise.allSettled([disable(), empty(), forget()])).catch(() => {});
  sessionStorage.clear();
  for (const name of Object.keys(localStorage)) if (name !== MACHINE) localStorage.removeItem(name);
  form.submit();
}
