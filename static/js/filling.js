/** Forms that people fill and send with their page: drafts, one sending at a time, the progress of a file. */
import { watchBusy } from "./busy.js";

const isThere = (selector) => Boolean(document.querySelector(selector));

if (isThere("form[data-upload]")) (await import("./upload.js")).watchUploads(); // before what would send it with its page
watchBusy();
if (isThere("form[data-draft]") || sessionStorage.getItem("sent")) (await import("./drafts.js")).keepDrafts();
