/** A form that was sent says so, and is not sent twice; a page that comes back from the past is free again. */
import { announce } from "./words.js";

const SENT = "form[method=post][data-sent]";

/** The words of a form that is being sent stand in it, hidden until then (data-busy). */
export function setBusy(form, isBusy, button = form.querySelector("button:not([type=button])")) {
  form.toggleAttribute("data-sent", isBusy);
  for (const element of [form, button]) {
    if (isBusy) element?.setAttribute("aria-busy", "true");
    else element?.removeAttribute("aria-busy");
  }
  for (const words of form.querySelectorAll("[data-busy] > *")) {
    words.hidden = !isBusy;
    if (isBusy) announce(words.textContent);
  }
}

function send(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.matches(SENT)) event.preventDefault();
  else setBusy(form, true, event.submitter ?? undefined);
}

function free({ persisted }) {
  if (!persisted) return;
  for (const form of document.querySelectorAll(SENT)) {
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
    setBusy(form, false);
  }
}

export function watchBusy() {
  document.addEventListener("submit", send);
  addEventListener("pageshow", free);
}
