/** Dragging by pointer: at once with a mouse or a pen, after a rest with a finger, which otherwise scrolls. */
const REST = 300; // milliseconds that a finger rests before what is under it comes along
const SLOP = 6; // pixels that are not yet a movement
const EDGE = 48; // pixels from the side of the screen at which the page comes along
const PACE = 8; // pixels a frame

let ways = null;
let held = null; // what is under the pointer: {source, x, y, timer, ghost}

const isDragging = () => Boolean(held?.ghost);

function begin() {
  const { source } = held;
  const { width } = source.getBoundingClientRect();
  const ghost = source.cloneNode(true);
  for (const name of ["id", "data-seat", "data-candidate"]) ghost.removeAttribute(name);
  ghost.classList.add("ghost");
  ghost.ariaHidden = "true";
  ghost.style.width = `${width}px`;
  document.body.append(ghost);
  Object.assign(held, { ghost });
  source.toggleAttribute("data-dragged", true);
  navigator.vibrate?.(10);
  ways.lifted();
  move(held);
  requestAnimationFrame(creep);
}

const under = ({ x, y }) => document.elementFromPoint(x, y)?.closest(ways.target);

function aim(place) {
  for (const one of document.querySelectorAll("[data-aimed]")) if (one !== place) one.removeAttribute("data-aimed");
  place?.toggleAttribute("data-aimed", true);
}

function move({ x, y }) {
  Object.assign(held, { x, y });
  held.ghost.style.translate = `${x}px ${y}px`;
  aim(under(held));
}

/** The page, or the room in it, comes along at its edges. */
function creep() {
  if (!isDragging()) return;
  const { x, y } = held;
  const pace = (at, most) => (at < EDGE ? -PACE : at > most - EDGE ? PACE : 0);
  scrollBy({ top: pace(y, innerHeight), behavior: "instant" });
  document.querySelector(".seating-room .scroller").scrollBy({ left: pace(x, innerWidth), behavior: "instant" });
  requestAnimationFrame(creep);
}

function letGo() {
  clearTimeout(held?.timer);
  held?.ghost?.remove();
  held?.source.removeAttribute("data-dragged");
  aim(null);
  held = null;
}

function press({ target, button, isPrimary, pointerType, clientX: x, clientY: y }) {
  const source = target.closest(ways.draggable);
  if (!source || source.disabled || button !== 0 || !isPrimary) return;
  held = { source, x, y, isFinger: pointerType === "touch" };
  if (held.isFinger) held.timer = setTimeout(begin, REST);
}

function slide({ isPrimary, clientX: x, clientY: y }) {
  if (!held || !isPrimary) return;
  if (isDragging()) return move({ x, y });
  if (Math.hypot(x - held.x, y - held.y) < SLOP) return;
  if (held.isFinger) letGo(); // it scrolls
  else begin();
}

/** The click that follows a drag is not a tap. */
function swallow() {
  const stop = (event) => event.stopImmediatePropagation();
  addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", stop, true), 50);
}

function lift({ isPrimary }) {
  if (!held || !isPrimary) return;
  const [{ source }, wasDragging] = [held, isDragging()];
  const place = wasDragging && under(held);
  letGo();
  if (!wasDragging) return;
  swallow();
  if (place) ways.dropped(source, place);
}

/** `draggable` and `target` are selectors; `dropped` is told what was let go, and where. */
export function watchDragging(chosen) {
  ways = chosen;
  const keepStill = (event) => isDragging() && event.cancelable && event.preventDefault();
  addEventListener("pointerdown", press);
  addEventListener("pointermove", slide);
  addEventListener("pointerup", lift);
  addEventListener("pointercancel", letGo);
  addEventListener("touchmove", keepStill, { passive: false });
  addEventListener("contextmenu", (event) => held?.isFinger && event.preventDefault());
  addEventListener("dragstart", (event) => held && event.preventDefault());
  addEventListener("keydown", ({ key }) => key === "Escape" && letGo());
}
