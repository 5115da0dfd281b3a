/** The finger on the screen: nothing may move under it, nor before its tap, or its double tap, has been heard. */
const AFTER_TAP = 350; // milliseconds after lifting in which the same finger may tap the same place again
const waiting = [];
let isDown = false;
let lifting = null;

function settle() {
  isDown = false;
  waiting.splice(0).forEach((resume) => resume());
}

function hear({ type }) {
  clearTimeout(lifting);
  if (type === "pointerdown") isDown = true;
  else lifting = setTimeout(settle, AFTER_TAP);
}

export const lifted = () => new Promise((resume) => (isDown ? waiting.push(resume) : resume()));

for (const name of ["pointerdown", "pointerup", "pointercancel"]) addEventListener(name, hear, true);
