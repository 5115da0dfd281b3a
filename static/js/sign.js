/** The changing signs (data-sign is where each is asked): shown while somebody can see them, never once they are old. */
import { now } from "./clock.js";
import { ask } from "./http.js";

const PATIENCE = 3000; // milliseconds between two tries
const DASH = { digits: "–", name: "", symbol: "" };
const known = new Map(); // by address: the sign, or when to try again

const isFresh = (sign) => Date.parse(sign?.until) > now();

function show(element) {
  const sign = known.get(element.dataset.sign);
  const { digits, name, symbol } = isFresh(sign) ? sign : DASH;
  const [figures, word, drawing] = ["[data-digits]", "[data-name]", "use"].map((part) => element.querySelector(part));
  if (figures.textContent !== digits) figures.textContent = digits;
  if (word.textContent !== name) word.textContent = name;
  const drawn = `${element.dataset.sprite}#${symbol}`; // set again, it would be asked of the server again
  if (symbol && drawing.getAttribute("href") !== drawn) drawing.setAttribute("href", drawn);
  element.toggleAttribute("data-shown", Boolean(symbol));
}

async function fetchSign(url) {
  known.set(url, { retryAt: Date.now() + PATIENCE });
  const { ok, body } = await ask(url).catch(() => ({}));
  if (ok) known.set(url, body);
  showAll();
}

function look(element) {
  const { sign: url } = element.dataset;
  const sign = known.get(url);
  if (isFresh(sign) || Date.now() < sign?.retryAt || document.hidden || !element.checkVisibility()) return;
  fetchSign(url);
}

const showAll = () => document.querySelectorAll("[data-sign]").forEach(show);

function tick() {
  document.querySelectorAll("[data-sign]").forEach(look);
  showAll();
}

tick();
setInterval(tick, 1000);
document.addEventListener("changed", showAll);
document.addEventListener("visibilitychange", tick);
document.addEventListener("toggle", tick, true); // a sheet was opened
