/** Entry of the page that tells how to install: this device's way first and opened; whether it is done already. */
import { isInstalled } from "./app.js";
import { setState } from "./words.js";

const installed = document.getElementById("installed");

/** Which of the page's ways is this device's. */
export function systemOf({ userAgent, platform = "", maxTouchPoints = 0 }) {
  if (/iPhone|iPad|iPod/.test(userAgent) || (platform === "MacIntel" && maxTouchPoints > 1)) return "ios";
  if (/Android/.test(userAgent)) return /Firefox/.test(userAgent) ? "android-firefox" : "android";
  return "desktop";
}

function showOwn(way) {
  way.querySelector("[data-own]").hidden = false;
  way.parentElement.prepend(way);
  way.open = installed.dataset.state === "unknown";
}

/** Whether this browser has installed it, where browsers tell. */
async function isThere() {
  const apps = (await navigator.getInstalledRelatedApps?.().catch(() => [])) ?? [];
  return apps.length > 0;
}

if (isInstalled()) setState(installed, "inside");
else if (await isThere()) setState(installed, "there");
addEventListener("appinstalled", () => setState(installed, "done"));
showOwn(document.querySelector(`[data-system="${systemOf(navigator)}"]`));
