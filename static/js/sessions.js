/** Stands for a page that cannot be loaded: leads to the boards that this device keeps, with their age and what waits. */
import { tick } from "./clock.js";
import { all } from "./kept.js";

const PAGES = "kept"; // the cache that the service worker looks in
const PACE = 3000; // milliseconds between two looks
const section = document.getElementById("sessions");

function door(request, { headers }, waiting) {
  const item = document.getElementById("session").content.firstElementChild.cloneNode(true);
  item.querySelector("a").href = new URL(request.url).pathname;
  item.querySelector("[data-name]").textContent = decodeURIComponent(headers.get("X-Name"));
  item.querySelector("[data-age]").dataset.age = new Date(Number(headers.get("X-At"))).toISOString();
  item.querySelector("[data-count]").textContent = waiting;
  item.querySelector("[data-orders]").hidden = !waiting;
  return item;
}

async function show() {
  if (!(await caches.has(PAGES))) return;
  const [cache, orders] = await Promise.all([caches.open(PAGES), all("orders")]);
  const count = (token) => (orders ?? []).filter((order) => order.token === token).length;
  const found = await Promise.all((await cache.keys()).map(async (request) => [request, await cache.match(request)]));
  section.querySelector("ul").replaceChildren(...found.map(([request, page]) => door(request, page, count(page.headers.get("X-Session")))));
  section.hidden = !found.length;
  tick();
}

/** The page that was asked for comes by itself, once the server answers. */
async function look() {
  const how = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PACE * 2) };
  const { status = 500 } = navigator.onLine ? await fetch(location.href, how).catch(() => ({})) : {};
  if (status < 500) return location.reload();
  setTimeout(look, PACE);
}

show();
setInterval(tick, 1000);
setTimeout(look, PACE);
