/** Messages of the centre on a candidate's page: said politely, in sight until the candidate closes them. */
import { ask, post } from "./http.js";
import { announce, complain } from "./words.js";

const place = document.getElementById("told");
const list = place?.querySelector("ol");
const pattern = document.getElementById("told-one")?.content.firstElementChild;
let known = 0; // the last message that was asked for
let isAsking = false;

const lineOf = (id) => document.getElementById(`told-${id}`);

async function close(id) {
  const { ok, status } = await post(place.dataset.read, { message: id }).catch(() => ({}));
  if (!ok && status !== 404) return complain({});
  lineOf(id)?.remove();
  place.hidden = !list.children.length;
  (document.getElementById("question") ?? place.closest("main")).focus({ preventScroll: true });
}

function show({ id, text, at }) {
  if (lineOf(id)) return;
  const line = pattern.cloneNode(true);
  line.id = `told-${id}`;
  line.querySelector("time").textContent = at;
  line.querySelector(".told-text").textContent = text;
  line.querySelector("button").addEventListener("click", () => close(id));
  list.append(line);
  place.hidden = false;
  announce(`${place.dataset.says}, ${at}. ${text}`);
}

/** What could not be asked for is, at the next sign of life. */
export async function hear(latest) {
  if (!place || isAsking || latest <= known) return;
  isAsking = true;
  const { ok, body } = await ask(place.dataset.messages).catch(() => ({}));
  isAsking = false;
  if (!ok) return;
  known = latest;
  body.messages.forEach(show);
}
