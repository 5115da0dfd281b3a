/** Wake: the screen stays on while the board is in front, for who asked for it on this device. */
export const supported = "wakeLock" in navigator;
export const wanted = () => Boolean(localStorage.getItem("awake"));
export const want = (isWanted) => (isWanted ? localStorage.setItem("awake", "on") : localStorage.removeItem("awake"));

let lock = null;
const take = async () => { lock = await navigator.wakeLock.request("screen"); };

/** A lock is lost with the page's place in front, and taken again with it; a low battery says no. */
export function stayAwake() {
  if (!supported) return;
  if (wanted() && !document.hidden) take().catch(() => {});
  else lock?.release();
}

if (supported) document.addEventListener("visibilitychange", () => wanted() && stayAwake());
