/** Said aloud once: that the page is no longer heard of, then that it is again. Its age goes on counting in silence. */
import { announce } from "./words.js";

const words = document.querySelector(".stale");
let isOld = false;

function look() {
  const was = isOld;
  isOld = words.checkVisibility();
  if (was !== isOld) announce(isOld ? words.innerText : words.dataset.back);
}

if (words) new MutationObserver(look).observe(document.documentElement, { attributeFilter: ["data-stale", "data-offline"] });
