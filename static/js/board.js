/** Entry of the invigilator's board. */
import { hangBells } from "./bells.js";
import { watchChoices } from "./choices.js";
import { feel } from "./changes.js";
import { applyFilter, clearFilter, watchFilter } from "./filter.js";
import "./notes.js";
import { watchSheets } from "./sheet.js";
import "./sign.js";
import "./stale.js";
import { applyOrder, watchOrder } from "./sort.js";
import { chime } from "./sound.js";
import { keepSteady } from "./steady.js";
import { watchViews } from "./views.js";
import { stayAwake } from "./wake.js";
import { alarm, announce } from "./words.js";

let known = new Set();

/** The candidate or the alert that the address names: seen, focused, with the sheet open. */
function openTarget() {
  const target = /^#(candidate|alert)-\d+$/.test(location.hash) && document.querySelector(location.hash);
  if (!target) return;
  if (target.hidden) clearFilter();
  target.closest("details")?.setAttribute("open", "");
  target.scrollIntoView({ block: "center" });
  const opener = target.matches("[popovertarget]") ? target : target.querySelector("[popovertarget]");
  opener.focus({ preventScroll: true });
  const sheet = opener.popoverTargetElement;
  if (!sheet.matches(":popover-open")) sheet.showPopover();
}

const told = ({ announce: text, goes }) => (goes ? `${text}, ${goes}` : text);

/** The alerts that were not there before, that somebody goes to now (data-goes) or no longer does. */
function newAlerts() {
  const alerts = [...document.querySelectorAll("#attention [data-announce]")].map(({ dataset }) => dataset);
  const fresh = alerts.filter((alert) => !known.has(told(alert)));
  known = new Set(alerts.map(told));
  return fresh;
}

/** Those to whom nobody goes ring. */
function tellNews(alerts) {
  chime(alerts.filter(({ goes }) => !goes).map(({ signal }) => signal));
  for (const alert of alerts) (alert.calls === undefined || alert.goes ? announce : alarm)(told(alert));
}

/** « J'y vais » is felt in the hand. */
const feelClaim = ({ submitter }) => { if (submitter?.matches(".goes")) navigator.vibrate?.(30); };

newAlerts();
stayAwake();
for (const start of [watchOrder, watchFilter, watchViews, watchSheets, watchChoices, keepSteady, openTarget]) start();
addEventListener("hashchange", openTarget);
document.addEventListener("submit", feelClaim);
document.addEventListener("changed", () => { applyOrder(); applyFilter(); tellNews(newAlerts()); feel(); });
hangBells(document.getElementById("board").dataset.stream);
