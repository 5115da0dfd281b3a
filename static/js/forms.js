/** Forms that go by fetch and answer with a toast (data-act), and signing out (data-sign-out). */
import { ask, reload, within } from "./http.js";
import { disable } from "./push.js";
import { complain, dismiss, openerOf, toast, withdraw } from "./words.js";

const DOUBLE_TAP = 500; // milliseconds: what the first tap changed must not take the second
const busy = new WeakSet(); // places of the page where an action is under way, or was just now

async function send(form, submitter) {
  const body = new FormData(form, submitter);
  const { ok, status, body: answer } = await ask(form.getAttribute("action"), { method: "POST", body });
  if (!answer || status === 401) return reload();
  document.dispatchEvent(new CustomEvent("acted"));
  if (!ok) throw answer;
  withdraw(form);
  form.reset();
  dismiss(form);
  if (answer.message) toast(answer.message, "info", answer.undo, openerOf(form));
  if (answer.detail) complain(answer); // what was refused of it
}

async function act(form, submitter) {
  const place = form.closest("li, [id]") ?? form;
  if (busy.has(place)) return;
  busy.add(place);
  form.setAttribute("aria-busy", "true");
  await send(form, submitter).catch((refused) => complain(refused, form));
  form.removeAttribute("aria-busy");
  setTimeout(() => busy.delete(place), DOUBLE_TAP);
}

/** First the phone goes quiet and the caches are emptied, as far as a second and a half allows. */
async function signOut(form) {
  const empty = async () => Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  const forget = async () => (await import("./kept.js")).forget();
  await within(1.5, Promise.allSettled([disable(), empty(), forget()])).catch(() => {});
  sessionStorage.clear();
  form.submit();
}

export function watchForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-act], [data-sign-out]")) return;
    event.preventDefault();
    if (form.matches("[data-act]")) act(form, event.submitter);
    else signOut(form);
  });
}
