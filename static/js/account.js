/** Whose device this is: what the last account kept here is gone with it, and its orders are sent from every page. */

/** Another account than the last one here, or none any more. A page kept for later knows nothing of today. */
async function settle() {
  const { account } = document.body.dataset;
  if (account === undefined || "kept" in document.documentElement.dataset) return;
  const last = localStorage.getItem("account") ?? "";
  if (last && last !== account) await (await import("./forget.js")).change(account);
  else localStorage.setItem("account", account);
}

/** The board sends its own. */
async function send() {
  if (!localStorage.getItem("orders") || document.getElementById("orders")) return;
  (await import("./sending.js")).watchNetwork();
}

export const watchAccount = () => settle().then(send).catch(() => {});
