/** The service worker's notifications: shown first whatever happens, taken, tapped, subscribed again. sw.js imports it. */
const LONGEST = 2500; // milliseconds: a push must be over in four seconds, whatever happens
const GLANCE = 500; // milliseconds to see what is shown already
const CLAIMING = 8000; // milliseconds: a person is waiting
const ours = (address) => new URL(address, self.location.origin).href;
const windows = () => self.clients.matchAll({ type: "window", includeUncontrolled: true });
const tell = async (message) => (await windows()).forEach((client) => client.postMessage(message));
let last = Promise.resolve(); // pushes are shown in turn: what is shown is looked at before it is replaced

/** Resolves to the answer of our own server, to nothing when there is none. */
async function post(url, patience, data) {
  if (!url || !ours(url).startsWith(self.location.origin + "/")) return null;
  const body = data && new Blob([JSON.stringify(data)], { type: "application/json" });
  const how = { method: "POST", keepalive: true, headers: { Accept: "application/json", "Accept-Language": SHELL.language }, body };
  return fetch(url, { ...how, signal: AbortSignal.timeout(patience) }).catch(() => null);
}

/** What was pushed: a declarative notification, JSON, or garbage. */
function read(event) {
  try {
    return event.notification ?? event.data.json().notification ?? {};
  } catch {
    return {};
  }
}

/** Whatever was pushed, something is shown. */
async function show(given) {
  const { title, body, lang, dir, tag, silent, navigate, data, actions } = given.title ? given : SHELL.fallback;
  const target = { ...data, url: data?.url ?? navigate ?? SHELL.fallback.url };
  const looks = { icon: SHELL.icon, badge: SHELL.badge, silent: Boolean(silent), renotify: Boolean(tag && !silent) };
  const more = { ...(data?.vibrate && !silent && { vibrate: data.vibrate }), ...(actions && { actions }) };
  return self.registration.showNotification(title, { body, lang, dir, tag, ...looks, ...more, data: target });
}

/** What is shown already under the same tag, when it is newer: messages may overtake one another. */
async function newer({ tag, data }) {
  const shown = tag ? await within(self.registration.getNotifications({ tag }), GLANCE) : null;
  return shown?.find((notification) => (notification.data?.version ?? 0) > (data?.version ?? 0));
}

function again({ title, body, lang, dir, tag, data, actions }) {
  return show({ title, body, lang, dir, tag, data, actions, silent: true });
}

async function showNewest(given) {
  const standing = await newer(given).catch(() => null);
  if (standing) return again(standing);
  const count = given.app_badge;
  await show(given).catch(() => show(SHELL.fallback));
  if (Number.isInteger(count)) self.navigator.setAppBadge?.(count).catch(() => {});
}

async function received(event) {
  const notification = read(event);
  last = last.then(() => within(showNewest(notification), LONGEST)).catch(() => show(SHELL.fallback));
  await last;
  await Promise.all([post(notification.data?.shown, LONGEST), tell({ type: "push" })]);
}

/** To the window that shows that page already, else to any of ours, else to a new one. */
async function lead(url) {
  const own = await windows();
  const client = own.find(({ url: shown }) => new URL(shown).pathname === new URL(ours(url)).pathname) ?? own[0];
  if (!client) return self.clients.openWindow(url);
  client.postMessage({ type: "open", url });
  return client.focus();
}

async function tapped({ url, opened }) {
  await lead(url).catch(() => self.clients.openWindow(url)).catch(() => {});
  await post(opened, LONGEST);
}

/** « J'y vais »: who cannot take it is told why, and led to it by a tap; under a tag that is not being closed. */
async function taken({ claim, url, opened }, former) {
  const answer = await post(claim, CLAIMING);
  const problem = answer?.ok ? null : await answer?.json().catch(() => null);
  const [body, tag] = [problem?.detail ?? SHELL.untaken.body, `${former}-untaken`];
  if (!answer?.ok) await show({ title: SHELL.untaken.title, body, tag, data: { url } });
  await Promise.all([post(opened, LONGEST), tell({ type: "push" })]);
}

/** The browser has dropped its subscription: another one takes its place, under the right of the former's secret. */
async function renewed({ oldSubscription, newSubscription }) {
  const former = oldSubscription?.toJSON() ?? (await ask("push", "readonly", (known) => known.get(["subscription"])));
  const { key } = await (await fetch(SHELL.key)).json();
  const how = { userVisibleOnly: true, applicationServerKey: key };
  const made = newSubscription ?? (await self.registration.pushManager.subscribe(how));
  const { endpoint, keys } = made.toJSON();
  const own = btoa(String.fromCharCode(...new Uint8Array(made.options.applicationServerKey)));
  const said = { endpoint, keys, key: own, replaces: former?.endpoint, auth: former?.keys.auth };
  const answer = former && (await post(SHELL.renew, CLAIMING, said));
  if (answer?.ok) await ask("push", "readwrite", (known) => known.put({ name: "subscription", endpoint, keys }));
}

self.addEventListener("push", (event) => event.waitUntil(received(event)));
self.addEventListener("notificationclick", (event) => {
  const { data, tag } = event.notification;
  event.notification.close();
  event.waitUntil(event.action === "claim" && data.claim ? taken(data, tag) : tapped(data));
});
self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(renewed(event).catch(() => {}).then(() => tell({ type: "subscription" })));
});
