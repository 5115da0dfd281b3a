/** The app on this device: put on the home screen, kept fresh by its service worker, renewed only on a tap. */
const byId = (id) => document.getElementById(id);

/** There, pushes reach nothing that is not on the home screen. */
export function isAppleTab() {
  const isTablet = navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1;
  const isApple = isTablet || /iPhone|iPad|iPod/.test(navigator.userAgent);
  return isApple && !navigator.standalone && !matchMedia("(display-mode: standalone)").matches;
}

export function watchInstall() {
  const button = byId("install");
  if (!button) return;
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    button.onclick = () => event.prompt();
    button.hidden = false;
  });
  addEventListener("appinstalled", () => { button.hidden = true; });
}

const offer = ({ waiting, active }) => waiting && active && byId("update")?.removeAttribute("hidden");

function renew({ waiting }) {
  if (!waiting) return location.reload(); // another window has renewed it
  waiting.onstatechange = () => waiting.state === "activated" && location.reload();
  waiting.postMessage({ type: "skipWaiting" });
}

export async function startWorker(url) {
  if (!url || !navigator.serviceWorker) return;
  const registration = await navigator.serviceWorker.register(url, { updateViaCache: "none" });
  const look = () => document.hidden || registration.update().catch(() => {});
  offer(registration);
  registration.addEventListener("updatefound", () => {
    registration.installing.addEventListener("statechange", () => offer(registration));
  });
  byId("update-now")?.addEventListener("click", () => renew(registration));
  document.addEventListener("visibilitychange", look);
  if (registration.active) look();
}

/** Calls back with each message of that type the service worker sends. */
export function onWorker(type, callback) {
  navigator.serviceWorker?.addEventListener("message", ({ data }) => data?.type === type && callback(data));
}
