/** Entry of every page: times, buttons, forms, the network, the app and its service worker. */
import { watchAccount } from "./account.js";
import { onWorker, startWorker, watchInstall } from "./app.js";
import { watchButtons } from "./buttons.js";
import { startClock } from "./clock.js";
import { watchForms } from "./forms.js";
import { alarm, announce } from "./words.js";

const FILLED = "main form[method=post]:not([data-act], [data-sign-out], .board *)"; // forms that a page is sent by
const SETTLED = 500; // milliseconds after which a reader has taken in the page
const { dataset } = document.body;

const showNetwork = () => document.documentElement.toggleAttribute("data-offline", !navigator.onLine);

/** At each opening: a browser that once said yes says it again, to the account that is here. */
async function refreshPush() {
  if (dataset.devices && window.Notification?.permission === "granted") await (await import("./push.js")).refresh(dataset);
}

/** A tap on a notification leads here: to another page, or to another place of this one. */
function open({ url }) {
  const target = new URL(url, location.href);
  if (target.origin !== location.origin) return;
  if (target.href === location.href) dispatchEvent(new HashChangeEvent("hashchange"));
  else location.assign(target); // stays on this page when only the hash differs
}

/** What the last action answered stands on the page from its start: no reader says that by itself. */
function sayFlashes() {
  for (const { dataset, innerText } of document.querySelectorAll("[data-say]")) ({ alarm, announce })[dataset.say](innerText);
}

for (const start of [startClock, watchButtons, watchForms, watchInstall, watchAccount, showNetwork]) start();
for (const name of ["online", "offline"]) addEventListener(name, showNetwork);
setTimeout(sayFlashes, SETTLED);
if (sessionStorage.getItem("sent") || document.querySelector(FILLED)) import("./filling.js");
onWorker("open", open);
onWorker("subscription", () => refreshPush().catch(() => {}));
startWorker(dataset.sw).then(refreshPush).catch(() => {});
