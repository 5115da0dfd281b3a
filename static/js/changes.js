/** Many bells, one door: whatever rings, the page asks what changed since the version it shows. */
import { now, setNow, tick } from "./clock.js";
import { ask, reload } from "./http.js";
import { lifted } from "./finger.js";
import { morph } from "./morph.js";

const PATIENCE = 15_000; // milliseconds without an answer after which the page calls itself stale
const LOST = [401, 403, 404, 410]; // signed out, left, finalised: the page itself says why

let { changes, version } = document.getElementById("board").dataset;
let heardAt = Date.now();
let isAsking = false;
let isRung = false;

export const silence = () => Date.now() - heardAt;
export const isBehind = (other) => Number(other) > Number(version);
const showFreshness = () => document.documentElement.toggleAttribute("data-stale", silence() > PATIENCE);

export function heard() {
  heardAt = Date.now();
  const age = document.querySelector("#pulse [data-age]");
  if (age) age.dataset.age = new Date(now()).toISOString();
  showFreshness();
  tick();
}

function pour(answer) {
  version = answer.version;
  const known = Object.entries(answer.fragments).map(([id, html]) => morph(id, html));
  if (known.includes(false)) reload();
  setNow(answer.now);
  document.dispatchEvent(new CustomEvent("changed"));
}

async function fetchChanges() {
  const url = new URL(changes, location.href);
  url.searchParams.set("since", version);
  const { status, body } = await ask(url, {}, 5);
  if (LOST.includes(status)) return reload();
  if (status >= 400) return;
  await lifted();
  if (body && isBehind(body.version)) pour(body);
  heard();
}

/** One question at a time; a bell that rings meanwhile is answered by one more. */
export async function knock() {
  isRung = true;
  if (isAsking) return;
  for (isAsking = true; isRung; ) {
    isRung = false;
    await fetchChanges().catch(() => {}); // silence says it
  }
  isAsking = false;
}

setInterval(showFreshness, 1000);
