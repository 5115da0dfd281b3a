/** Forms that go by fetch and answer with a toast (data-act), and those that end an access (data-leave, data-sign-out). */
import { ask, newKey, reload } from "./http.js";
import { complain, dismiss, openerOf, toast, withdraw } from "./words.js";

const DOUBLE_TAP = 500; // milliseconds: what the first tap changed must not take the second
const STUTTER = 60_000; // milliseconds in which the same words, not answered, are the same act
const busy = new WeakSet(); // places of the page where an action is under way, or was just now
const unanswered = new WeakMap(); // form → what may have arrived: {said, at, key}

/** What is sent again because nothing answered keeps its key: it is carried out once. */
function keyOf(form, body) {
  const words = [...body].filter(([name]) => name !== "csrf_token");
  const said = JSON.stringify([form.getAttribute("action"), words]);
  const last = unanswered.get(form);
  const isAgain = last?.said === said && Date.now() - last.at < STUTTER;
  const key = isAgain ? last.key : newKey();
  unanswered.set(form, { said, at: Date.now(), key });
  return key;
}

/** What an act was answered, to the person who made it. */
export function report(form, answer) {
  withdraw(form);
  if (answer.message) toast(answer.message, "info", answer.undo, openerOf(form));
  if (answer.detail) complain(answer); // what was refused of it
}

async function send(form, submitter) {
  const body = new FormData(form, submitter);
  const headers = { "Idempotency-Key": keyOf(form, body) };
  const { ok, status, body: answer } = await ask(form.getAttribute("action"), { method: "POST", headers, body });
  if (!answer || status === 401) return reload();
  unanswered.delete(form);
  document.dispatchEvent(new CustomEvent("acted"));
  if (!ok) throw answer;
  form.reset();
  dismiss(form);
  report(form, answer);
}

/** What cannot wait is refused at once, by its name. */
export function refuse(form, submitter) {
  const { offline, failed } = document.getElementById("toasts").dataset;
  const name = submitter?.ariaLabel ?? submitter?.innerText ?? "";
  complain({ detail: offline?.replace("{}", name.trim()) ?? failed }, form);
}

async function act(form, submitter) {
  const place = form.closest("li, [id]") ?? form;
  if (busy.has(place)) return;
  busy.add(place);
  form.setAttribute("aria-busy", "true");
  if (navigator.onLine) await send(form, submitter).catch((refused) => complain(refused, form));
  else refuse(form, submitter);
  form.removeAttribute("aria-busy");
  setTimeout(() => busy.delete(place), DOUBLE_TAP);
}

/** What ends an access for real needs the server; what is kept here is erased first. */
async function end(form, submitter) {
  if (form.matches("[data-leave]") && !navigator.onLine) return refuse(form, submitter);
  const { leave, signOut } = await import("./forget.js");
  await (form.matches("[data-leave]") ? leave : signOut)(form);
}

export function watchForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-act], [data-leave], [data-sign-out]")) return;
    event.preventDefault();
    if (form.matches("[data-act]")) act(form, event.submitter);
    else end(form, event.submitter).catch(() => form.submit());
  });
}
