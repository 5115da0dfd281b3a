/** The end page: an answer that was still kept is sent, and told when it came too late. */
import { newKey } from "./http.js";
import { send } from "./delivery.js";
import { drop, keep, keptOf } from "./kept.js";
import { setState } from "./words.js";

const PACE = 3000; // milliseconds between two tries
const place = document.getElementById("kept");
const { token, answer: url } = place.dataset;

/** The server's refusal stays with the answer, which a reopened test may still take. */
async function deliver(answer) {
  const { ok, status, body } = await send(url, newKey(), answer);
  if (status >= 500) throw new Error("no answer");
  if (ok) return drop("answers", [answer]);
  await keep("answers", { ...answer, isTold: true });
  return body.detail;
}

export async function settle() {
  const answers = (await keptOf("answers", token)).filter(({ key }) => key);
  if (!answers.length) return;
  setState(place, "sending");
  try {
    const refusals = (await Promise.all(answers.map(deliver))).filter(Boolean);
    place.querySelector("[data-when=refused]").textContent = refusals.join(" ");
    setState(place, refusals.length ? "refused" : "saved");
  } catch {
    setTimeout(settle, PACE);
  }
}
