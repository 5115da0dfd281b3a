/** The stage of a showing: the board as it is at any of its moments, forwards or back, with what the finger touches. */
import { morph } from "./morph.js";
import { glide } from "./steady.js";
import { setState } from "./words.js";

const byId = (id) => document.getElementById(id);
const stage = byId("stage");
const isCalm = matchMedia("(prefers-reduced-motion: reduce)");
let frames = [];
let looks = []; // by frame: the pieces of the board that ever change, by id
let shown = {};

/** Nothing is sent from here, whatever asks. */
function refuse(event) {
  event.preventDefault();
  event.stopPropagation();
}

/** Puts the board there as it is at the beginning; each later look is the one before with what has changed. */
export function set(film) {
  ({ frames } = film);
  stage.innerHTML = film.stage;
  stage.addEventListener("submit", refuse, true);
  for (const frame of frames) for (const id of Object.keys(frame.fragments)) shown[id] ??= byId(id).outerHTML;
  let look = shown;
  looks = frames.map(({ fragments }) => (look = { ...look, ...fragments }));
}

function pour(look) {
  for (const [id, html] of Object.entries(look)) if (shown[id] !== html) morph(id, html);
  shown = look;
}

/** Whatever was open is closed, and this is opened: it is inert like all the rest, but stands above it. */
function open(id) {
  for (const old of stage.querySelectorAll(":popover-open")) if (old.id !== id) old.hidePopover();
  const element = id && byId(id);
  if (!element || element.matches(":popover-open")) return;
  element.popover = "manual"; // a dialog too: opened as one, it would keep the visitor from the controls
  element.showPopover();
}

function tick(isTicked) {
  const boxes = [...stage.querySelectorAll("[form=several]")];
  for (const box of boxes) box.checked = isTicked;
  const several = byId("several");
  several.querySelector("[data-count]").textContent = boxes.length;
  setState(several, isTicked ? "several" : "none");
}

function touch(selector) {
  for (const old of stage.querySelectorAll("[data-coached]")) delete old.dataset.coached;
  const target = selector && stage.querySelector(selector);
  if (!target) return scrollTo({ top: 0, behavior: isCalm.matches ? "instant" : "smooth" });
  target.dataset.coached = "";
  target.scrollIntoView({ block: "nearest", behavior: isCalm.matches ? "instant" : "smooth" });
}

/** Shows the board at a frame. */
export function show(at) {
  const { opens, ticks, touches } = frames[at];
  glide(() => pour(looks[at]));
  open(opens);
  tick(ticks);
  touch(touches);
}
