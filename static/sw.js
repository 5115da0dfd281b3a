/** The service worker: the shell without network. What the device keeps is read by sw-kept.js, kept boards are in
    sw-pages.js, notifications in sw-push.js; the server writes SHELL above. */
importScripts(...SHELL.parts);
const CACHE = `shell-${SHELL.version}`;
const SOON = 1000; // milliseconds: a cache that hangs is as good as none
const full = (address) => new URL(address, self.location.origin).href;
const OFFLINE = SHELL.offline.map(([prefix, page]) => [prefix, full(page)]); // the first prefix that fits
const KEPT = new Set([...OFFLINE.map(([, page]) => page), ...SHELL.assets.map(full)]);

/** As nobody in particular sees it. */
function afresh(url) {
  const headers = { "Accept-Language": SHELL.language };
  return fetch(new Request(url, { cache: "reload", credentials: "omit", headers }));
}

async function keep(url, answer) {
  if (answer.ok) await (await caches.open(CACHE)).put(url, answer);
}

/** A cache hangs for good in a browser that was interrupted while it wrote there. */
const kept = (url) => within(caches.open(CACHE).then((cache) => cache.match(url)), SOON).catch(() => undefined);

/** Also what install could not have. */
async function fromCache(event, url) {
  const found = await kept(url);
  if (found) return found;
  const answer = await afresh(url);
  event.waitUntil(keep(url, answer.clone()).catch(() => {}));
  return answer;
}

/** Pushes must work even when an asset does not. */
const keepAll = () => Promise.allSettled([...KEPT].map(async (url) => keep(url, await afresh(url))));

async function dropOld() {
  const old = (await caches.keys()).filter((name) => name !== CACHE);
  if (old.length) await ask("pages", "readwrite", (pages) => pages.clear()); // drawn for the scripts of before
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** Back to what a form was answered: the browser keeps no such answer, and must not ask the form again. */
const asked = (request) =>
  request.cache === "only-if-cached" ? new Request(request.url, { redirect: "manual" }) : request;

/** The page itself, else the board as it was kept, else the page that stands for it without network. */
async function fromNetwork(event) {
  const { pathname } = new URL(event.request.url);
  const [, offline] = OFFLINE.find(([prefix]) => pathname.startsWith(prefix));
  const looking = event.request.method === "GET" ? keptPage(pathname) : Promise.resolve();
  const answer = await reach(asked(event.request), looking);
  event.waitUntil(dropPages(pathname, answer));
  const page = answer && answer.status < 500 ? undefined : await looking;
  if (page) return asKept(page);
  if (!answer) return withoutNetwork(await kept(offline));
  event.waitUntil(fromCache(event, offline).catch(() => {}));
  return answer;
}

const withoutNetwork = async (page) => (page ? asKept({ html: await page.text() }) : Response.error());

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(within(dropOld(), PATIENCE)));
self.addEventListener("message", ({ data }) => data?.type === "skipWaiting" && self.skipWaiting());
self.addEventListener("fetch", (event) => {
  const { mode, method, keepalive } = event.request;
  const [url] = event.request.url.split("#"); // an icon is a part of its sprite
  if (keepalive) event.respondWith(fetch(event.request)); // a goodbye: its page may be gone before we decline it
  else if (mode === "navigate") event.respondWith(fromNetwork(event));
  else if (method === "GET" && KEPT.has(url)) event.respondWith(fromCache(event, url));
});
