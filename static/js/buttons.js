/** Buttons that open a dialog (data-opens), close theirs (data-closes) or copy a text (data-copy). */
import { refuse } from "./forms.js";
import { announce, dismiss, openerOf, setState } from "./words.js";

/** The sheet that opened the dialog is gone by now: what opened the sheet takes the focus. */
function refocus(dialog) {
  if (document.activeElement === document.body) openerOf(dialog)?.focus();
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  setState(button, "copied");
  announce(button.querySelector("[data-when~=copied]")?.textContent);
  setTimeout(setState, 2500, button, "idle");
}

/** What needs the server is refused before anything is filled in. */
function open(opener) {
  const dialog = document.getElementById(opener.dataset.opens);
  const form = dialog.querySelector("form[data-act]");
  if (form && !navigator.onLine) refuse(form, opener);
  else dialog.showModal();
}

function press({ target }) {
  const find = (selector) => target.closest(selector);
  const [opener, copier] = [find("[data-opens]"), find("[data-copy]")];
  if (opener) open(opener);
  if (copier) copy(copier).catch(() => setState(copier, "failed"));
  if (find("[data-closes]")) dismiss(target);
}

export function watchButtons() {
  document.addEventListener("click", press);
  document.addEventListener("close", ({ target }) => setTimeout(refocus, 0, target), true);
}
