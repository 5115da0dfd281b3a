/** Morphing: new HTML poured into the page, never under a finger, without losing focus, typed text or open sheets. */
import { Idiomorph } from "../vendor/idiomorph/idiomorph.esm.js";

const isThePersons = {
  value: (element) => element.type !== "hidden" && element.value !== element.defaultValue,
  checked: (element) => element.checked !== element.defaultChecked,
  open: (element) => element.matches("dialog, details"),
  style: (element) => element.matches(".sheet"),
  "data-full": () => true, // how much of a sheet is seen, and what lies still under it
  "aria-expanded": (element) => element.matches(".sheet-handle"),
  inert: () => true,
};
const callbacks = { beforeAttributeUpdated: (name, element) => !isThePersons[name]?.(element) };

/** What had the focus is gone: the first thing to press that is seen, in the nearest place around it, takes it. */
function refocus(places) {
  const around = places.map((id) => document.getElementById(id)).find(Boolean);
  const controls = [...(around?.querySelectorAll("[popovertarget], button, a[href]") ?? [])];
  controls.find((control) => control.checkVisibility({ visibilityProperty: true }))?.focus({ preventScroll: true });
}

/** False when there is no element with that id. */
export function morph(id, html) {
  const element = document.getElementById(id);
  if (!element) return false;
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  const places = [focused?.closest("[popover], li[id]")?.id, id];
  Idiomorph.morph(element, html.trim(), { morphStyle: "outerHTML", callbacks });
  if (focused && document.activeElement === document.body) refocus(places);
  return true;
}
