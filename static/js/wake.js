/** Wake: the screen stays on while the board is in front, for who asked for it on this device. */
export const supported = "wakeLock" in navigator;
export const wanted = () => Boolean(localStorage.getItem("awake"));
export const want = (isWanted) => (isWanted ? localStorage.setItem("awake", "on") : localStorage.removeItem("awake"));

const hold = () => !document.hidden && navigator.wakeLock.request("screen").catch(() => {}); // a low battery says no

/** A lock is lost with the page's place in front, and taken again with it. */
export function stayAwake() {
  if (!supported || !wanted()) return;
  hold();
  document.addEventListener("visibilitychange", hold);
}
