/** This browser's push subscription: there or not, made in a tap, told to the server. */
import { demand, within } from "./http.js";
import { drop, get, keep } from "./kept.js";

const PATIENCE = 20; // seconds: with no network the browser itself would wait for more than a minute
const KNOWN = "subscription"; // what the server knows of it; the service worker looks there too
let work = null; // one at a time, whoever asks

export const supported = Boolean(navigator.serviceWorker && window.PushManager && window.Notification);

export async function current() {
  const registration = await navigator.serviceWorker?.getRegistration();
  return registration?.pushManager?.getSubscription();
}

function bytes(key) {
  const text = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** The subscription for this key: the one there is, or a new one. */
async function subscribe(key) {
  const { pushManager } = await navigator.serviceWorker.ready;
  const old = await pushManager.getSubscription();
  const own = old?.options.applicationServerKey;
  if (own && String(new Uint8Array(own)) !== String(bytes(key))) await old.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
}

/** Products' names only: « Android · Chrome ». */
function deviceName() {
  const names = [/iPhone|iPad|Android|Windows|CrOS|Mac OS|Linux/, /Firefox|Edg|OPR|SamsungBrowser|Chrome|Safari/];
  return names.map((known) => known.exec(navigator.userAgent)?.[0]).filter(Boolean).join(" · ");
}

async function subscribeAndTell({ key, devices }) {
  const { endpoint, keys } = (await subscribe(key)).toJSON();
  const former = await get("push", KNOWN);
  const replaces = former && former.endpoint !== endpoint ? former.endpoint : undefined;
  await demand(devices, { endpoint, keys, key, replaces, name: deviceName() });
  localStorage.setItem("push", "on");
  await keep("push", { name: KNOWN, endpoint, keys });
}

export function enable(page) {
  work ??= subscribeAndTell(page).finally(() => { work = null; });
  return within(PATIENCE, work);
}

/** Tells the server again, where push was once asked for. */
export async function refresh(page) {
  if (!supported) return;
  if (localStorage.getItem("push") || (await current())) await enable(page);
}

/** Resolves to the endpoint that is no more. */
export async function disable() {
  localStorage.removeItem("push");
  await drop("push", [{ name: KNOWN }]);
  const subscription = await current();
  await subscription?.unsubscribe();
  return subscription?.endpoint;
}
