/** The service worker: the shell without network, and the notifications. The server writes SHELL above. */
const CACHE = `shell-${SHELL.version}`;
const LONGEST = 2500; // milliseconds: a push must be over in four seconds, whatever happens
const full = (address) => new URL(address, self.location.origin).href;
const OFFLINE = SHELL.offline.map(([prefix, page]) => [prefix, full(page)]); // the first prefix that fits
const KEPT = new Set([...OFFLINE.map(([, page]) => page), ...SHELL.assets.map(full)]);

/** Kept as nobody in particular sees it. */
async function keep(url) {
  const answer = await fetch(new Request(url, { cache: "reload", credentials: "omit" }));
  if (answer.ok) await (await caches.open(CACHE)).put(url, answer.clone());
  return answer;
}

const kept = async (url) => (await caches.open(CACHE)).match(url);
const fromCache = async (url) => (await kept(url)) ?? keep(url); // also what install could not have
const keepAll = () => Promise.allSettled([...KEPT].map(keep)); // pushes must work even when an asset does not

async function dropOld() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}

async function fromNetwork(event) {
  const { pathname } = new URL(event.request.url);
  const [, offline] = OFFLINE.find(([prefix]) => pathname.startsWith(prefix));
  const answer = await fetch(event.request).catch(() => null);
  if (!answer) return (await kept(offline)) ?? Response.error();
  event.waitUntil(fromCache(offline).catch(() => {}));
  return answer;
}

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(dropOld()));
self.addEventListener("message", ({ data }) => data?.type === "skipWaiting" && self.skipWaiting());
self.addEventListener("fetch", (event) => {
  const { mode, method, keepalive } = event.request;
  const [url] = event.request.url.split("#"); // an icon is a part of its sprite
  if (keepalive) event.respondWith(fetch(event.request)); // a goodbye: its page may be gone before we decline it
  else if (mode === "navigate") event.respondWith(fromNetwork(event));
  else if (method === "GET" && KEPT.has(url)) event.respondWith(fromCache(url));
});

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
  const { title, body, lang, dir, tag, silent, navigate, data } = given.title ? given : SHELL.fallback;
  const target = { url: data?.url ?? navigate ?? SHELL.fallback.url, shown: data?.shown, opened: data?.opened };
  const looks = { icon: SHELL.icon, badge: SHELL.badge, silent: Boolean(silent), renotify: Boolean(tag && !silent) };
  return self.registration.showNotification(title, { body, lang, dir, tag, ...looks, data: target });
}

async function report(url) {
  if (!url || !full(url).startsWith(self.location.origin + "/")) return;
  const signal = AbortSignal.timeout(LONGEST);
  await fetch(url, { method: "POST", keepalive: true, signal }).catch(() => {});
}

const windows = () => self.clients.matchAll({ type: "window", includeUncontrolled: true });
const tell = async (message) => (await windows()).forEach((client) => client.postMessage(message));

async function received(event) {
  const notification = read(event);
  await show(notification).catch(() => show(SHELL.fallback));
  await Promise.all([report(notification.data?.shown), tell({ type: "push" })]);
}

/** To the window that shows that page already, else to any of ours, else to a new one. */
async function lead(url) {
  const own = await windows();
  const client = own.find(({ url: shown }) => new URL(shown).pathname === new URL(full(url)).pathname) ?? own[0];
  if (!client) return self.clients.openWindow(url);
  client.postMessage({ type: "open", url });
  return client.focus();
}

async function tapped({ url, opened }) {
  await lead(url).catch(() => self.clients.openWindow(url)).catch(() => {});
  await report(opened);
}

self.addEventListener("push", (event) => event.waitUntil(received(event)));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(tapped(event.notification.data));
});
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(tell({ type: "subscription" })));
