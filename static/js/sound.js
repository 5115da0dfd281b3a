/** Sound: a short tone, which a tap must have allowed once on each page. */
import { within } from "./http.js";

const PITCHES = [880, 1175]; // hertz: two notes, the second higher
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

/** Rejects where there is no sound, or where the browser allows none yet. */
export async function play() {
  context ??= new AudioContext();
  await within(PATIENCE, context.resume());
  PITCHES.forEach(note);
}

/** What was proved on this device is used on the board, once something there was touched. */
export const remember = (isHeard) => (isHeard ? localStorage.setItem("sound", "on") : localStorage.removeItem("sound"));
export function chime() {
  if (localStorage.getItem("sound") && navigator.userActivation?.hasBeenActive) play().catch(() => {});
}
