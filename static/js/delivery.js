/** Delivery: an answer is tried until the server says something, always under its own key. */
import { post, sleep } from "./http.js";
import { keep } from "./kept.js";

const LONGEST = 10; // seconds between two tries
let isSilent = false; // the last sign of life was not answered
let tryNow = () => {};

const isOffline = () => isSilent || !navigator.onLine;

export const wake = () => tryNow();

/** Whether the last sign of life was answered. */
export function ring(isAnswered) {
  isSilent = !isAnswered;
  if (isAnswered) wake();
}

export function send(url, epoch, { token, number, question, key, text, choices, given, isLate }) {
  return post(url, { token, epoch, number, question, key, text, choices, kept_at: isLate ? given : undefined });
}

async function attempt(url, epoch, answer) {
  answer.isTried = true; // from now on it may have arrived, and can be neither changed nor taken back
  await keep("answers", answer);
  const reply = await send(url, epoch, answer).catch(() => null);
  return reply && reply.status < 500 ? reply : null;
}

/** Resolves to the server's reply, or to null when the answer was taken back before it was first tried. */
export async function deliver(url, epoch, answer, wait) {
  for (let pause = 1; answer.key; pause = Math.min(pause * 2, LONGEST)) {
    const reply = answer.isTried || !isOffline() ? await attempt(url, epoch, answer) : null;
    if (reply) return reply;
    answer.isLate = true;
    wait(answer);
    await keep("answers", answer);
    await Promise.race([sleep(pause), new Promise((resume) => { tryNow = resume; })]);
  }
  return null;
}
