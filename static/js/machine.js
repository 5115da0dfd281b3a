/** This browser's own name, kept between visits; null when it keeps nothing. */
import { newKey } from "./http.js";

function name() {
  try {
    const known = localStorage.getItem("machine") ?? newKey();
    localStorage.setItem("machine", known);
    return known;
  } catch {
    return null;
  }
}

export const machine = name();
