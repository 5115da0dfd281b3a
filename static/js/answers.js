/** Answers: the question shown, its draft, and each answer kept until the server has it, whatever the network does. */
import { deliver, ring, wake } from "./delivery.js";
import { newKey, reload } from "./http.js";
import { drop, keep, keptOf } from "./kept.js";
import { lock, read, write } from "./reply.js";
import { obey, visit } from "./visit.js";
import { complain, setState } from "./words.js";

const { answer: url } = document.getElementById("test").dataset;
const [place, saving] = ["question", "saving"].map((id) => document.getElementById(id));
let number = null; // of the question shown
let own = null; // the reply to it as it is kept: a draft, an answer once it has a key
let turn = Promise.resolve(); // one delivery after the other

const state = () => saving.dataset.state;
const say = (next) => state() === next || setState(saving, next);
const form = () => place.querySelector("form");

function draw(question) {
  const page = new DOMParser().parseFromString(question, "text/html");
  place.replaceChildren(...page.body.childNodes);
  const title = place.querySelector("h1");
  title.tabIndex = -1;
  title.focus();
}

/** What a reload, a crash or another visit left here is taken up again. */
export async function show({ number: next, question }) {
  [number, own] = [next, null];
  draw(question);
  const kept = await keptOf("answers", visit.token);
  await drop("answers", kept.filter((reply) => !reply.key && reply.number !== number));
  for (const reply of kept.filter(({ key }) => key)) save({ ...reply, isLate: true });
  const draft = kept.find((reply) => !reply.key && reply.number === number);
  if (draft && !own) write(form(), own = draft);
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
  const isTakenLater = status === 409 && body?.code !== "already_answered";
  say(body?.detail ? "idle" : "refused"); // a reason is told by the toast
  if (isTakenLater) return reload();
  complain(body ?? {});
  if (answer !== own) return drop("answers", [answer]);
  lock(form(), false);
  await redraft(answer);
  if (status === 409) reload(); // the question shown is no longer the one to answer
}

async function redraft(answer) {
  own = { token: answer.token, number: answer.number, ...read(form()) };
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
  const reply = { token: visit.token, number, ...read(event.target) };
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
