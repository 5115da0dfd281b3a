/** Words for the person, all written in the page: states, toasts, sentences for screen readers only. */
const LASTING = { info: 4000, undo: 6000, error: 12_000 }; // milliseconds
const LOW = 176; // pixels at the foot of the screen where a toast would lie over what was just tapped
const PAUSE = 60; // milliseconds in which sentences are gathered
const spoken = { announce: [], alarm: [] }; // by live region: what is about to be said
const HOVERS = matchMedia("(hover: hover)"); // a finger that has left still « hovers » elsewhere

/** The focus of what is hidden now stays with what it was in. */
function holdFocus(element, focused) {
  if (focused.checkVisibility()) return;
  if (!element.matches("a, button, [tabindex]")) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

/** Of the children marked data-when, those of this state are shown; of the states in data-told, what they say is said aloud. */
export function setState(element, state) {
  const focused = element.contains(document.activeElement) && document.activeElement;
  element.dataset.state = state;
  for (const child of element.querySelectorAll("[data-when]")) {
    child.hidden = !child.dataset.when.split(" ").includes(state);
  }
  if (focused) holdFocus(element, focused);
  if (element.dataset.told?.split(" ").includes(state)) announce(element.innerText);
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
  follow();
  if (box.popover && !isHeld(box)) { box.hidePopover(); box.showPopover({ source: source ?? undefined }); }
  box.toggleAttribute("data-high", isLow(source) ?? false);
  box.append(item);
  (kind === "error" ? alarm : announce)(text);
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

/** Everything outside an open dialog is inert: what tells and what says go along inside it, and come back. */
function follow() {
  const host = [...document.querySelectorAll("dialog:modal")].at(-1) ?? document.body;
  for (const id of ["toasts", ...Object.keys(spoken)]) {
    const place = document.getElementById(id);
    if (!place || place.parentElement === host) continue;
    const isOpen = place.matches(":popover-open");
    host.append(place);
    if (isOpen) place.showPopover();
  }
}

/** What comes at the same moment is said together, as so many sentences; what is said again is new again. */
function say(id, text) {
  const words = text?.trim().replace(/\s+/g, " ");
  const place = document.getElementById(id);
  if (!words || !place || spoken[id].push(words) > 1) return;
  follow();
  place.replaceChildren();
  setTimeout(() => {
    const lines = spoken[id].splice(0).map((line) => Object.assign(document.createElement("p"), { textContent: line }));
    place.replaceChildren(...lines);
  }, PAUSE);
}

/** Aloud, once the reader is done with its sentence; or at once, for what calls a person or was refused. */
export const announce = (text) => say("announce", text);
export const alarm = (text) => say("alarm", text);

for (const name of ["toggle", "close"]) document.addEventListener(name, ({ target }) => target.matches?.("dialog") && follow(), true);
