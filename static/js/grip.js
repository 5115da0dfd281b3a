/** The height of a sheet: half the screen then all of it, by its handle, by a drag or by scrolling it. */
const DRAG = 32; // pixels a handle must be dragged to mean it
const IMPULSE = 1000; // milliseconds in which what a hand threw still rolls
export const NARROW = matchMedia("(max-width: 47.99rem)");
let drag = null;
let rolledAt = -IMPULSE; // when a hand last scrolled

export function grow(sheet, isFull) {
  sheet.toggleAttribute("data-full", isFull);
  sheet.querySelector(".sheet-handle").ariaExpanded = isFull;
}

function pull({ type, target, clientY, pointerId }) {
  if (type === "pointerdown") {
    const grip = NARROW.matches && target.closest(".sheet-handle, .sheet-head > div");
    if (grip) { drag = { grip, sheet: grip.closest(".sheet"), from: clientY }; grip.setPointerCapture(pointerId); }
    return;
  }
  if (!drag) return;
  const { sheet, from } = drag;
  const way = clientY - from;
  const isOver = type !== "pointermove";
  sheet.style.setProperty("--drag", isOver ? "0px" : `${way}px`);
  sheet.toggleAttribute("data-dragged", !isOver);
  if (!isOver) return;
  drag = null;
  if (Math.abs(way) < DRAG || type === "pointercancel") return;
  if (way > 0 && !sheet.hasAttribute("data-full")) sheet.hidePopover();
  else setTimeout(grow, 0, sheet, way < 0); // after the click that follows
}

const roll = () => { rolledAt = performance.now(); };

/** By a hand: a sheet that a key or a field scrolled keeps its height, or a button would slip away from the tap. */
function scrolled({ target }) {
  const isByHand = performance.now() - rolledAt < IMPULSE;
  if (isByHand && target.matches?.(".sheet-body") && target.scrollTop > 4 && NARROW.matches) grow(target.closest(".sheet"), true);
}

export function watchGrip() {
  for (const name of ["pointerdown", "pointermove", "pointerup", "pointercancel"]) document.addEventListener(name, pull);
  for (const name of ["wheel", "touchmove"]) document.addEventListener(name, roll, { passive: true });
  document.addEventListener("scroll", scrolled, true);
}
