/** The server's time, and the elements that tell it: counting down, counting up, ages. */
let offset = 0; // milliseconds to add to this device's clock

export const now = () => Date.now() + offset;
const two = (number) => String(number).padStart(2, "0");
const { lang } = document.documentElement;
const hours = (zone) => new Intl.DateTimeFormat(lang || "fr", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** The time of day in the room's own zone. */
function hour(zone) {
  const parts = Object.fromEntries(hours(zone).formatToParts(now()).map(({ type, value }) => [type, value]));
  return `${parts.hour}${lang === "en" ? ":" : "\u00a0h\u00a0"}${parts.minute}`;
}

function duration(seconds) {
  const minutes = Math.floor(seconds / 60);
  if (seconds < 120) return `${minutes}:${two(seconds % 60)}`;
  return minutes < 60 ? `${minutes}\u00a0min` : `${Math.floor(minutes / 60)}\u00a0h\u00a0${two(minutes % 60)}`;
}

function text({ until, since, age, clock }) {
  if (clock) return hour(clock);
  const distance = (Date.parse(until ?? since ?? age) - now()) / 1000;
  const seconds = Math.max(0, until ? Math.ceil(distance) : Math.floor(-distance));
  if (until && seconds === 0) return "0";
  return age && seconds < 120 ? `${seconds}\u00a0s` : duration(seconds);
}

/** How long something has lasted is not known of data that have gone stale. */
const isUnknown = ({ since }) => Boolean(since) && document.documentElement.hasAttribute("data-stale");

function show(element) {
  if (isUnknown(element.dataset)) return;
  const told = text(element.dataset);
  element.toggleAttribute("data-over", told === "0");
  if (element.textContent !== told && !told.includes("NaN")) element.textContent = told;
}

export const tick = () => document.querySelectorAll("[data-until], [data-since], [data-age], [data-clock]").forEach(show);

export function setNow(iso, at = Date.now()) {
  offset = (Date.parse(iso) || at) - at;
  tick();
}

/** The page was made when its first byte came, not when this script ran. */
export function startClock() {
  const [page] = performance.getEntriesByType("navigation");
  setNow(document.documentElement.dataset.now, performance.timeOrigin + page.responseStart);
  setInterval(tick, 1000);
}
