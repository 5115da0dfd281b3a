/** The roll call: one name at a time; what is said of each goes by the forms of their card, the queue included. */
import { sleep } from "./http.js";
import { watchHand } from "./roll-hand.js";

const SETTLED = 2500; // milliseconds after which an act that shows nowhere was refused
const DOUBLE_TAP = 350; // milliseconds: the second of a double tap is not the next one's
const UNDONE_BY = { confirm: "cancel", absent: "expect" };
const roll = document.getElementById("roll");
const part = (name) => roll.querySelector(`[data-roll=${name}]`);
const acts = []; // what was done here, latest last: {id, verb, form, address}
const trail = []; // the names shown before this one
const given = new Map(); // by card: the latest act, until it shows
const passed = new Set();
let current = null; // the id of the card shown, null once everybody was called
let settling = null; // while the name is too new to be meant by a tap

const cards = () => [...document.querySelectorAll("#candidates > li")].map(({ id }) => document.getElementById(id.replace("candidate", "roll"))).filter(Boolean);
const formOf = (id, verb) => document.getElementById(id.replace("-", `-${verb}-`));
const isBusy = (form) => form?.getAttribute("aria-busy") === "true";
const orderedOf = (id) => document.querySelector(`#${id} .order-what`)?.dataset.state; // as its forms are marked
const freshOf = ({ verb, at, form }) => (isBusy(form) || Date.now() - at < SETTLED ? verb : null);

/** « confirm » or « absent »: as ordered here, else as the server has it; null for those still to be called. */
function standing(id) {
  const { state } = document.getElementById(id).dataset;
  const known = { expected: null, absent: "absent" };
  return orderedOf(id) ?? (given.has(id) ? freshOf(given.get(id)) : null) ?? (state in known ? known[state] : "confirm");
}

function draw() {
  const ids = cards().map(({ id }) => id);
  const number = (found) => ids.filter(found).length;
  for (const id of ids) document.getElementById(id).toggleAttribute("data-current", id === current);
  roll.dataset.phase = current ? "call" : "end";
  part("number").textContent = Math.min(ids.length, 1 + number((id) => id !== current && (standing(id) || passed.has(id))));
  part("total").textContent = part("bar").max = ids.length;
  part("bar").value = number(standing);
  for (const verb of ["confirm", "absent"]) part(verb).textContent = number((id) => standing(id) === verb);
  part("passed").textContent = number((id) => !standing(id) && passed.has(id));
  part("again").hidden = !number((id) => !standing(id));
  part("undo").disabled = !acts.length;
  part("back").disabled = !trail.length;
}

function show(id, isBack = false) {
  if (current && current !== id && !isBack) trail.push(current);
  if (isBack && trail.includes(id)) trail.length = trail.lastIndexOf(id);
  current = id;
  roll.dataset.early = "";
  clearTimeout(settling);
  settling = setTimeout(() => delete roll.dataset.early, DOUBLE_TAP);
  draw();
  const title = id ? document.getElementById(id).querySelector("h2") : part("end");
  title.focus({ preventScroll: true });
}

/** The first one still to be called after this one, round to the beginning. */
function next() {
  const ids = cards().map(({ id }) => id);
  const at = ids.indexOf(current) + 1;
  show([...ids.slice(at), ...ids.slice(0, at)].find((id) => !standing(id) && !passed.has(id)) ?? null);
}

function pass() {
  if (!current) return;
  if (!standing(current)) acts.push({ id: current, verb: "pass" });
  passed.add(current);
  next();
}

function back() {
  if (trail.length) show(trail.at(-1), true);
}

const again = () => [passed.clear(), next()];

/** What still waits on this phone is taken out of its queue; what is done is undone by the form that does so. */
async function takeBack({ id, verb, form, address }) {
  while (isBusy(form)) await sleep(0.05);
  given.delete(id);
  if (!document.dispatchEvent(new CustomEvent("takeback", { cancelable: true, detail: { address } }))) return;
  for (let tries = 0; tries < 50 && !formOf(id, UNDONE_BY[verb]); tries += 1) await sleep(0.1);
  formOf(id, UNDONE_BY[verb])?.requestSubmit();
}

function undo() {
  const last = acts.pop();
  if (!last) return;
  passed.delete(last.id);
  show(last.id, true);
  if (last.verb !== "pass") takeBack(last).then(draw);
}

function say(verb) {
  formOf(current ?? "", verb)?.requestSubmit();
}

function submitted({ target: form }) {
  const { id } = form.closest(".roll-card");
  const verb = form.id.split("-")[1];
  acts.splice(0, acts.length, ...acts.filter((act) => act.id !== id));
  given.delete(id);
  if (!(verb in UNDONE_BY)) return draw();
  acts.push({ id, verb, form, address: form.getAttribute("action") });
  given.set(id, { verb, form, at: Date.now() });
  setTimeout(draw, SETTLED + 100);
  next();
}

function start({ detail: view }) {
  if (view === "roll" && !(current && !standing(current))) next();
}

if (roll?.querySelector("[data-roll]")) {
  const deeds = { confirm: () => say("confirm"), absent: () => say("absent"), pass, back, undo, again, leave: () => part("leave").click() };
  watchHand(roll, deeds);
  roll.addEventListener("submit", submitted);
  for (const name of ["changed", "orders", "acted"]) document.addEventListener(name, draw);
  document.addEventListener("viewed", start);
}
