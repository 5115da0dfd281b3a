/** The order of the candidates, chosen on this device: by name as the server gives them, by seat, by time left. */
import { glide } from "./steady.js";

const LAST = "9999";
const list = document.getElementById("candidates");
const choice = document.getElementById("sort");
const names = new Map([...list.children].map((row, index) => [row.id, index]));

const bySeat = ({ dataset: a }, { dataset: b }) =>
  Number(!a.seat) - Number(!b.seat) || (a.seat ?? "").localeCompare(b.seat ?? "", undefined, { numeric: true });
const byTime = ({ dataset: a }, { dataset: b }) => (a.ends ?? LAST).localeCompare(b.ends ?? LAST);
const ORDERS = { name: () => 0, seat: bySeat, time: byTime };

const move = (row, before) => (list.moveBefore ? list.moveBefore(row, before) : list.insertBefore(row, before));

/** Only those out of place are moved; the focus stays on its row. */
export function applyOrder() {
  const compare = ORDERS[choice?.value] ?? ORDERS.name;
  const rank = ({ id }) => names.get(id) ?? names.size;
  const wanted = [...list.children].sort((a, b) => compare(a, b) || rank(a) - rank(b));
  const focused = document.activeElement;
  wanted.forEach((row, index) => { if (list.children[index] !== row) move(row, list.children[index]); });
  if (focused !== document.activeElement && list.contains(focused)) focused.focus({ preventScroll: true });
}

function choose() {
  localStorage.setItem("sort", choice.value);
  glide(applyOrder);
}

export function watchOrder() {
  if (!choice) return;
  const kept = localStorage.getItem("sort");
  if (kept in ORDERS) choice.value = kept;
  choice.addEventListener("change", choose);
  applyOrder();
}
