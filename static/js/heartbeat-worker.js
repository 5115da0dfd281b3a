/** Signs of life, from a worker: its timers go on when the page is hidden and slow down. */
let order = null; // {url, who: {token, epoch}, pace in seconds, visible}
let seq = 0;
let missed = 0; // beats without an answer since the last one that had one
let beatNow = () => {};

async function send() {
  const clocks = { mono: Math.round(performance.now()), wall: Date.now() }; // milliseconds
  const body = JSON.stringify({ ...order.who, seq: (seq += 1), visible: order.visible, missed, ...clocks });
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const signal = AbortSignal.timeout(Math.max(order.pace, 4) * 1000);
  const answer = await fetch(order.url, { method: "POST", headers, body, signal });
  if (answer.status >= 500) throw new Error("no answer");
  return { status: answer.status, answer: answer.ok ? await answer.json() : null };
}

function heard(report) {
  missed = 0;
  order.pace = report.answer?.pace ?? order.pace;
  postMessage(report);
}

const lost = () => postMessage({ missed: (missed += 1) });
const pause = () => new Promise((resume) => { beatNow = resume; setTimeout(resume, order.pace * 1000); });

async function live() {
  for (;;) {
    const next = pause();
    await send().then(heard, lost);
    await next;
  }
}

onmessage = ({ data }) => {
  const next = order ? beatNow : live;
  order = { ...order, ...data };
  next();
};
