/** The service worker's kept boards: shown as they last stood when the network is away, for a day. sw.js imports it. */
const PAGES = "kept";
const DAY = 24 * 3600 * 1000; // milliseconds
const PATIENCE = 4000; // milliseconds: a board that is here already waits no longer for the server
const GONE = [401, 403, 404, 410];

const pages = async () => ((await caches.has(PAGES)) ? caches.open(PAGES) : null); // never made by looking
const isOld = (page) => Date.now() - Number(page.headers.get("X-At")) > DAY;

async function keptPage(path) {
  const page = await (await pages())?.match(path);
  return page && !isOld(page) ? page : undefined;
}

/** The server's answer; nothing when there is none, or none soon enough where there is something else to show. */
function reach(request, isPressed) {
  const late = new Promise((give) => { if (isPressed) setTimeout(give, PATIENCE, null); });
  return Promise.race([fetch(request).catch(() => null), late]);
}

/** Grey from the first paint on, and with the server's time as far as this device knows it. */
async function asKept(page) {
  if (!page) return Response.error();
  const at = Number(page.headers.get("X-At")) || Date.now();
  const now = new Date(Date.now() + Number(page.headers.get("X-Offset"))).toISOString();
  const marked = (await page.text()).replace("<html", `<html data-kept="${at}" data-stale`);
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": SHELL.policy };
  return new Response(marked.replace(/data-now="[^"]*"/, `data-now="${now}"`), { headers });
}

/** A board that is no longer this person's, and those of another day. */
async function dropPages(path, answer) {
  const cache = await pages();
  const isGone = answer && (GONE.includes(answer.status) || answer.type === "opaqueredirect");
  if (isGone) await cache?.delete(path);
  for (const request of (await cache?.keys()) ?? []) {
    const page = await cache.match(request);
    if (page && isOld(page)) await cache.delete(request);
  }
}
