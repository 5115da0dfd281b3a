/** The hand that calls the roll: its buttons, its keys, its swipes. */
const KEYS = { p: "confirm", a: "absent", arrowright: "pass", arrowleft: "back", backspace: "undo", u: "undo", escape: "leave" };
const FAR = 60; // pixels a finger must go aside
const ABOVE = "dialog[open], .sheet:popover-open, .menu:popover-open";
const TYPING = "input, textarea, select, [contenteditable]";

const isCalling = () => document.getElementById("board").dataset.view === "roll" && !document.querySelector(ABOVE);

/** A letter is a key of the roll call while the focus is in it, and nowhere else. */
function deedOf(roll, { key, target, repeat, ctrlKey, altKey, metaKey }) {
  const isMeant = key.length > 1 || roll.contains(document.activeElement);
  const isOurs = isMeant && isCalling() && !repeat && !ctrlKey && !altKey && !metaKey && !target.closest?.(TYPING);
  return isOurs ? KEYS[key.toLowerCase()] : undefined;
}

function watchSwipes(roll, deeds) {
  let from = null;
  roll.addEventListener("pointerdown", (event) => { from = event.pointerType === "mouse" ? null : event; });
  roll.addEventListener("pointercancel", () => { from = null; });
  roll.addEventListener("pointerup", ({ clientX, clientY }) => {
    const [aside, along] = from ? [clientX - from.clientX, clientY - from.clientY] : [0, 0];
    from = null;
    if (Math.abs(aside) < FAR || Math.abs(along) > Math.abs(aside) / 2) return;
    deeds[aside < 0 ? "pass" : "back"]();
  });
}

/** A name that has not been there long enough (data-early) is not meant by a tap. */
export function watchHand(roll, deeds) {
  roll.addEventListener("click", (event) => {
    const name = event.target.closest("button[data-roll]")?.dataset.roll;
    if (event.target.closest(".roll-acts") && event.detail > 0 && "early" in roll.dataset) event.preventDefault();
    else if (name) deeds[name]();
  });
  addEventListener("keydown", (event) => {
    const name = deedOf(roll, event);
    if (!name) return;
    event.preventDefault();
    deeds[name]();
  });
  watchSwipes(roll, deeds);
}
