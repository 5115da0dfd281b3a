/** Steadiness: what stands above the rows grows and shrinks without moving them; what changes place is shown moving. */
import { lifted } from "./finger.js";

const MOVE = { duration: 160, easing: "cubic-bezier(.2, .7, .2, 1)" }; // milliseconds
const MOVING = "#vitals > p, #attention, .alert, .row:not([hidden])";
const REST = 200; // milliseconds without scrolling after which a scroll is over
const QUIET = 1000; // milliseconds without a touch after which the list may go back to its top
const board = document.getElementById("board");
const above = board?.querySelector(".top");
const isCalm = matchMedia("(prefers-reduced-motion: reduce)");
let height = 0; // of what stands above, in CSS pixels
let spare = 0; // left blank under it while the page is at its top and has nowhere to scroll back to
let resting = null;
let returning = null;
let isHome = true; // the first row stood right under what is above, and nobody scrolled since

/** The rows' place on the screen is kept: by scrolling, and at the top of the page by a blank. */
function place(offset) {
  spare = Math.max(0, -offset);
  board.style.setProperty("--spare", `${spare}px`);
  scrollTo({ top: Math.max(0, offset), behavior: "instant" });
}

export function settle() {
  if (!above) return;
  const before = height;
  height = above.getBoundingClientRect().height;
  document.documentElement.style.setProperty("--above", `${height}px`);
  if (!before || !height || before === height) return;
  const isSticky = getComputedStyle(above).position === "sticky";
  isHome ||= scrollY <= spare;
  if (isSticky || scrollY > 0) place(scrollY - spare + height - before);
  if (isHome) comeHome();
}

/** Whoever was at the top sees the first row again, without a tap: scrolled to, so that nothing jumps. */
function comeHome() {
  clearTimeout(returning);
  returning = setTimeout(async () => {
    await lifted();
    if (isHome && scrollY !== spare) scrollTo({ top: spare, behavior: isCalm.matches ? "instant" : "smooth" });
  }, QUIET);
}

/** The page stays where it is being scrolled to. */
export function keepAway() {
  isHome = false;
  clearTimeout(returning);
}

/** A person scrolls: the page is theirs. A touch only puts off what was to move. */
function hear({ type }) {
  if (type !== "pointerdown") isHome = false;
  else if (isHome) comeHome();
}

function placesOf() {
  const onScreen = ({ top, bottom }) => bottom > 0 && top < innerHeight;
  const all = [...document.querySelectorAll(MOVING)].map((element) => [element, element.getBoundingClientRect()]);
  return all.filter(([, box]) => box.height && onScreen(box));
}

/** How far each has come from, less what already carries it. */
function waysOf(before) {
  const ways = new Map();
  for (const [element, old] of before) {
    const { left, top, height: there } = element.getBoundingClientRect();
    const carried = ways.get(element.parentElement.closest("#attention")) ?? { x: 0, y: 0 };
    if (there) ways.set(element, { x: old.left - left - carried.x, y: old.top - top - carried.y });
  }
  return ways;
}

function slide({ x, y }, element) {
  if (Math.abs(x) > 1 || Math.abs(y) > 1) element.animate({ translate: [`${x}px ${y}px`, "0 0"] }, MOVE);
}

/** Changes the page; whatever is elsewhere afterwards is seen going there. */
export function glide(change) {
  const before = isCalm.matches ? [] : placesOf();
  for (const [element] of before) element.getAnimations().forEach((motion) => motion.cancel());
  change();
  settle();
  waysOf(before.filter(([element]) => element.isConnected)).forEach(slide);
}

/** The blank goes away where nobody sees it; whoever stopped within it is taken out of it. */
async function fill() {
  await lifted();
  if (scrollY >= spare) return glide(() => place(scrollY - spare));
  isHome = true;
  comeHome();
}

function rest() {
  clearTimeout(resting);
  if (spare) resting = setTimeout(fill, REST);
}

/** Another view has begun: it begins at its top. */
function begin() {
  clearTimeout(returning);
  [height, isHome] = [0, true];
  settle();
  place(0);
}

export function keepSteady() {
  if (!above) return;
  document.addEventListener("viewed", begin);
  new ResizeObserver(settle).observe(above);
  addEventListener("scroll", rest, { passive: true });
  for (const name of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(name, hear, { passive: true, capture: true });
}
