/** Choices of this device, kept on it: the sound, the screen kept on, the screen that everybody sees. */
import { play } from "./sound.js";
import { stayAwake, supported } from "./wake.js";

const KEYS = { sound: "sound", awake: "awake", projected: "projected" };
const isOn = (name) => Boolean(localStorage.getItem(KEYS[name]));

function show() {
  document.documentElement.dataset.projected = isOn("projected") ? "on" : "off";
  for (const button of document.querySelectorAll("[data-toggles][aria-pressed]")) {
    button.ariaPressed = isOn(button.dataset.toggles);
  }
}

const effects = {
  sound: (isWanted) => isWanted && play().catch(() => {}), // heard once, so that everybody knows it
  awake: stayAwake,
};

function toggle(name) {
  const isWanted = !isOn(name);
  if (isWanted) localStorage.setItem(KEYS[name], "on");
  else localStorage.removeItem(KEYS[name]);
  show();
  effects[name]?.(isWanted);
}

/** Not a letter alone, which a voice or a stray finger would press. */
function hear({ code, altKey, shiftKey, ctrlKey, metaKey, repeat }) {
  if (code === "KeyH" && altKey && shiftKey && !ctrlKey && !metaKey && !repeat) toggle("projected");
}

export function watchChoices() {
  show();
  if (!supported) document.querySelector("[data-toggles=awake]")?.setAttribute("hidden", "");
  document.addEventListener("click", ({ target }) => {
    const name = target.closest("[data-toggles]")?.dataset.toggles;
    if (name) toggle(name);
  });
  document.addEventListener("keydown", hear);
  addEventListener("storage", show);
}
