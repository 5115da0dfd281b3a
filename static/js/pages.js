/** The board keeps itself as it stands, for when it is opened without network; no more once its person leaves it. */
import { silence } from "./changes.js";
import { now } from "./clock.js";
import { keep } from "./kept.js";

const CALM = 3000; // milliseconds between a change and its keeping
const EVERY = 30_000; // milliseconds: what does not change is kept again, or it would look old
const PATIENCE = 15_000; // milliseconds without an answer after which there is nothing new to keep
const OWN = ["data-stale", "data-offline", "data-projected"];
const { number } = document.getElementById("board").dataset;
const elsewhere = new BroadcastChannel("leaving"); // what other windows leave
let isLeaving = false;
let timer = null;

/** Without what is of the moment: toasts, marks of orders, open dialogs. */
function copy() {
  const page = document.documentElement.cloneNode(true);
  for (const name of OWN) page.removeAttribute(name);
  for (const part of page.querySelectorAll("#toasts > *, .order-tag, .order-notes, [data-order-key]")) part.remove();
  for (const form of page.querySelectorAll("form")) for (const name of ["data-order", "aria-busy"]) form.removeAttribute(name);
  for (const button of page.querySelectorAll("[data-queue] button")) button.removeAttribute("aria-disabled");
  for (const part of page.querySelectorAll("[inert]")) part.removeAttribute("inert"); // what lay under a sheet
  for (const sheet of page.querySelectorAll(".sheet[data-full]")) sheet.removeAttribute("data-full");
  for (const part of [page, ...page.querySelectorAll("[style]")]) part.removeAttribute("style");
  for (const dialog of page.querySelectorAll("dialog[open]")) dialog.removeAttribute("open");
  for (const age of page.querySelectorAll("[data-heard] [data-age]")) age.textContent = "…"; // told once it is opened
  page.querySelector("#orders").hidden = true;
  for (const said of page.querySelectorAll("#announce, #alarm")) said.replaceChildren();
  return `<!doctype html>\n${page.outerHTML}`;
}

/** Still the account that this page is of. */
const isOurs = () => localStorage.getItem("account") === document.body.dataset.account;

function leave(token) {
  isLeaving ||= !token || token === number;
}

async function keepPage() {
  clearTimeout(timer);
  timer = null;
  if (isLeaving || !isOurs() || "kept" in document.documentElement.dataset || silence() > PATIENCE) return;
  const named = [...document.querySelectorAll("h1, .bar-room")].map((part) => part.textContent.trim()).reverse();
  const times = { at: Date.now() - silence(), offset: Math.round(now() - Date.now()) };
  await keep("pages", { path: location.pathname, token: number, name: named.join(" · "), ...times, html: copy() });
}

const keepNow = () => keepPage().catch(() => {});
const keepSoon = () => { timer ??= setTimeout(keepNow, CALM); };

document.addEventListener("changed", keepSoon);
document.addEventListener("visibilitychange", () => document.hidden && keepNow());
document.addEventListener("leaving", ({ detail }) => leave(detail));
elsewhere.onmessage = ({ data }) => leave(data);
addEventListener("pagehide", keepNow);
setInterval(keepNow, EVERY);
keepSoon();
