/** Placing candidates: one is picked up by a tap, by Enter or by dragging, and put on a seat, or beside the plan. */
import { settle, stopOf } from "./grid.js";
import { ask, takeAgain } from "./http.js";
import { morph } from "./morph.js";
import { watchDragging } from "./dragging.js";
import { announce, complain } from "./words.js";

const byId = (id) => document.getElementById(id);
const form = byId("placing");
let picked = null; // the candidate in hand
let turn = Promise.resolve(); // one placing after the other

const holders = () => [...document.querySelectorAll("#seating button[data-candidate]")];
const holder = (candidate) => holders().find(({ dataset }) => dataset.candidate === candidate);
const words = (name, person) => byId("seating").dataset[name].replace("{name}", person.dataset.name);

/** What the page shows of who is in hand. */
function mark() {
  for (const person of holders()) {
    if (person.dataset.candidate === picked) person.ariaPressed = "true";
    else person.removeAttribute("aria-pressed");
  }
  byId("tray-off").hidden = !holder(picked)?.dataset.seat;
  byId("seating").toggleAttribute("data-holding", Boolean(picked));
  settle();
}

function pick(person, isByKeyboard) {
  picked = person.dataset.candidate;
  announce(words("picked", person));
  mark();
  const grid = byId("seats");
  if (isByKeyboard && !grid.contains(person)) (grid.querySelector(".spot-free") ?? stopOf(grid)).focus();
}

function drop() {
  if (!picked) return;
  announce(byId("seating").dataset.dropped);
  picked = null;
  mark();
}

/** At once on the page, as it will be once the server has answered. */
function foresee(person, place) {
  const [from, to] = [person, place].map((one) => one.querySelector(".spot-who"));
  if (!to) return;
  const words = from?.innerHTML ?? person.querySelector(".name").innerHTML;
  if (from) from.innerHTML = to.innerHTML;
  else person.closest("li").hidden = true;
  to.innerHTML = words;
}

/** By keyboard: the next one to place, or the seat that was just taken. */
function refocus(seat, isFromTray) {
  const next = isFromTray && document.querySelector(".tray-person");
  (next || byId(`seat-${seat}`) || document.querySelector(".tray button:not([hidden])"))?.focus();
}

async function send(candidate, seat) {
  [form.elements.candidate.value, form.elements.seat.value] = [candidate, seat];
  const body = new FormData(form);
  const { ok, body: answer } = await ask(form.getAttribute("action"), { method: "POST", body });
  if (!ok || !answer) throw answer ?? {};
  morph("seating", answer.html);
  announce(answer.message);
}

/** What was chosen in the list and not yet saved, to be chosen again. */
function choices() {
  const lists = [...document.querySelectorAll("#seating-list select")];
  return lists.filter(({ selectedOptions: [option] }) => !option.defaultSelected).map(({ id, value }) => [id, value]);
}

/** What the server refuses is taken back: the room as it has it or, without network, as the page had it. */
async function settleDown(candidate, seat, before) {
  const chosen = choices();
  await send(candidate, seat).catch(async (refused) => {
    complain(refused);
    await takeAgain("seating").catch(() => morph("seating", before));
  });
  for (const [id, value] of chosen) byId(id).value = value;
  mark();
}

function put(candidate, place, isByKeyboard = false) {
  const person = holder(candidate);
  const { seat } = place.dataset;
  picked = null;
  if (!person || (person.dataset.seat ?? "") === seat) return mark();
  const [before, isFromTray] = [byId("seating").outerHTML, !person.dataset.seat];
  foresee(person, place);
  mark();
  turn = turn.then(() => settleDown(candidate, seat, before)).then(() => isByKeyboard && refocus(seat, isFromTray));
}

function press({ target, detail }) {
  const person = target.closest("#seating button[data-candidate]");
  const place = target.closest("#seating button[data-seat]");
  const isByKeyboard = detail === 0;
  if (person?.dataset.candidate === picked && picked) drop();
  else if (picked && place) put(picked, place, isByKeyboard);
  else if (person) pick(person, isByKeyboard);
}

document.addEventListener("click", press);
addEventListener("keydown", ({ key }) => key === "Escape" && drop());
watchDragging({
  draggable: "#seating button[data-candidate]",
  target: "#seating [data-seat]",
  lifted: drop,
  dropped: (person, place) => put(person.dataset.candidate, place),
});
mark();
