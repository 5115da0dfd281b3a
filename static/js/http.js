/** Requests: JSON back, always with a time limit; and reloading, never in a loop. */
export const csrf = document.querySelector("meta[name=csrf-token]")?.content ?? "";

/** Resolves to {ok, status, body}, body null when it is not JSON; rejects when the network fails. */
export async function ask(url, options = {}, seconds = 8) {
  const headers = { Accept: "application/json", "Accept-Language": document.documentElement.lang, ...options.headers };
  const signal = AbortSignal.timeout(seconds * 1000);
  const answer = await fetch(url, { signal, cache: "no-store", ...options, headers });
  const isJson = /json/.test(answer.headers.get("Content-Type") ?? "");
  return { ok: answer.ok, status: answer.status, body: isJson ? await answer.json() : null };
}

/** A new name that no other page gives; pages over plain http have no randomUUID. */
export function newKey() {
  const digits = (byte) => byte.toString(16).padStart(2, "0");
  const text = [...crypto.getRandomValues(new Uint8Array(16))].map(digits).join("");
  return text.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

const json = (data) => new Blob([JSON.stringify(data)], { type: "application/json" });
export const tell = (url, data) => navigator.sendBeacon(url, json(data)); // leaves even when the page goes away
export const post = (url, data) => ask(url, { method: "POST", headers: { "X-CSRFToken": csrf }, body: json(data) });

/** The body of a good answer; throws the problem, which has a `detail`, for any other. */
export async function demand(url, data) {
  const { ok, body } = await post(url, data);
  if (!ok) throw Object.assign(new Error("refused"), body);
  return body;
}

export const sleep = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
export const within = (seconds, work) => Promise.race([work, sleep(seconds).then(() => { throw new Error("late"); })]);

/** A list is the server's: taken again from the page itself. */
export async function takeAgain(id) {
  const html = await (await fetch(location.href)).text();
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById(id);
  if (fresh) document.getElementById(id)?.replaceWith(fresh);
}

/** At most one reload in ten seconds, whatever the server answers; tells whether this is the one. */
export function reload() {
  const isSoon = Date.now() - Number(sessionStorage.getItem("reloaded")) < 10_000;
  if (isSoon) return false;
  sessionStorage.setItem("reloaded", Date.now());
  location.reload();
  return true;
}
