/** Many bells, one door: whatever rings, the page asks what changed since the version it shows. */
import { now, setNow, tick } from "./clock.js";
import { ask, reload } from "./http.js";
import { lifted } from "./finger.js";
import { morph } from "./morph.js";
import { glide } from "./steady.js";

const PATIENCE = 15_000; // milliseconds without an answer after which the page calls itself stale
const LOST = [401, 403, 404, 410]; // signed out, left, finalised: the page itself says why

let { changes, version, pulse, number } = document.getElementById("board").dataset;
let heardAt = Number(document.documentElement.dataset.kept ?? Date.now()); // a kept page is as old as it is

export const silence = () => Date.now() - heardAt;
const isOther = (other) => Number(other) !== Number(version);
export const isBehind = (other) => Number(other) > Number(version);
const isKept = () => "kept" in document.documentElement.dataset; // opened as this device kept it, and not heard of since
const showFreshness = () => document.documentElement.toggleAttribute("data-stale", isKept() || silence() > PATIENCE);

/** What the page shows is as the server has it, from now on. */
export function heard() {
  heardAt = Date.now();
  delete document.documentElement.dataset.kept;
  for (const age of document.querySelectorAll("[data-heard] [data-age]")) age.dataset.age = new Date(now()).toISOString();
  showFreshness();
  tick();
}

/** False when the page has no place for one of the fragments. */
function replace({ now: moment, fragments }) {
  const known = Object.entries(fragments).map(([id, html]) => morph(id, html));
  setNow(moment);
  return !known.includes(false);
}

/** What the page cannot place is asked for again, until a reload may be made. */
function pour(answer) {
  glide(() => {
    if (replace(answer) || reload()) version = answer.version;
    document.dispatchEvent(new CustomEvent("changed"));
  });
}

/** The answer of that address; null when it says nothing, or nothing good. */
async function question(url) {
  const { ok, status, body } = await ask(url, {}, 5);
  if (LOST.includes(status)) (await import("./forget.js")).lost(number, status);
  if (!ok) throw new Error("refused");
  await lifted();
  return body;
}

async function fetchChanges() {
  const url = new URL(changes, location.href);
  url.searchParams.set("since", version);
  const body = await question(url);
  if (body && isOther(body.version)) pour(body);
  heard();
}

async function fetchPulse() {
  const body = pulse && (await question(pulse));
  if (!body) return;
  glide(() => replace(body));
  if (isOther(body.version ?? version)) knock(); // other rooms than it had: what is new there is told as everywhere
}

/** One question at a time; a bell that rings meanwhile is answered by one more. */
function door(work) {
  let isAsking = false;
  let isRung = false;
  return async () => {
    isRung = true;
    if (isAsking) return;
    for (isAsking = true; isRung; ) {
      isRung = false;
      await work().catch(() => {}); // silence says it
    }
    isAsking = false;
  };
}

export const knock = door(fetchChanges);
export const feel = door(fetchPulse);
setInterval(showFreshness, 1000);
