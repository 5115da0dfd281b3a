/** Words for the person, all written in the page: states, toasts, sentences for screen readers only. */
const LASTING = { info: 6000, error: 12_000 }; // milliseconds

/** Of the children marked data-when, those of this state are shown. */
export function setState(element, state) {
  element.dataset.state = state;
  for (const child of element.querySelectorAll("[data-when]")) {
    child.hidden = !child.dataset.when.split(" ").includes(state);
  }
}

/** Shown above the dialog or the sheet that was opened last. */
export function toast(text, kind = "info") {
  const box = document.getElementById("toasts");
  const item = document.getElementById("toast").content.firstElementChild.cloneNode(true);
  (item.querySelector("[data-text]") ?? item).textContent = text;
  item.dataset.kind = kind;
  box.append(item);
  if (box.popover) { box.hidePopover(); box.showPopover(); }
  setTimeout(() => item.remove(), LASTING[kind]);
}

/** The server's own words; when it said none (no network), those the page holds. */
export const complain = ({ detail }) => toast(detail ?? document.getElementById("toasts").dataset.failed, "error");

export function announce(text) {
  if (text) document.getElementById("announce").textContent = text;
}
