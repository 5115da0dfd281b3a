/** Entry of the page that stands for a session that is gone: what this device kept for it is told, then forgotten. */
import { loseSession } from "./forget.js";

loseSession(document.getElementById("gone").dataset.session);
