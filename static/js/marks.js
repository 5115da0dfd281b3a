/** Marks of the time left (data-mark, in minutes): each is said aloud once, when it is reached. */
import { now } from "./clock.js";
import { announce } from "./words.js";

const { dataset } = document.getElementById("time-left");
let before = NaN; // minutes left at the last look

function look() {
  const left = (Date.parse(dataset.until) - now()) / 60_000;
  const reached = [...document.querySelectorAll("[data-mark]")].filter(
    ({ dataset: { mark } }) => before > Number(mark) && left <= Number(mark),
  );
  announce(reached.at(-1)?.textContent);
  before = left;
}

export const watch = () => setInterval(look, 1000);
