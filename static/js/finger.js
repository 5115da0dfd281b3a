/** The finger on the screen: nothing may move under it, nor before its tap has been heard. */
const AFTER_TAP = 100; // milliseconds between lifting and the click that follows
const waiting = [];
let isDown = false;
let lifting = null;

function press() {
  clearTimeout(lifting);
  isDown = true;
}

function lift() {
  clearTimeout(lifting);
  lifting = setTimeout(settle, AFTER_TAP);
}

function settle() {
  isDown = false;
  waiting.splice(0).forEach((resume) => resume());
}

export const lifted = () => new Promise((resume) => (isDown ? waiting.push(resume) : resume()));

addEventListener("pointerdown", press, true);
for (const name of ["pointerup", "pointercancel"]) addEventListener(name, lift, true);
