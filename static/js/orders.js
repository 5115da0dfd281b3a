/** Orders given on this device and not done with: kept until they are answered, and shown as long. */
import { now } from "./clock.js";
import { newKey } from "./http.js";
import { all, drop, keep } from "./kept.js";

const ADMISSIONS = ["confirm", "absent"];
const { account } = document.body.dataset;
const fresh = new Set(); // not on the disk yet
let orders = []; // those just done included, oldest first
let hasRead = false; // what the disk holds

/** `state`: sending, waiting, done (until the page shows it), decide (overtaken by a colleague), told (refused). */
export const list = () => orders.filter((order) => order.account === account);
export const isBack = ({ state }) => state === "decide" || state === "told"; // to the person
export const open = () => list().filter(({ state }) => state === "sending" || state === "waiting");
export const isThere = (order) => orders.includes(order);
const tell = () => document.dispatchEvent(new CustomEvent("orders"));

/** The order that this form gave (a note: the same words), or another decision on the same admission: not both are meant. */
export function pending(form) {
  const { queue, candidate } = form.dataset;
  const text = form.querySelector("textarea")?.value.trim();
  const own = list().filter((order) => !isBack(order));
  const isSame = (order) => order.address === form.getAttribute("action") && order.text === text;
  const isOther = (order) => candidate && order.candidate === candidate && [queue, order.kind].every((kind) => ADMISSIONS.includes(kind));
  return own.find(isSame) ?? own.find(isOther);
}

/** A mark for the pages that know nothing of orders: some wait. */
function remember() {
  if (orders.some(({ state }) => state !== "done")) localStorage.setItem("orders", "waiting");
  else if (hasRead) localStorage.removeItem("orders");
}

/** On the screen at once, on the disk at the return. */
export async function set(order, changes) {
  if (!isThere(order)) return; // taken back meanwhile
  Object.assign(order, changes);
  tell();
  await keep("orders", order);
}

export async function add(order) {
  const given = new Date(now()).toISOString();
  const whole = { ...order, account, given, at: Date.now(), key: newKey() };
  orders.push(whole);
  fresh.add(whole);
  await set(whole, { state: navigator.onLine ? "sending" : "waiting" });
  fresh.delete(whole);
  remember();
  return whole;
}

/** Out of the store; out of sight too once the page shows what was done. */
export async function finish(order, version) {
  await drop("orders", [order]);
  Object.assign(order, { state: "done", version });
  remember();
  tell();
}

export async function remove(order) {
  orders = orders.filter((other) => other !== order);
  tell();
  await drop("orders", [order]);
  remember();
}

/** What this device keeps, with what other windows gave or took back since; as it was when the disk does not say. */
export async function refresh() {
  const kept = await all("orders");
  if (!kept) return;
  hasRead = true;
  const isKept = (order) => fresh.has(order) || kept.some(({ key }) => key === order.key);
  const isKnown = ({ key }) => orders.some((order) => order.key === key);
  const held = orders.filter((order) => order.state === "done" || isKept(order));
  for (const order of kept) if (order.state === "sending") Object.assign(order, { state: "waiting", isTried: true }); // by a page that died
  orders = [...held, ...kept.filter((order) => !isKnown(order))].sort((one, two) => one.at - two.at);
  remember();
  tell();
}
