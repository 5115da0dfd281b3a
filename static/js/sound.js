/** Sound: short figures, one a severity, which a tap must have allowed once on each page. */
import { within } from "./http.js";

const FIGURES = { // hertz: what is lost falls, who asks rises, time is one low note struck twice
  lost: [1175, 880, 587],
  ask: [880, 1175],
  time: [587, 587],
};
const NOTE = 0.16; // seconds
const PATIENCE = 2; // seconds a browser may take to let a page sound
let context = null;

function note(pitch, place) {
  const [oscillator, gain] = [context.createOscillator(), context.createGain()];
  const begin = context.currentTime + place * NOTE;
  oscillator.frequency.value = pitch;
  gain.gain.setValueAtTime(0.2, begin);
  gain.gain.exponentialRampToValueAtTime(0.001, begin + NOTE);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(begin);
  oscillator.stop(begin + NOTE);
}

/** The one figure of several alerts that came at once: the gravest. */
export function figureOf(signals) {
  if (signals.includes("lost")) return "lost";
  return signals.some((signal) => signal === "ask" || signal === "report") ? "ask" : "time";
}

/** Rejects where there is no sound, or where the browser allows none yet. */
export async function play(figure = "ask") {
  context ??= new AudioContext();
  await within(PATIENCE, context.resume());
  FIGURES[figure].forEach(note);
}

/** What was proved on this device is used on the board, once something there was touched. */
export const remember = (isHeard) => (isHeard ? localStorage.setItem("sound", "on") : localStorage.removeItem("sound"));
export function chime(signals) {
  if (!signals.length || !localStorage.getItem("sound") || !navigator.userActivation?.hasBeenActive) return;
  play(figureOf(signals)).catch(() => {});
}
