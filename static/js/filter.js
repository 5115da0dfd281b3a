/** The list of candidates: narrowed by a counter and by typed words, ticked for what is done to several at once. */
import { announce, setState } from "./words.js";

const LETTERS = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", đ: "d", ı: "i" }; // not taken apart by Unicode
const [search, several] = ["search", "several"].map((id) => document.getElementById(id));
const RESTED = 600; // milliseconds without a key after which what was typed is meant
const { dataset: words } = document.getElementById("candidates");
let group = "all";
let telling = null;

/** As the server folds names: no accents, lower case, punctuation is a space. */
function fold(text) {
  const bare = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return bare.replace(/[œæßøłđı]/g, (letter) => LETTERS[letter]).match(/[\p{L}\p{N}]+/gu) ?? [];
}

function isShown({ dataset }, typed) {
  const own = dataset.search.split(" ");
  const isInGroup = group === "all" || dataset.groups.split(" ").includes(group);
  return isInGroup && typed.every((word) => own.some((name) => name.startsWith(word)));
}

/** How many the person's own choice leaves is said once they have made it; what happens to the list by itself is not. */
function tell() {
  clearTimeout(telling);
  telling = setTimeout(() => {
    const { length } = document.querySelectorAll("#candidates > li:not([hidden])");
    announce(length > 1 ? words.several?.replace("{}", length) : words[["none", "one"][length]]);
  }, RESTED);
}

/** How many are ticked; those the filter hides count too. */
function count() {
  const number = new FormData(several).getAll("candidate").length;
  several.querySelector("[data-count]").textContent = number;
  setState(several, ["none", "one"][number] ?? "several");
}

function tickShown() {
  for (const box of document.querySelectorAll("#candidates > li:not([hidden]) [form=several]")) box.checked = true;
  count();
}

function turn({ newState }) {
  several.reset();
  count();
  if (newState === "closed") document.querySelector("[popovertarget=several]").focus({ preventScroll: true });
}

export function applyFilter() {
  const typed = fold(search.value);
  const rows = [...document.querySelectorAll("#candidates > li")];
  for (const row of rows) row.hidden = !isShown(row, typed);
  document.getElementById("nobody")?.toggleAttribute("hidden", rows.some((row) => !row.hidden));
  for (const button of document.querySelectorAll("[data-filter]")) button.ariaPressed = button.dataset.filter === group;
  count();
}

function choose(chosen, typed = search.value) {
  group = chosen;
  search.value = typed;
  applyFilter();
}

export const clearFilter = () => choose("all", "");

export function watchFilter() {
  search.addEventListener("input", () => { applyFilter(); tell(); });
  document.addEventListener("change", count);
  several.addEventListener("toggle", turn);
  document.addEventListener("click", ({ target }) => {
    const chosen = target.closest("[data-filter]")?.dataset.filter;
    if (chosen) { choose(chosen === group ? "all" : chosen); tell(); }
    if (target.closest("[data-all]")) tickShown();
  });
  applyFilter();
}
