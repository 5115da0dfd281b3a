/** News: alerts and messages (data-announce) that a page did not show before, told once; a sound when nobody goes. */
import { chime } from "./sound.js";
import { alarm, announce } from "./words.js";

let known = new Set();

const told = ({ announce: text, goes }) => (goes ? `${text}, ${goes}` : text);

/** Those that were not there before, that somebody goes to now (data-goes) or no longer does. */
function freshOnes() {
  const all = [...document.querySelectorAll("[data-announce]")].map(({ dataset }) => dataset);
  const fresh = all.filter((one) => !known.has(told(one)));
  known = new Set(all.map(told));
  return fresh;
}

function tell(news) {
  chime(news.filter(({ goes }) => !goes).map(({ signal }) => signal));
  for (const one of news) (one.calls === undefined || one.goes ? announce : alarm)(told(one));
}

export function watchNews() {
  freshOnes();
  document.addEventListener("changed", () => tell(freshOnes()));
}
