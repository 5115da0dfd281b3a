/** In a training: what the coach speaks of is drawn around and brought into sight; the sentence is read out once. */
import { announce } from "./words.js";

let told = "";

function show() {
  const coach = document.getElementById("coach");
  const target = document.getElementById(coach.dataset.target);
  for (const old of document.querySelectorAll("[data-coached]")) if (old !== target) delete old.dataset.coached;
  if (target) target.dataset.coached = "";
  if (told === coach.textContent) return;
  told = coach.textContent;
  announce(told);
  target?.closest("details")?.setAttribute("open", "");
  target?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("changed", show);
show();
