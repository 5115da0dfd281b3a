/** Stands for a page that cannot be loaded: leads to the boards that this device keeps, with their age and what waits. */
import { tick } from "./clock.js";
import { all } from "./kept.js";

const PACE = 3000; // milliseconds between two looks
const section = document.getElementById("sessions");

function door({ path, name, at }, waiting) {
  const item = document.getElementById("session").content.firstElementChild.cloneNode(true);
  item.querySelector("a").href = path;
  item.querySelector("[data-name]").textContent = name;
  item.querySelector("[data-age]").dataset.age = new Date(at).toISOString();
  item.querySelector("[data-count]").textContent = waiting;
  item.querySelector("[data-orders]").hidden = !waiting;
  return item;
}

async function show() {
  const [boards, orders] = await Promise.all([all("pages"), all("orders")]);
  const count = (token) => (orders ?? []).filter((order) => order.token === token).length;
  section.querySelector("ul").replaceChildren(...(boards ?? []).map((board) => door(board, count(board.token))));
  section.hidden = !boards?.length;
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
