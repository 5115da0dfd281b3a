/** Words for the person, all written in the page: states, toasts, sentences for screen readers only. */
const LASTING = { info: 4000, undo: 6000, error: 12_000 }; // milliseconds
const LOW = 176; // pixels at the foot of the screen where a toast would lie over what was just tapped
const HOVERS = matchMedia("(hover: hover)"); // a finger that has left still « hovers » elsewhere

/** Of the children marked data-when, those of this state are shown. */
export function setState(element, state) {
  element.dataset.state = state;
  for (const child of element.querySelectorAll("[data-when]")) {
    child.hidden = !child.dataset.when.split(" ").includes(state);
  }
}

/** Closes the dialog, the bar or the toast around an element; a toast gives the focus back to its source. */
export function dismiss(element) {
  const around = element.closest("dialog, form[popover], [data-kind]");
  if (around?.close) around.close();
  else if (around?.popover) around.hidePopover();
  else around?.remove();
  if (document.activeElement === document.body) around?.source?.focus();
}

/** What opens the sheet that is here, or the one of this row: where the focus goes back to. */
export function openerOf(place) {
  const element = place.closest("dialog")?.source ?? place;
  const sheet = element.closest(".file")?.querySelector("[popover]");
  if (!sheet) return element.closest("li")?.querySelector("[popovertarget]");
  const openers = [...document.querySelectorAll(`[popovertarget="${sheet.id}"]`)];
  return openers.find((opener) => !sheet.contains(opener) && opener.checkVisibility());
}

const isHeld = (item) => item.matches(HOVERS.matches ? ":hover, :focus-within" : ":focus-within");
const fade = (item, time) => setTimeout(() => (isHeld(item) ? fade(item, 1000) : item.remove()), time);

const isLow = (source) => source?.getBoundingClientRect().bottom > innerHeight - LOW;

/** Above the dialog or sheet that was opened last, and for the keyboard right after its source; news replace news. */
export function toast(text, kind = "info", undo = null, source = undefined) {
  const box = document.getElementById("toasts");
  const item = document.getElementById("toast").content.firstElementChild.cloneNode(true);
  const [words, form] = ["[data-text]", "form"].map((part) => item.querySelector(part));
  words.textContent = text;
  if (undo) [form.action, form.lastElementChild.textContent, form.hidden] = [undo.url, undo.label, false];
  if (kind === "info") box.querySelector("[data-kind=info]")?.remove();
  for (const old of [...box.children]) if (old.querySelector("[data-text]")?.textContent === text) old.remove();
  item.dataset.kind = kind;
  item.source = source;
  if (box.popover && !isHeld(box)) { box.hidePopover(); box.showPopover({ source: source ?? undefined }); }
  box.toggleAttribute("data-high", isLow(source) ?? false);
  box.append(item); // once it is shown: only then is it read out
  fade(item, LASTING[undo ? "undo" : kind]);
}

/** The server's own words; when it said none (no network), those the page holds. */
export function complain({ detail }, form = undefined) {
  withdraw(form);
  toast(detail ?? document.getElementById("toasts").dataset.failed, "error", null, form && openerOf(form));
  if (form) document.getElementById("toasts").lastElementChild.form = form;
}

/** What this form was refused is no news once it has been sent again. */
export function withdraw(form) {
  for (const item of document.querySelectorAll("#toasts [data-kind=error]")) if (form && item.form === form) item.remove();
}

export const announce = (text) => { if (text) document.getElementById("announce").textContent = text; };
