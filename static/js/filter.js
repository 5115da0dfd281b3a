/** The list of candidates, narrowed by a counter and by typed words: nothing is fetched. */
const LETTERS = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", đ: "d", ı: "i" }; // not taken apart by Unicode
const search = document.getElementById("search");
let group = "all";

/** As the server folds names: no accents, lower case, punctuation is a space. */
function words(text) {
  const bare = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return bare.replace(/[œæßøłđı]/g, (letter) => LETTERS[letter]).match(/[\p{L}\p{N}]+/gu) ?? [];
}

function isShown({ dataset }, typed) {
  const own = dataset.search.split(" ");
  const isInGroup = group === "all" || dataset.groups.split(" ").includes(group);
  return isInGroup && typed.every((word) => own.some((name) => name.startsWith(word)));
}

export function applyFilter() {
  const typed = words(search.value);
  const rows = [...document.querySelectorAll("#candidates > li")];
  for (const row of rows) row.hidden = !isShown(row, typed);
  document.getElementById("nobody")?.toggleAttribute("hidden", rows.some((row) => !row.hidden));
  for (const button of document.querySelectorAll("[data-filter]")) button.ariaPressed = button.dataset.filter === group;
}

function choose(chosen, typed = search.value) {
  group = chosen;
  search.value = typed;
  applyFilter();
}

export const clearFilter = () => choose("all", "");

export function watchFilter() {
  search.addEventListener("input", applyFilter);
  document.addEventListener("click", ({ target }) => {
    const chosen = target.closest("[data-filter]")?.dataset.filter;
    if (chosen) choose(chosen === group ? "all" : chosen);
  });
  applyFilter();
}
