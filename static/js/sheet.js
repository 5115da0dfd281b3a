/** Sheets: one at a time; Back, Escape or a tap beside closes, the focus goes back. */
import { NARROW, grow, watchGrip } from "./grip.js";
import { openerOf } from "./words.js";

const byId = (id) => document.getElementById(id);
const board = byId("board");
const shown = () => document.querySelector(".sheet:popover-open");
const kept = () => history.state?.sheet;
let opener = null;

/** On a phone the sheet is all there is: nothing under it is reached, by finger, key or screen reader. */
function isolate(isAlone) {
  const others = [...board.children, ...document.querySelectorAll(".skip"), byId("update")];
  for (const other of others) if (other && !other.matches("#files, #sheets")) other.inert = isAlone;
}

/** One entry of the history for whatever sheet is open, so that Back closes it. */
function remember(sheet) {
  if (kept() === sheet.id) return;
  history.scrollRestoration = "manual";
  history[kept() ? "replaceState" : "pushState"]({ sheet: sheet.id }, "");
}

function goBack(sheet) {
  const { activeElement } = document;
  if (activeElement && activeElement !== document.body && !sheet?.contains(activeElement)) return;
  const back = opener?.isConnected && opener.checkVisibility() ? opener : sheet?.isConnected && openerOf(sheet);
  (back || byId("candidates")).focus({ preventScroll: true });
}

function opened(sheet) {
  grow(sheet, Boolean(sheet.querySelector(".sheet-report"))); // a decision wants to be seen whole
  sheet.querySelector(".sheet-body").scrollTop = 0;
  remember(sheet);
  isolate(NARROW.matches);
  if (NARROW.matches) sheet.focus({ preventScroll: true });
}

function closed(sheet) {
  if (shown()) return;
  isolate(false);
  goBack(sheet);
  if (kept()) addEventListener("popstate", () => setTimeout(goBack, 0, sheet), { once: true }); // a hash takes the focus
  if (kept()) history.back();
}

function beforeToggle({ target, newState }) {
  if (!target.matches(".sheet") || newState !== "open") return;
  const { activeElement } = document;
  if (!activeElement?.closest(".sheet")) opener = activeElement?.matches("[popovertarget]") ? activeElement : openerOf(target);
  for (const other of document.querySelectorAll(".sheet:popover-open")) if (other !== target) other.hidePopover();
}

const toggled = ({ target, newState }) => target.matches(".sheet") && (newState === "open" ? opened : closed)(target);

/** Back, or forward to one that is still there. */
function travel() {
  const wanted = kept() && byId(kept());
  if (wanted && !wanted.matches(":popover-open")) return wanted.showPopover();
  if (!kept()) { shown()?.hidePopover(); history.scrollRestoration = "auto"; }
}

function press({ key, defaultPrevented }) {
  const isOver = document.querySelector("dialog[open], [popover]:not(.sheet, #toasts, #several):popover-open");
  if (key === "Escape" && !defaultPrevented && !isOver) shown()?.hidePopover();
}

/** The help takes the sheet's place in the history: Back finds the board with no sheet over it. */
function leave(event, sheet) {
  event.preventDefault();
  history.replaceState(null, "");
  sheet.hidePopover();
  location.replace(event.target.closest("a").href);
}

function tap(event) {
  const sheet = shown();
  const isOn = (part) => event.target.closest(part);
  if (isOn(".sheet [data-help]") && !event.ctrlKey && !event.metaKey) leave(event, sheet);
  else if (isOn(".sheet-handle")) grow(sheet, !sheet.hasAttribute("data-full"));
  else if (sheet && NARROW.matches && !isOn(".sheet, dialog, #toasts")) sheet.hidePopover();
}

export function watchSheets() {
  const events = { beforetoggle: beforeToggle, toggle: toggled, keydown: press, click: tap };
  for (const [name, hear] of Object.entries(events)) document.addEventListener(name, hear, name !== "click" && name !== "keydown");
  watchGrip();
  document.addEventListener("changed", () => !shown() && kept() && closed(null)); // gone with its alert
  addEventListener("popstate", travel);
  if (kept()) travel();
}
