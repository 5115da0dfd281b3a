/** Entry of the invigilator's board. */
import { hangBells } from "./bells.js";
import { watchChoices } from "./choices.js";
import { feel } from "./changes.js";
import { applyFilter, clearFilter, watchFilter } from "./filter.js";
import { watchNews } from "./news.js";
import "./notes.js";
import { watchSheets } from "./sheet.js";
import "./sign.js";
import "./stale.js";
import { applyOrder, watchOrder } from "./sort.js";
import { keepSteady } from "./steady.js";
import { watchViews } from "./views.js";
import { stayAwake } from "./wake.js";

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

/** « J'y vais » is felt in the hand. */
const feelClaim = ({ submitter }) => { if (submitter?.matches(".goes")) navigator.vibrate?.(30); };

watchNews();
stayAwake();
for (const start of [watchOrder, watchFilter, watchViews, watchSheets, watchChoices, keepSteady, openTarget]) start();
addEventListener("hashchange", openTarget);
document.addEventListener("submit", feelClaim);
document.addEventListener("changed", () => { applyOrder(); applyFilter(); feel(); });
hangBells(document.getElementById("board").dataset.stream);
