/** Entry of the invigilator's board. */
import { hangBells } from "./bells.js";
import { applyFilter, clearFilter, watchFilter } from "./filter.js";
import "./sign.js";
import { chime } from "./sound.js";
import { stayAwake } from "./wake.js";
import { announce } from "./words.js";

let told = new Set();

/** The candidate the address names: seen, focused, with the sheet open. */
function openTarget() {
  const row = /^#candidate-\d+$/.test(location.hash) && document.querySelector(location.hash);
  if (!row) return;
  if (row.hidden) clearFilter();
  row.scrollIntoView({ block: "center" });
  row.querySelector("[popovertarget]").focus({ preventScroll: true });
  const sheet = row.querySelector("[popover]");
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
openTarget();
addEventListener("hashchange", openTarget);
document.addEventListener("changed", () => { applyFilter(); tellNews(newAlerts()); });
hangBells(document.getElementById("board").dataset.stream);
