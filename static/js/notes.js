/** Notes: how many characters are left for one, told once few are. */
const NEAR = 60; // characters

function show(field) {
  const told = document.getElementById(field.getAttribute("aria-describedby"));
  const left = field.maxLength - field.value.length;
  told.hidden = left > NEAR;
  told.querySelector("[data-left]").textContent = left;
}

const showAll = () => document.querySelectorAll(".note-form textarea").forEach(show);

document.addEventListener("input", ({ target }) => target.matches(".note-form textarea") && show(target));
document.addEventListener("reset", () => setTimeout(showAll));
document.addEventListener("changed", showAll);
showAll();
