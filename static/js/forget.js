/** Forgetting what this device keeps of sessions: when it is left, signed out of, or lost; never orders without a word. */
import { reload, within } from "./http.js";
import { all, drop, forget } from "./kept.js";
import { disable } from "./push.js";
import { setState } from "./words.js";

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

async function unsent(token) {
  const orders = ((await all("orders")) ?? []).filter((order) => order.state !== "told" && (!token || order.token === token));
  return orders.sort((one, two) => one.at - two.at);
}

/** What somebody wrote is not another one's to read. */
const wordless = ({ label, text }) => ({ label: text ? label.replace(` · ${text}`, "") : label });

async function dropOrders(isGone) {
  const orders = await all("orders");
  if (!orders) return;
  await drop("orders", orders.filter(isGone));
  if (orders.every(isGone)) localStorage.removeItem("orders");
}

/** The board stops keeping itself first, in whatever window it is. */
function stopKeeping(token) {
  document.dispatchEvent(new CustomEvent("leaving", { detail: token }));
  new BroadcastChannel("leaving").postMessage(token);
}

/** Of a training, no notification stays; those of sessions tell by themselves what became of them. */
async function dropNotices(token) {
  const shown = await (await navigator.serviceWorker?.getRegistration())?.getNotifications();
  for (const notice of shown ?? []) if (notice.tag.startsWith(`training-${token}-`)) notice.close();
}

async function forgetPages(token) {
  stopKeeping(token);
  const boards = (await all("pages")) ?? [];
  await drop("pages", boards.filter((board) => !token || board.token === token));
}

async function forgetSession(token) {
  await Promise.all([forgetPages(token), dropNotices(token)]);
  await dropOrders((order) => order.token === token);
}

/** The right to a session is gone: what was not sent is said, nothing stays, and the page says why. */
export async function loseSession(token) {
  await Promise.all([forgetPages(token), dropNotices(token)]);
  await tell(await unsent(token), "lost");
  await dropOrders((order) => order.token === token);
}

/** 401 is to sign in again: the pages go, the orders wait for their own account. */
export async function lost(token, status) {
  if (isLosing) return;
  isLosing = true;
  await (status === 401 ? forgetPages() : loseSession(token));
  reload();
  isLosing = false;
}

/** A page of nobody: what waits, waits for its own account. A page of another one: it is said, then nothing stays. */
export async function change(account) {
  await forgetPages();
  const orders = await unsent(null);
  if (!account && orders.length) return;
  await tell(orders.map(wordless), "lost");
  await dropOrders(() => true);
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
