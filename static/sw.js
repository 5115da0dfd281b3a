/** The service worker: the shell without network. Kept boards are in sw-pages.js, notifications in sw-push.js; the server
    writes SHELL above. */
importScripts(SHELL.push, SHELL.pages);
const SHELLS = "shell-";
const CACHE = SHELLS + SHELL.version;
const full = (address) => new URL(address, self.location.origin).href;
const OFFLINE = SHELL.offline.map(([prefix, page]) => [prefix, full(page)]); // the first prefix that fits
const KEPT = new Set([...OFFLINE.map(([, page]) => page), ...SHELL.assets.map(full)]);

/** Kept as nobody in particular sees it. */
async function keep(url) {
  const headers = { "Accept-Language": SHELL.language };
  const answer = await fetch(new Request(url, { cache: "reload", credentials: "omit", headers }));
  if (answer.ok) await (await caches.open(CACHE)).put(url, answer.clone());
  return answer;
}

const kept = async (url) => (await caches.open(CACHE)).match(url);
const fromCache = async (url) => (await kept(url)) ?? keep(url); // also what install could not have
const keepAll = () => Promise.allSettled([...KEPT].map(keep)); // pushes must work even when an asset does not

async function dropOld() {
  const names = (await caches.keys()).filter((name) => name.startsWith(SHELLS));
  const old = names.filter((name) => name !== CACHE);
  if (old.length) await caches.delete(PAGES); // drawn for the scripts of before
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** Back to what a form was answered: the browser keeps no such answer, and must not ask the form again. */
const asked = (request) =>
  request.cache === "only-if-cached" ? new Request(request.url, { redirect: "manual" }) : request;

/** The page itself, else the board as it was kept, else the page that stands for it without network. */
async function fromNetwork(event) {
  const { pathname } = new URL(event.request.url);
  const [, offline] = OFFLINE.find(([prefix]) => pathname.startsWith(prefix));
  const page = event.request.method === "GET" ? await keptPage(pathname) : undefined;
  const answer = await reach(asked(event.request), Boolean(page));
  event.waitUntil(dropPages(pathname, answer).catch(() => {}));
  if (page && (!answer || answer.status >= 500)) return asKept(page);
  if (!answer) return asKept(await kept(offline));
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
