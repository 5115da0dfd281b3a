/** The bells that make the board knock: the stream, a push, coming back, the network, an action, a slow poll. */
import { onWorker } from "./app.js";
import { feel, heard, isBehind, knock, silence } from "./changes.js";

const POLL = 5000; // milliseconds between two pulses, and two questions when no stream is open
const CHECK = 10_000; // milliseconds of silence after which even an open stream is not believed
let stream = null;

/** Hidden pages hold no stream: a push wakes them. */
function listen(url) {
  if (stream && stream.readyState !== EventSource.CLOSED) return;
  stream = new EventSource(url);
  stream.onopen = knock;
  stream.onmessage = ({ data }) => (isBehind(data) ? knock() : heard()); // it repeats its version to say it lives
}

/** The page is of other things than when it opened its stream. */
export function listenAnew(url) {
  stream?.close();
  listen(url);
}

function poll(url) {
  if (document.hidden) return;
  listen(url);
  if (stream.readyState !== EventSource.OPEN || silence() >= CHECK) knock();
  feel();
}

function look(url) {
  listen(url);
  knock();
}

function turn(url) {
  if (document.hidden) return stream?.close();
  look(url);
  feel();
}

export function hangBells(url) {
  if (!document.hidden) look(url); // the page has just come, with its pulse
  setInterval(poll, POLL, url);
  document.addEventListener("visibilitychange", () => turn(url));
  document.addEventListener("acted", knock);
  addEventListener("pageshow", ({ persisted }) => persisted && turn(url));
  addEventListener("pagehide", () => stream?.close());
  addEventListener("online", knock);
  onWorker("push", knock);
}
