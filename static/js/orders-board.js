/** Entry of the board's orders: a tap is answered at once, by what was ordered; the network may come later. */
import { report } from "./forms.js";
import { isLoose } from "./kept.js";
import { list, pending, remove } from "./orders.js";
import { draw, watchView } from "./orders-view.js";
import { give, watchNetwork } from "./sending.js";
import { announce, complain, dismiss, toast } from "./words.js";

const DOUBLE_TAP = 500; // milliseconds
const sheet = document.getElementById("orders-list");
const { dataset: words } = document.getElementById("orders-words");
const { dataset: section } = document.getElementById("orders");
const { number } = document.getElementById("board").dataset;

/** What the person calls it, the form's own words or the button's name; and what they wrote. */
function labelOf(form, submitter) {
  const place = form.querySelector("textarea");
  const name = form.dataset.label ?? place?.ariaLabel ?? submitter?.ariaLabel ?? submitter?.innerText ?? "";
  return { label: [name.trim(), place?.value.trim()].filter(Boolean).join(" · "), text: place?.value.trim() };
}

function order(form, submitter) {
  const fields = [...new FormData(form, submitter)].filter(([name]) => name !== "csrf_token");
  const { queue: kind, candidate } = form.dataset;
  const address = form.getAttribute("action");
  return { token: number, door: section.door, address, fields, kind, candidate, ...labelOf(form, submitter) };
}

/** To the person who has just tapped: a refusal is said at once and rolled back, another's decision is brought back. */
async function conclude(form, { state, answer, label, sentence }, whole) {
  if (state === "told") await remove(whole);
  if (sentence) return complain({ detail: sentence }, form);
  form.reset();
  dismiss(form);
  if (state === "waiting") announce(words.waits.replace("{}", label));
  else if (answer) report(form, answer);
}

/** Another tap on what waits shows the list, where it may be taken back; the second of a double tap is none. */
function again({ state, at }) {
  if (state === "waiting" && Date.now() - at > DOUBLE_TAP) sheet.showPopover();
}

async function tap(form, submitter) {
  const before = pending(form);
  if (before) return again(before);
  form.setAttribute("aria-busy", "true");
  const whole = await give(order(form, submitter));
  form.removeAttribute("aria-busy");
  await conclude(form, whole, whole);
  document.dispatchEvent(new CustomEvent("acted"));
}

/** Without network, each of those ticked is an order of its own. */
function tapEach(several) {
  const rows = new FormData(several).getAll("candidate").map((id) => document.getElementById(`row-confirm-${id}`));
  for (const form of rows) if (form) tap(form, form.querySelector("button"));
  several.hidePopover();
}

/** By what the page shows now of the candidate. */
async function doAnyway(given) {
  if (!navigator.onLine) return complain({ detail: document.getElementById("toasts").dataset.offline.replace("{}", given.label) });
  const seen = document.querySelector(`[data-candidate="${given.candidate}"] > [name=seen]`)?.value;
  const fields = given.fields.filter(([name]) => name !== "seen");
  await remove(given);
  const { token, door, address, kind, candidate, label } = given;
  const again = { token, door, address, kind, candidate, label, fields: seen ? [...fields, ["seen", seen]] : fields };
  const { answer } = await give(again);
  if (answer?.message) toast(answer.message, "info", answer.undo);
  document.dispatchEvent(new CustomEvent("acted"));
}

function press({ target }) {
  const key = target.closest("[data-order-key]")?.dataset.orderKey;
  const given = list().find((one) => one.key === key);
  if (!given) return;
  if (target.closest("[data-withdraw]") && given.isTried) toast(words.tried);
  if (target.closest("[data-withdraw], [data-dismiss]")) remove(given);
  if (target.closest("[data-anyway]")) doAnyway(given);
}

/** What the roll call undoes is taken back here as long as it waits. */
function takeBack(event) {
  const given = list().find(({ address, state }) => state === "waiting" && address === event.detail.address);
  if (!given) return;
  event.preventDefault();
  if (given.isTried) toast(words.tried);
  remove(given);
}

addEventListener("beforeunload", (event) => { if (isLoose("orders")) event.preventDefault(); });
document.addEventListener("takeback", takeBack);
document.addEventListener("submit", (event) => {
  const form = event.target;
  const isSeveral = form.id === "several" && !navigator.onLine;
  if (!isSeveral && !form.matches("[data-queue]")) return;
  event.preventDefault();
  if (isSeveral) tapEach(form);
  else tap(form, event.submitter);
}, true);
sheet.addEventListener("click", press);
watchView();
watchNetwork().then(draw);
