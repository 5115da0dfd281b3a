/** Entry of the invigilator's board. */
import { hangBells } from "./bells.js";
import { applyFilter, clearFilter, watchFilter } from "./filter.js";
import { announce } from "./words.js";

let told = new Set();

/** The candidate the address names: seen, focused, with the sheet open. */
function openTarget() {
  const row = /^#candidate-\d+$/.test(location.hash) && document.querySelector(location.hash);
  if (!row) return;
  if (row.hidden) clearFilter();
  const button = row.querySelector("[popovertarget]");
  row.scrollIntoView({ block: "center" });
  button.focus({ preventScroll: true });
  const sheet = document.getElementById(button.getAttribute("popovertarget"));
  if (!sheet.matches(":popover-open")) sheet.showPopover();
}

/** The alerts that were not there before, in words. */
function newAlerts() {
  const texts = [...document.querySelectorAll("#attention [data-announce]")].map(({ dataset }) => dataset.announce);
  const fresh = texts.filter((text) => !told.has(text));
  told = new Set(texts);
  return fresh.join(" ");
}

function refresh() {
  applyFilter();
  announce(newAlerts());
}

newAlerts();
watchFilter();
openTarget();
addEventListener("hashchange", openTarget);
document.addEventListener("changed", refresh);
hangBells(document.getElementById("board").dataset.stream);
