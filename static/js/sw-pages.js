/** The service worker's kept boards: shown as they last stood when the network is away, for a day. sw.js imports it. */
const DAY = 24 * 3600 * 1000; // milliseconds
const PATIENCE = 4000; // milliseconds: a board that is here already waits no longer for the server
const GONE = [401, 403, 404, 410];

const isOld = ({ at }) => Date.now() - at > DAY;
const wait = (time) => new Promise((give) => setTimeout(give, time, null));

async function keptPage(path) {
  const page = await ask("pages", "readonly", (pages) => pages.get([path]));
  return page && !isOld(page) ? page : undefined;
}

/** The server's answer; nothing when there is none, or none soon enough where there is something else to show. */
function reach(request, looking) {
  const late = looking.then((page) => (page ? wait(PATIENCE) : new Promise(() => {})));
  return Promise.race([fetch(request).catch(() => null), late]);
}

/** Grey from the first paint on, and with the server's time as far as this device knows it. */
function asKept({ html, at = Date.now(), offset = 0 }) {
  const now = new Date(Date.now() + offset).toISOString();
  const marked = html.replace("<html", `<html data-kept="${at}" data-stale`);
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": SHELL.policy };
  return new Response(marked.replace(/data-now="[^"]*"/, `data-now="${now}"`), { headers });
}

/** A board that is no longer this person's, and those of another day. */
async function dropPages(path, answer) {
  const isGone = answer && (GONE.includes(answer.status) || answer.type === "opaqueredirect");
  const pages = (await ask("pages", "readonly", (all) => all.getAll())) ?? [];
  const gone = pages.filter((page) => isOld(page) || (isGone && page.path === path));
  for (const { path: old } of gone) await ask("pages", "readwrite", (all) => all.delete([old]));
}
