/** Entry of the showing: a session that plays by itself, moment by moment; paused, gone on with, walked by hand. */
import { setNow } from "./clock.js";
import { ask } from "./http.js";
import { set, show } from "./stage.js";
import { announce, setState } from "./words.js";

const TICK = 250; // milliseconds between two looks at the time
const PATIENCE = 30; // seconds: the first visitor waits until the session has been played
const byId = (id) => document.getElementById(id);
const player = byId("player");
const isCalm = matchMedia("(prefers-reduced-motion: reduce)");
let frames = [];
let at = 0; // the frame that is shown
let into = 0; // milliseconds of it that have passed
let lookedAt = 0;

const state = () => player.dataset.state;
const before = (index) => frames.slice(0, index).reduce((sum, { lasts }) => sum + lasts, 0); // seconds
const two = (number) => String(number).padStart(2, "0");

/** The page's clock is the session's; how much has been played, and what is left of it. */
function tellTime() {
  const played = before(at) + into / 1000;
  const left = Math.ceil(before(frames.length) - played);
  setNow(new Date(Date.parse(frames[at].at) + into).toISOString());
  byId("played").value = played;
  byId("left").textContent = `${Math.floor(left / 60)}:${two(left % 60)}`;
}

function go(index) {
  [at, into] = [index, 0];
  byId("caption").textContent = frames[at].says;
  show(at);
  tellTime();
  announce(frames[at].says);
}

/** The focus of a control that goes away is given to the one that always stays. */
function turn(next) {
  const focused = document.activeElement;
  setState(player, next);
  lookedAt = Date.now();
  if (focused?.closest("#player") && !focused.checkVisibility()) byId("play").focus();
}

function end() {
  into = frames[at].lasts * 1000;
  tellTime();
  turn("over");
}

const goOn = () => (at + 1 < frames.length ? go(at + 1) : end());

function look() {
  const now = Date.now();
  if (state() === "playing") into += now - lookedAt;
  lookedAt = now;
  if (!frames.length || state() === "over") return;
  if (into >= frames[at].lasts * 1000) goOn();
  else tellTime();
}

function press() {
  if (state() === "over") go(0);
  turn(state() === "playing" ? "paused" : "playing");
}

/** By hand: what plays is paused, so that nothing moves on while it is read. */
function step(change) {
  turn("paused");
  change();
}

/** What the controls cover is kept free: sheets open above them, the last row is seen. */
function leaveRoom() {
  document.documentElement.style.setProperty("--player", `${player.offsetHeight}px`);
}

function listen() {
  byId("play").addEventListener("click", press);
  byId("after").addEventListener("click", () => step(goOn));
  byId("before").addEventListener("click", () => step(() => go(Math.max(0, at - 1))));
  document.addEventListener("visibilitychange", () => document.hidden && state() === "playing" && turn("paused"));
}

async function start() {
  document.documentElement.dataset.projected = "off"; // nobody here has anything to hide
  new ResizeObserver(leaveRoom).observe(player);
  const { ok, body } = await ask(player.dataset.film, {}, PATIENCE);
  if (!ok) throw new Error("refused");
  set(body);
  ({ frames } = body);
  turn(isCalm.matches || document.hidden ? "paused" : "playing");
  go(0);
  if (isCalm.matches) announce(byId("calm").textContent);
  listen();
  setInterval(look, TICK);
}

start().catch(() => setState(player, "failed"));
