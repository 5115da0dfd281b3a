/** Entry of the page that follows all the rooms of a day. */
import { hangBells } from "./bells.js";
import { watchNews } from "./news.js";
import "./stale.js";
import { stayAwake } from "./wake.js";

watchNews();
stayAwake();
hangBells(document.getElementById("board").dataset.stream);
