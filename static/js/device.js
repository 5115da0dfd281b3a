/** Entry of the devices page: what this phone can do, saying yes, trying it, saying no. */
import { isAppleTab } from "./app.js";
import { ask, demand, sleep, takeAgain } from "./http.js";
import { current, disable, enable, supported } from "./push.js";
import { complain, setState } from "./words.js";

const LONGEST = 60; // seconds a trial may take: as long as the push service keeps it
const OUTCOMES = { accepted: "accepted", gone: "failed", failed: "failed" };
const [page, phone, trial] = ["device", "this-phone", "test-state"].map((id) => document.getElementById(id));

async function detect() {
  if (!supported) return isAppleTab() ? "install" : "unsupported";
  if (Notification.permission === "denied") return "denied";
  return (await current()) ? "on" : "off";
}

const showDevices = () => takeAgain("devices");

async function turnOn() {
  setState(phone, "busy");
  const answer = await Notification.requestPermission();
  if (answer !== "granted") return setState(phone, answer === "denied" ? "denied" : "off");
  await enable(page.dataset);
  setState(phone, "on");
  await showDevices();
}

async function turnOff() {
  setState(phone, "busy");
  const endpoint = await disable();
  setState(phone, "off");
  if (endpoint) await demand(page.dataset.forget, { endpoint });
  await showDevices();
}

/** Asked about every second, until the phone has shown it. */
async function tryOut() {
  setState(trial, "sent");
  const subscription = await current();
  const { delivery } = await demand(page.dataset.test, { endpoint: subscription?.endpoint });
  for (let seconds = LONGEST; !["shown", "failed"].includes(trial.dataset.state); seconds -= 1) {
    const { body } = await ask(delivery).catch(() => ({}));
    const state = body?.shown ? "shown" : seconds > 0 ? (OUTCOMES[body?.state] ?? "sent") : "failed";
    if (trial.dataset.state !== state) setState(trial, state);
    await sleep(1);
  }
}

/** One at a time; what goes wrong is said where the person looks. */
async function run(action, place) {
  if (place.matches("[aria-busy]")) return;
  place.setAttribute("aria-busy", "true");
  await action().catch((error) => { setState(place, "failed"); if (error.detail) complain(error); });
  place.removeAttribute("aria-busy");
}

const onTap = (id, ...work) => document.getElementById(id)?.addEventListener("click", () => run(...work));

onTap("enable", turnOn, phone);
onTap("disable", turnOff, phone);
onTap("test", tryOut, trial);
const state = await detect();
if (state === "on") run(turnOn, phone);
else setState(phone, state);
