/** Orders on the board: on what was tapped, at once, and in a list of what waits or came back to be decided. */
import { isBehind } from "./changes.js";
import { isBack, list, pending, remove } from "./orders.js";
import { setState } from "./words.js";

const LATEST = 3000; // milliseconds for the page to show what was done
const section = document.getElementById("orders");
const sheet = document.getElementById("orders-list");
let drawn = "";

const make = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
const two = (number) => String(number).padStart(2, "0");
const told = (at) => `${two(at.getHours())}\u00a0h\u00a0${two(at.getMinutes())}`;

/** What is drawn on a form: what was ordered and that it waits; on a sheet, the contrary order is put away. */
function mark(form) {
  const order = pending(form);
  const isElsewhere = order && order.address !== form.getAttribute("action") && form.closest(".sheet");
  const state = isElsewhere ? "other" : (order?.state ?? "");
  if ((form.dataset.order ?? "") === state) return;
  form.querySelector(".order-tag")?.remove();
  form.toggleAttribute("data-order", Boolean(order));
  for (const button of form.querySelectorAll("button")) button.toggleAttribute("aria-disabled", false);
  if (!order) return;
  form.dataset.order = state;
  if (isElsewhere) return;
  for (const button of form.querySelectorAll("button")) button.ariaDisabled = String(state !== "waiting");
  const tag = make("order-tag");
  setState(tag.querySelector(".order-what"), order.kind);
  form.append(tag);
}

/** Under the form for notes: those written here that nobody else can read yet. */
function markNotes(form) {
  const own = list().filter(({ kind, address, state }) => kind === "note" && address === form.getAttribute("action") && state !== "told");
  form.querySelector(".order-notes")?.remove();
  if (!own.length) return;
  const notes = make("order-notes");
  notes.append(...own.map(({ text }) => Object.assign(document.createElement("li"), { textContent: text })));
  form.append(notes);
}

function markAll() {
  document.querySelectorAll("form[data-queue]:not([data-queue=note])").forEach(mark);
  document.querySelectorAll("form[data-queue=note]").forEach(markNotes);
}

function line(order) {
  const item = make(isBack(order) ? `order-${order.state}` : "order-waiting");
  item.dataset.orderKey = order.key;
  item.querySelector("[data-label]").textContent = order.label;
  item.querySelector("[data-given]").textContent = told(new Date(order.at));
  const words = item.querySelector("[data-sentence]");
  if (words) words.textContent = order.sentence;
  return item;
}

function fill(name, orders) {
  sheet.querySelector(`[data-list=${name}]`).replaceChildren(...orders.map(line));
  for (const part of sheet.querySelectorAll(`[data-for=${name}]`)) part.hidden = !orders.length;
}

function drawList(back, waiting) {
  const now = JSON.stringify([...back, ...waiting].map(({ key, state }) => [key, state]));
  if (now === drawn) return;
  drawn = now;
  const hadFocus = sheet.contains(document.activeElement);
  fill("back", back);
  fill("waiting", waiting);
  const isEmpty = !back.length && !waiting.length;
  if (isEmpty && sheet.matches(":popover-open")) sheet.hidePopover();
  else if (hadFocus && !sheet.contains(document.activeElement)) document.getElementById("orders-title").focus();
}

function drawBar(back, waiting) {
  section.querySelector("[data-count]").textContent = waiting.length;
  section.querySelector("[data-decide]").textContent = back.length;
  const state = back.length ? "decide" : waiting.length === 1 ? "one" : "several";
  if (section.dataset.state !== state) setState(section.querySelector(".orders-bar"), state);
  section.hidden = !back.length && !waiting.length;
}

export function draw() {
  const back = list().filter(isBack);
  const waiting = list().filter(({ state }) => state === "waiting");
  drawList(back, waiting);
  drawBar(back, waiting);
  markAll();
}

/** What was done is the page's own from the moment it shows it. */
function settle() {
  for (const order of list()) if (order.state === "done" && !isBehind(order.version)) remove(order);
  markAll();
}

export function watchView() {
  document.addEventListener("orders", () => {
    draw();
    const done = list().filter(({ state, isLeaving }) => state === "done" && !isLeaving);
    for (const order of done) setTimeout(remove, LATEST, Object.assign(order, { isLeaving: true }));
  });
  document.addEventListener("changed", settle);
}
