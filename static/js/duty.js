/** Entry of the duty page: ten seconds that prove this phone, step by step. */
import { isAppleTab } from "./app.js";
import { ask, demand, sleep, takeAgain } from "./http.js";
import { current, enable, supported } from "./push.js";
import { play, remember } from "./sound.js";
import * as wake from "./wake.js";
import { announce, complain, setState } from "./words.js";

const [ARRIVES, TAPPED] = [30, 120]; // seconds for the trial to be shown, then to be tapped
const REPORTED = 10; // seconds for a tap that opened this page to be told to the server
const SHAKE = [120, 80, 120]; // milliseconds: shaken, still, shaken
const byId = (id) => document.getElementById(id);
const [page, duty, steps] = ["duty", "duty-state", "steps"].map(byId);
const number = Number(page.dataset.session);
let tries = 0; // a trial asked for again makes the one before it void

/** A step's new state is said aloud, in the words that are shown. */
function mark(name, state) {
  const step = byId(`step-${name}`);
  if (step.dataset.state === state) return;
  setState(step, state);
  announce(`${step.querySelector(".step-name").textContent} : ${step.querySelector(".step-words [data-when]:not([hidden])")?.textContent ?? ""}`);
}

/** The step's own words say what to do: nothing else is complained of. */
async function go(name, work) {
  mark(name, "doing");
  try {
    const done = await work();
    mark(name, "ok");
    return done;
  } catch (error) {
    mark(name, "refused");
    throw error;
  }
}

async function allow(asked) {
  if ((await asked) !== "granted") throw new Error("permission");
}

async function register() {
  await enable(page.dataset);
  return (await current()).endpoint;
}

/** Asked about every second, until the trial is shown, then tapped; a push service that gave up says so. */
async function until(delivery, word, longest) {
  const [mine, end] = [tries, Date.now() + longest * 1000];
  while (mine === tries && Date.now() < end) {
    const { body } = await ask(delivery).catch(() => ({}));
    if (mine === tries && body?.[word]) return;
    if (["gone", "failed"].includes(body?.state)) break;
    await sleep(1);
  }
  if (mine !== tries) await new Promise(() => {}); // void: nothing more comes of it
  throw new Error(word);
}

async function takeDuty(endpoint) {
  const did = (name) => byId(`step-${name}`).dataset.state === "ok";
  await demand(page.dataset.duty, { endpoint, sound: did("sound"), vibration: did("vibration") });
  history.replaceState(null, "", location.pathname);
  setState(duty, "ready");
  byId("ready-title").focus();
  await takeAgain("who").catch(() => {});
}

/** Sound, vibration and permission are asked in the tap itself: browsers allow them nowhere else. */
async function prove() {
  tries += 1;
  setState(duty, "busy");
  for (const { id } of steps.children) setState(byId(id), "waiting");
  const asked = Notification.requestPermission();
  const heard = go("sound", play).then(() => true, () => false);
  mark("vibration", navigator.vibrate?.(SHAKE) ? "ok" : "none");
  await go("permission", () => allow(asked));
  remember(await heard);
  const endpoint = await go("subscription", register);
  const { delivery } = await go("shown", () => trial(endpoint));
  setState(duty, "tap");
  await go("opened", () => until(delivery, "opened", TAPPED));
  await takeDuty(endpoint);
}

async function trial(endpoint) {
  const sent = await demand(page.dataset.test, { endpoint, session: number });
  await until(sent.delivery, "shown", ARRIVES);
  return sent;
}

/** A tap on the trial may open this page anew: the phone is proved as soon as the server hears of the tap. */
async function resume() {
  setState(duty, "busy");
  const endpoint = (await current())?.endpoint;
  for (let seconds = REPORTED; ; seconds -= 1) {
    const late = await takeDuty(endpoint).then(() => null, (error) => error);
    if (!late) return;
    if (late.code !== "device_unproved" || seconds <= 0) throw late;
    await sleep(1);
  }
}

function refuse(error) {
  setState(duty, "refused");
  if (error.detail) complain(error);
}

function begin() {
  if (!supported) return setState(duty, isAppleTab() ? "install" : "unsupported");
  if (location.hash === "#essai") return resume().catch(refuse);
  setState(duty, "idle");
}

for (const button of duty.querySelectorAll("[data-start]")) button.addEventListener("click", () => prove().catch(refuse));
const awake = byId("awake");
byId("awake-choice").hidden = !wake.supported;
awake.checked = wake.wanted();
awake.addEventListener("change", () => wake.want(awake.checked));
begin();
