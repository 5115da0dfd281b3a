/** Buttons that open a dialog (data-opens, for data-to), close theirs (data-closes) or copy a text (data-copy). */
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

/** One dialog serves many: for each, it has a form of its own, empty; the last one's may still be on its way. */
function formFor(dialog, { ariaLabel, dataset: { to } }) {
  const form = dialog.querySelector("form[data-act]");
  if (!to || form.getAttribute("action") === to) return form;
  const own = form.cloneNode(true);
  own.setAttribute("action", to);
  own.removeAttribute("aria-busy");
  own.reset();
  form.replaceWith(own);
  dialog.querySelector("[data-title]").textContent = ariaLabel;
  return own;
}

/** What needs the server is refused before anything is filled in. */
function open(opener) {
  const dialog = document.getElementById(opener.dataset.opens);
  dialog.source = opener.closest(".file, li");
  const form = formFor(dialog, opener);
  if (form && !navigator.onLine) refuse(form, opener);
  else dialog.showModal();
}

/** Nothing on the page leads there any more: it cannot be done. */
function closeVain() {
  const form = document.querySelector("dialog[open] form[action]");
  const ways = [...document.querySelectorAll("[data-to]")].map(({ dataset }) => dataset.to);
  if (form && !ways.includes(form.getAttribute("action"))) form.closest("dialog").close();
}

function press({ target }) {
  const find = (selector) => target.closest(selector);
  const [opener, copier] = [find("[data-opens]"), find("[data-copy]")];
  if (opener) open(opener);
  if (copier) copy(copier).catch(() => setState(copier, "failed"));
  if (find("[data-closes]")) dismiss(target);
}

/** A question that the focus leaves would cover what comes next: it is withdrawn, as by a touch beside it. */
function leave({ target, relatedTarget: next }) {
  const asked = target.closest?.(".ask:popover-open");
  if (next && asked && !asked.contains(next) && next.getAttribute("popovertarget") !== asked.id) asked.hidePopover();
}

export function watchButtons() {
  document.addEventListener("focusout", leave);
  document.addEventListener("click", press);
  document.addEventListener("changed", closeVain);
  document.addEventListener("close", ({ target }) => setTimeout(refocus, 0, target), true);
}
