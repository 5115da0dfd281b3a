/** Answers: sent one by one, kept with their key until the server has them, whatever the network does. */
import { post, reload } from "./http.js";
import { obey, visit } from "./visit.js";
import { complain, setState } from "./words.js";

const LONGEST = 10; // seconds between two tries
const { answer: url } = document.getElementById("test").dataset;
const [place, saving] = ["question", "saving"].map((id) => document.getElementById(id));
const KEPT = `answer ${visit.token}`; // survives a reload
let pending = JSON.parse(sessionStorage.getItem(KEPT));
let number = null; // of the question shown
let isSending = false;
let pause = 1; // seconds
let timer = null;

const say = (state) => saving.dataset.state === state || setState(saving, state);

function keep(answer) {
  pending = answer;
  sessionStorage.setItem(KEPT, JSON.stringify(answer));
}

export function show({ number: next, question }) {
  number = next;
  const page = new DOMParser().parseFromString(question, "text/html");
  place.replaceChildren(...(page.getElementById("question") ?? page.body).childNodes);
  place.inert = false;
  place.focus();
  if (pending?.number !== number) keep(null);
  deliver();
}

function read(form) {
  const fields = new FormData(form);
  const content = fields.has("text") ? { text: fields.get("text") } : { choices: fields.getAll("choice").map(Number) };
  return { key: crypto.randomUUID(), number, ...content };
}

function submit(event) {
  event.preventDefault();
  if (!pending) keep(read(event.target));
  deliver();
}

export async function deliver() {
  clearTimeout(timer);
  if (!pending || isSending) return;
  isSending = true;
  say("saving");
  const answer = await post(url, { ...visit, ...pending }).catch(() => null);
  isSending = false;
  if (!answer || answer.status >= 500) return tryLater();
  keep(null);
  pause = 1;
  if (answer.ok) accept(answer.body);
  else refuse(answer);
}

/** The answer may have arrived: it cannot be changed any more. */
function tryLater() {
  say("offline");
  place.inert = true;
  timer = setTimeout(deliver, pause * 1000);
  pause = Math.min(pause * 2, LONGEST);
}

function accept(answer) {
  say("saved");
  obey(answer);
  if (answer.question) show(answer);
}

function refuse({ status, body }) {
  say("refused");
  place.inert = false;
  if (status === 409) reload(); // this page is no longer where the test is
  else complain(body ?? {});
}

export function sayOnline() {
  if (pending) deliver();
  else if (saving.dataset.state === "offline") say("idle");
}

export const sayOffline = () => say("offline");

place.addEventListener("submit", submit);
