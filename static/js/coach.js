/** In a training: what to touch next is drawn around and brought into sight; what to do is said, and read out once. */
import { keepAway } from "./steady.js";
import { announce } from "./words.js";

const MOVED = 350; // milliseconds in which a sheet or a list has come to rest
const WHEN = ["viewed", "toggle", "close", "click", "change", "input"];
const HANDS = ["wheel", "touchmove", "keydown"];
const isCalm = matchMedia("(prefers-reduced-motion: reduce)");
let told = "";
let resting = null;
let isTheirs = false; // the person looks elsewhere: they are not brought back before the next step

const isThere = (touch) => touch?.checkVisibility() && !touch.closest("[inert]");
const find = ({ dataset: { touch } }) => (touch ? [...document.querySelectorAll(touch)].find(isThere) : null);

/** The last step that can be done now; else the first. */
function choose(steps) {
  const [step, touch] = steps.map((one) => [one, find(one)]).findLast(([, found]) => found) ?? [steps[0], null];
  for (const one of steps) one.hidden = one !== step;
  return [step, touch];
}

/** Whole on the screen, and nothing over it. */
function isSeen(touch) {
  const { left, top, bottom, width, height } = touch.getBoundingClientRect();
  const over = document.elementFromPoint(left + width / 2, top + height / 2);
  return top >= 0 && bottom <= innerHeight && touch.contains(over);
}

function bring(touch) {
  if (isTheirs || !touch.isConnected || isSeen(touch)) return;
  const isAbove = touch.closest(".top");
  if (!isAbove) keepAway();
  touch.scrollIntoView({ block: isAbove ? "nearest" : "center", behavior: isCalm.matches ? "instant" : "smooth" });
}

function show() {
  const steps = [...document.querySelectorAll("#coach [data-touch]")];
  for (const { dataset: { touch } } of steps) if (touch) document.querySelector(touch)?.closest("#attention details")?.setAttribute("open", "");
  const [step, touch] = choose(steps);
  for (const old of document.querySelectorAll("[data-coached]")) if (old !== touch) delete old.dataset.coached;
  if (touch) touch.dataset.coached = "";
  if (told !== step.textContent) isTheirs = false;
  if (told !== step.textContent) announce(step.textContent);
  told = step.textContent;
  clearTimeout(resting);
  if (touch) resting = setTimeout(bring, MOVED, touch);
}

for (const name of HANDS) addEventListener(name, () => { isTheirs = true; }, { passive: true, capture: true });
document.addEventListener("changed", show); // before the page is drawn
for (const name of WHEN) document.addEventListener(name, () => setTimeout(show), true);
show();
