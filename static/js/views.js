/** The board's views: the list, the room's plan, the roll call; each has its address, so that Back leaves it. */
const VIEWS = ["plan", "roll"]; // besides the list
const board = document.getElementById("board");

const named = () => VIEWS.find((view) => location.hash === `#${view}`) ?? "list";

function show() {
  const view = named();
  if (board.dataset.view === view) return;
  board.dataset.view = view;
  for (const link of document.querySelectorAll("[data-view-to]")) {
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
