/** Entry of an alert's page: kept as the server has it while somebody looks at it; its age is said when it cannot be. */
import { onWorker } from "./app.js";
import { now, setNow, tick } from "./clock.js";
import { lifted } from "./finger.js";
import { reload } from "./http.js";
import { morph } from "./morph.js";
import "./stale.js";

const EVERY = 5000; // milliseconds between two looks
const PATIENCE = 15_000; // milliseconds without an answer after which the page calls itself stale
let heardAt = Date.now();

const showFreshness = () => document.documentElement.toggleAttribute("data-stale", Date.now() - heardAt > PATIENCE);

function heard() {
  heardAt = Date.now();
  for (const age of document.querySelectorAll("[data-heard] [data-age]")) age.dataset.age = new Date(now()).toISOString();
  showFreshness();
  tick();
}

/** Signed out, or no longer theirs to see: the page itself says why. */
async function look() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(EVERY) });
  if (answer.status >= 500) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("alert");
  if (!fresh) return reload();
  await lifted();
  morph("alert", fresh.outerHTML);
  setNow(page.documentElement.dataset.now);
  heard();
}

const turn = () => look().catch(() => {}); // silence says it

setInterval(turn, EVERY);
setInterval(showFreshness, 1000);
document.addEventListener("visibilitychange", turn);
addEventListener("online", turn);
onWorker("push", turn);
