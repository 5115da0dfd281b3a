/** Signs of life, from a worker: its timers go on when the page is hidden and slow down. */
let visit = null; // {url, token, epoch}: where to and from whom
let pace = 5; // seconds
let visible = true;
let seq = 0;
let missed = 0; // beats without an answer since the last one that had one
let timer = null;
let inFlight = false;

async function send() {
  const { url, ...who } = visit;
  const clocks = { mono: Math.round(performance.now()), wall: Date.now() };
  const body = JSON.stringify({ ...who, seq: (seq += 1), visible, missed, ...clocks });
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const signal = AbortSignal.timeout(Math.max(pace, 4) * 1000);
  const answer = await fetch(url, { method: "POST", headers, body, signal });
  if (answer.status >= 500) throw new Error("no answer");
  return { status: answer.status, answer: answer.ok ? await answer.json() : null };
}

function heard(report) {
  missed = 0;
  pace = report.answer?.pace ?? pace;
  postMessage({ type: "beat", ...report });
}

function lost() {
  missed += 1;
  postMessage({ type: "missed", missed });
}

async function beat() {
  clearTimeout(timer);
  timer = setTimeout(beat, pace * 1000);
  if (inFlight) return;
  inFlight = true;
  await send().then(heard, lost);
  inFlight = false;
}

onmessage = ({ data }) => {
  ({ visit = visit, pace = pace, visible } = data);
  beat();
};
addEventListener("online", () => visit && beat());
