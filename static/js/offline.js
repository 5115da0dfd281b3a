/** Stands for a test page without network: tells what is kept here, goes on by itself when the network is back. */
import { keptOf } from "./kept.js";
import { setState } from "./words.js";

const PACE = 2000; // milliseconds between two looks
const KNOWN = "epoch "; // what a test page of this window left of itself

async function tell() {
  const tokens = Object.keys(sessionStorage).filter((key) => key.startsWith(KNOWN)).map((key) => key.slice(KNOWN.length));
  const kept = (await Promise.all(tokens.map((token) => keptOf("answers", token)))).flat();
  const written = kept.length ? "draft" : "idle";
  setState(document.getElementById("kept"), kept.some(({ key }) => key) ? "answer" : written);
}

async function look() {
  const signal = AbortSignal.timeout(PACE * 2);
  const { status = 500 } = await fetch(location.href, { method: "HEAD", cache: "no-store", signal }).catch(() => ({}));
  if (status < 500) return location.reload();
  setTimeout(look, PACE);
}

tell();
setTimeout(look, PACE);
addEventListener("online", look);
