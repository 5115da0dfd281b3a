/** A new version waits: offered when nothing is under way, taken on a tap; the other windows follow once they are idle. */
import { announce } from "./words.js";

const LOOK = 1000; // milliseconds between two looks
const QUIET = 10_000; // milliseconds without a touch nor a key
const UNDER_WAY = "dialog[open], :popover-open:not(#toasts), [aria-busy=true], form[data-sent], #test";
const bar = document.getElementById("update");
let offered = null;
let isTold = false; // once, however often it shows
let following = null;
let touchedAt = Date.now();

function isTyped(field) {
  if (field.form?.method !== "post" || field.type === "hidden") return false;
  if (field.options) return [...field.options].some(({ selected, defaultSelected }, i) => selected !== defaultSelected && i > 0);
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

/** An action, a sheet, a dialog, something typed or ordered: whatever a reload would take from the person. */
export function isBusy() {
  if (localStorage.getItem("orders") || document.querySelector(UNDER_WAY)) return true;
  return [...document.querySelectorAll("input, textarea, select")].some(isTyped);
}

function show() {
  if (!bar) return;
  const wasHidden = bar.hidden;
  bar.hidden = isBusy() || !offered?.waiting;
  if (wasHidden && !bar.hidden && !isTold) announce(bar.querySelector("p")?.textContent);
  isTold ||= !bar.hidden;
}

function renew() {
  if (isBusy()) return show();
  const { waiting } = offered;
  if (!waiting) return location.reload(); // another window has renewed it
  waiting.onstatechange = () => waiting.state === "activated" && location.reload();
  waiting.postMessage({ type: "skipWaiting" });
}

/** Once for a page. */
export function offer(registration) {
  if (offered) return;
  offered = registration;
  document.getElementById("update-now")?.addEventListener("click", renew);
  show();
  setInterval(show, LOOK);
}

const isIdle = () => !isBusy() && (document.hidden || Date.now() - touchedAt > QUIET);

/** Another window took the new version: this one is of the old. */
export function follow() {
  if (following) return;
  for (const name of ["pointerdown", "keydown", "scroll"]) addEventListener(name, () => { touchedAt = Date.now(); }, { passive: true });
  following = setInterval(() => isIdle() && location.reload(), LOOK);
}
