/** Marks of the time left (data-mark, in minutes): each is said aloud once, when it is reached; the end at once. */
import { now } from "./clock.js";
import { alarm, announce } from "./words.js";

const { dataset } = document.getElementById("time-left");
let before = NaN; // minutes left at the last look

function look() {
  const left = (Date.parse(dataset.until) - now()) / 60_000;
  const reached = [...document.querySelectorAll("[data-mark]")].filter(
    ({ dataset: { mark } }) => before > Number(mark) && left <= Number(mark),
  );
  const mark = reached.at(-1);
  (mark?.dataset.mark === "0" ? alarm : announce)(mark?.textContent);
  before = left;
}

export const watch = () => setInterval(look, 1000);
