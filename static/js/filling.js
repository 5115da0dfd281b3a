/** Forms that people fill and send with their page: drafts, one sending at a time, the progress of a file. */
import { watchBusy } from "./busy.js";
import { announce } from "./words.js";

const isThere = (selector) => Boolean(document.querySelector(selector));

if (isThere("form[data-upload]")) (await import("./upload.js")).watchUploads(); // before what would send it with its page
watchBusy();
for (const warning of document.querySelectorAll("[data-warns]")) {
  let was = warning.checkVisibility();
  document.addEventListener("change", () => {
    const wasThere = was;
    was = warning.checkVisibility();
    if (was && !wasThere) announce(warning.innerText);
  });
}
if (isThere("form[data-draft]") || sessionStorage.getItem("sent")) (await import("./drafts.js")).keepDrafts();
