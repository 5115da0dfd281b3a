/** Answers: the question shown, its draft, and each answer kept until the server has it, whatever the network does. */
import { deliver, ring, wake } from "./delivery.js";
import { newKey, reload } from "./http.js";
import { drop, keep, keptOf } from "./kept.js";
import { lock, read, write } from "./reply.js";
import { follow, look } from "./reports.js";
import { obey, visit } from "./visit.js";
import { complain, setState } from "./words.js";

const { answer: url } = document.getElementById("test").dataset;
const [place, saving, asking] = ["question", "saving", "report"].map((id) => document.getElementById(id));
const GONE = ["already_answered", "question_replaced"]; // why no answer is taken to what this one answers
let [number, id] = [null, null]; // of the question shown: another one may be given under the same number
let own = null; // the reply to it as it is kept: a draft, an answer once it has a key
let turn = Promise.resolve(); // one delivery after the other

const state = () => saving.dataset.state;
const say = (next) => state() === next || setState(saving, next);
const form = () => place.querySelector("form");

/** What was being said of the question before is not said of this one. */
function draw(question) {
  asking?.close();
  const page = new DOMParser().parseFromString(question, "text/html");
  place.replaceChildren(...page.body.childNodes);
  Object.assign(place.querySelector("h1"), { tabIndex: -1 }).focus();
}

const isHere = (reply) => reply.number === number && (reply.question ?? id) === id;

/** What a reload, a crash or another visit left here is taken up again; on hold, no answer leaves: it is a draft. */
export async function show(next) {
  [number, id, own] = [next.number, next.id, null];
  draw(next.question);
  follow(next, show);
  const isDraft = (reply) => !reply.key || (next.held && isHere(reply));
  const kept = await keptOf("answers", visit.token);
  await drop("answers", kept.filter((reply) => isDraft(reply) && !isHere(reply)));
  for (const reply of kept.filter((one) => !isDraft(one))) save({ ...reply, isLate: true });
  const draft = kept.find((reply) => isDraft(reply) && isHere(reply));
  if (!draft || own) return;
  write(form(), own = { ...draft, key: null, isTried: false });
  if (draft.key) await keep("answers", own);
}

function save(answer) {
  const isShown = answer.number === number;
  if (isShown) write(form(), own = answer);
  turn = turn.then(() => settle(answer)).catch(complain);
}

async function settle(answer) {
  if (!answer.isLate) say("saving");
  const reply = await deliver(url, visit.epoch, answer, wait);
  if (reply) await (reply.ok ? saved : refused)(answer, reply);
}

/** Once it may have arrived, an answer is shown as it was sent, and cannot change. */
function wait(answer) {
  say("kept");
  if (answer !== own || !answer.isTried) return;
  write(form(), answer);
  lock(form(), true);
}

async function saved(answer, { body }) {
  await drop("answers", [answer]);
  say(answer.isLate ? "all" : "saved");
  obey(body);
  if (body.question && answer === own) await show(body);
}

/** Kept all the same when it is this page, or the test, that no longer takes answers. */
async function refused(answer, { status, body }) {
  const isTakenLater = status === 409 && !GONE.includes(body?.code);
  say(body?.detail ? "idle" : "refused"); // a reason is told by the toast
  if (body?.code === "on_hold") return hold(answer);
  if (isTakenLater) return reload();
  complain(body ?? {});
  if (answer !== own) return drop("answers", [answer]);
  lock(form(), false);
  await redraft(answer);
  if (body?.code === "question_replaced") return look();
  if (status === 409) reload(); // the question shown is no longer the one to answer
}

/** A report of which this page may not know came first. */
async function hold(answer) {
  if (answer === own) { lock(form(), false); await redraft(answer); }
  return look();
}

async function redraft(answer) {
  own = { token: answer.token, number: answer.number, question: id, ...read(form()) };
  answer.key = null;
  await keep("answers", own);
}

/** Whether the last sign of life was answered. */
export function hear(isAnswered) {
  ring(isAnswered);
  if (!isAnswered && ["idle", "saved", "back", "all"].includes(state())) say("offline");
  if (isAnswered && ["offline", "changed"].includes(state())) say("back");
}

place.addEventListener("submit", (event) => {
  event.preventDefault();
  if (own?.key) return;
  const reply = { token: visit.token, number, question: id, ...read(event.target) };
  save({ ...reply, key: newKey(), given: Date.now() });
});
place.addEventListener("input", () => {
  if (own?.isTried) return;
  const isTakenBack = own?.key;
  redraft(own ?? { token: visit.token, number });
  if (!isTakenBack) return;
  say("changed");
  wake();
});
addEventListener("offline", () => hear(false));
