/** The board's views: the list, the room's plan, the roll call; each has its address, so that Back leaves it. */
const VIEWS = ["plan", "roll"]; // besides the list
const board = document.getElementById("board");

const named = () => VIEWS.find((view) => location.hash === `#${view}`) ?? "list";

function dress(style) {
  if (document.querySelector(`link[href="${style}"]`)) return null;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: style });
  document.head.append(link);
  return new Promise((resolve) => { link.onload = link.onerror = resolve; });
}

/** What a view is made of comes at its first use: most boards show the list alone. */
async function furnish({ style, script }) {
  if (script) await Promise.all([dress(style), import(script)]);
}

async function show() {
  const view = named();
  if (board.dataset.view === view) return;
  const links = [...document.querySelectorAll("[data-view-to]")];
  await furnish(links.find(({ dataset }) => dataset.viewTo === view).dataset).catch(() => {}); // bare, but there
  if (view !== named()) return;
  board.dataset.view = view;
  for (const link of links) {
    if (link.dataset.viewTo === view) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  scrollTo(0, 0);
  document.dispatchEvent(new CustomEvent("viewed", { detail: view }));
}

export function watchViews() {
  show();
  addEventListener("hashchange", show);
}
