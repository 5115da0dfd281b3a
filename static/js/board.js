/** Entry of the invigilator's board. */
import { hangBells } from "./bells.js";
import { feel } from "./changes.js";
import { applyFilter, clearFilter, watchFilter } from "./filter.js";
import "./grid.js";
import "./notes.js";
import "./roll.js";
import "./sign.js";
import { chime } from "./sound.js";
import { watchViews } from "./views.js";
import { stayAwake } from "./wake.js";
import { announce } from "./words.js";

let told = new Set();

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

/** The alerts that were not there before, in words. */
function newAlerts() {
  const texts = [...document.querySelectorAll("#attention [data-announce]")].map(({ dataset }) => dataset.announce);
  const fresh = texts.filter((text) => !told.has(text));
  told = new Set(texts);
  return fresh.join(" ");
}

function tellNews(words) {
  if (words) chime();
  announce(words);
}

newAlerts();
stayAwake();
watchFilter();
watchViews();
openTarget();
addEventListener("hashchange", openTarget);
document.addEventListener("changed", () => { applyFilter(); tellNews(newAlerts()); feel(); });
hangBells(document.getElementById("board").dataset.stream);
