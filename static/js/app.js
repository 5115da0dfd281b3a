/** The app on this device: put on the home screen, kept fresh by its service worker, renewed only on a tap. */
const byId = (id) => document.getElementById(id);

/** There, pushes reach nothing that is not on the home screen. */
export function isAppleTab() {
  const isTablet = navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1;
  const isApple = isTablet || /iPhone|iPad|iPod/.test(navigator.userAgent);
  return isApple && !isInstalled();
}

export const isInstalled = () => navigator.standalone || matchMedia("(display-mode: standalone)").matches;

/** The browser's own dialog, behind our button; installed or not, for the styles (data-installed). */
export function watchInstall() {
  const button = byId("install");
  document.documentElement.toggleAttribute("data-installed", Boolean(isInstalled()));
  if (!button) return;
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    button.onclick = () => event.prompt();
    button.hidden = false;
  });
  addEventListener("appinstalled", () => { button.hidden = true; });
}

const renewal = () => import("./renewal.js"); // rarely needed
const offer = async (registration) => {
  const { waiting, active } = registration;
  if (!waiting || !active) return;
  if (waiting.scriptURL !== active.scriptURL) waiting.postMessage({ type: "skipWaiting" }); // in another language: asked for
  else (await renewal()).offer(registration);
};

/** A page that nothing controlled yet is of no old version; the one that changed the language is of the new one. */
function watchOthers(container, own) {
  const before = container.controller?.scriptURL;
  if (before) container.addEventListener("controllerchange", async () => {
    const now = container.controller.scriptURL;
    if (now === before || now !== own) (await renewal()).follow();
  });
}

export async function startWorker(url) {
  const container = navigator.serviceWorker;
  if (!url || !container) return;
  watchOthers(container, new URL(url, location.href).href);
  const registration = await container.register(url, { updateViaCache: "none" });
  const look = () => document.hidden || registration.update().catch(() => {});
  offer(registration);
  registration.addEventListener("updatefound", () => {
    registration.installing.addEventListener("statechange", () => offer(registration));
  });
  document.addEventListener("visibilitychange", look);
  if (registration.active) look();
}

/** Calls back with each message of that type the service worker sends. */
export function onWorker(type, callback) {
  navigator.serviceWorker?.addEventListener("message", ({ data }) => data?.type === type && callback(data));
}
