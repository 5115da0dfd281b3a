/** A problem with the question: told to the invigilator at once or not at all, then on hold until they have decided. */
import { post, reload } from "./http.js";
import { obey, visit } from "./visit.js";
import { announce, complain, setState } from "./words.js";

const PACE = 1500; // milliseconds between two looks
const { report: url, look: door } = document.getElementById("test").dataset;
const [place, dialog] = ["question", "report"].map((id) => document.getElementById(id));
const outcome = dialog?.querySelector("[data-told]");
let timer = null;
let showAgain = null; // draws a question

const shown = () => place.querySelector("form").dataset;
const lookLater = () => { clearTimeout(timer); timer = setTimeout(look, PACE); };
const isNews = ({ id, held }) => id !== shown().question || held !== ("held" in shown());

/** The question as the server has it now, drawn if it is another one, or no longer on hold. */
export async function look() {
  clearTimeout(timer);
  const { ok, status, body } = await post(door, visit).catch(() => ({}));
  if (ok) obey(body);
  if (body?.question && isNews(body)) return showAgain(body);
  if (status >= 400 && status < 500) reload();
  if (!ok || body.held) lookLater();
}

/** With each question drawn: what is told above it is said, and one on hold goes on by itself. */
export function follow({ held }, show) {
  showAgain = show;
  clearTimeout(timer);
  announce(place.querySelector("[data-said]")?.textContent);
  if (held) lookLater();
}

/** Never kept for later: the person must know whether somebody comes. One not answered may have arrived all the same. */
async function report() {
  const { ok, status = 0, body } = await post(url, { ...visit, number: Number(shown().number) }).catch(() => ({}));
  if (!status || status >= 500) return [setState(outcome, "failed"), lookLater()];
  dialog.close();
  if (!ok) complain(body ?? {});
  else obey(body);
  if (body?.question) await showAgain(body);
  if (["elsewhere", "test_over"].includes(body?.code)) reload();
}

dialog?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { submitter: button } = event;
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  await report();
  button.ariaBusy = null;
});
dialog?.addEventListener("close", () => setState(outcome, "idle"));
