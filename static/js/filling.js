/** Forms that people fill and send with their page: drafts, one sending at a time, the progress of a file. */
import { watchBusy } from "./busy.js";
import { keepDrafts } from "./drafts.js";
import { watchUploads } from "./upload.js";

keepDrafts();
watchUploads();
watchBusy();
