/** Answers: sent one by one, kept with their key until the server has them, whatever the network does. */
import { post, reload, sleep } from "./http.js";
import { obey, visit } from "./visit.js";
import { complain, setState } from "./words.js";

const LONGEST = 10; // seconds between two tries
const KEPT = `answer ${visit.token}`; // where an answer on its way survives a reload
const { answer: url } = document.getElementById("test").dataset;
const [place, saving] = ["question", "saving"].map((id) => document.getElementById(id));
let number = null; // of the question shown
let tryNow = () => {};

const say = (state) => saving.dataset.state === state || setState(saving, state);

export function show({ number: next, question }) {
  number = next;
  const page = new DOMParser().parseFromString(question, "text/html");
  place.replaceChildren(...page.body.childNodes);
  place.focus();
  const kept = JSON.parse(sessionStorage.getItem(KEPT));
  if (kept?.number === number) save(kept);
}

function read(form) {
  const fields = new FormData(form);
  const content = fields.has("text") ? { text: fields.get("text") } : { choices: fields.getAll("choice").map(Number) };
  return { key: crypto.randomUUID(), number, ...content };
}

/** Tries until the server answers; from the first failure on the answer, which may have arrived, cannot be changed. */
async function deliver(answer) {
  for (let pause = 1; ; pause = Math.min(pause * 2, LONGEST)) {
    say("saving");
    const reply = await post(url, { ...visit, ...answer }).catch(() => null);
    if (reply && reply.status < 500) return reply;
    say("offline");
    place.inert = true;
    await Promise.race([sleep(pause), new Promise((resume) => { tryNow = resume; })]);
  }
}

async function save(answer) {
  place.ariaBusy = "true";
  sessionStorage.setItem(KEPT, JSON.stringify(answer));
  const { ok, status, body } = await deliver(answer);
  sessionStorage.removeItem(KEPT);
  place.ariaBusy = null;
  place.inert = false;
  if (!ok) return refuse(status, body);
  say("saved");
  obey(body);
  if (body.question) show(body);
}

function refuse(status, problem) {
  say(problem?.detail ? "idle" : "refused"); // a reason is told by the toast
  if (status === 409) reload(); // this page is no longer where the test is
  else complain(problem ?? {});
}

/** Whether the last sign of life was answered. */
export function hear(isAnswered) {
  if (!isAnswered) return say("offline");
  if (saving.dataset.state === "offline") say("idle");
  tryNow();
}

place.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!place.ariaBusy) save(read(event.target));
});
