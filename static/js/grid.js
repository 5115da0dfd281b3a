/** Grids (tables of role grid): one stop for the Tab key, arrows inside; where there is nothing to press is stepped over. */
const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
const stops = new Map(); // a grid's id → the row and the column of its stop

const controlOf = (cell) => cell?.querySelector("button:enabled, input");
const controlsOf = (grid) => [...grid.querySelectorAll("td :is(button, input)")];

function placeOf(control) {
  const cell = control.closest("td");
  return [cell.parentElement.rowIndex, cell.cellIndex];
}

/** The next thing to press on that way, null at the edge of the room. */
function next(grid, [row, column], [down, right]) {
  const cell = grid.rows[row + down]?.cells[column + right];
  if (!cell) return null;
  return controlOf(cell) ?? next(grid, [row + down, column + right], [down, right]);
}

/** The ends of a row, or of the whole room with Control. */
function end(grid, [row], { key, ctrlKey }) {
  const controls = controlsOf(grid).filter((control) => ctrlKey || placeOf(control)[0] === row);
  return key === "Home" ? controls[0] : controls.at(-1);
}

/** The grid's only control that Tab stops at: the one that was used last, else the first. */
export function stopOf(grid) {
  const [row, column] = stops.get(grid.id) ?? [0, 0];
  return controlOf(grid.rows[row]?.cells[column]) ?? controlOf(grid);
}

/** To be called again whenever the grid's content has changed. */
export function settle() {
  for (const grid of document.querySelectorAll("table[role=grid]")) {
    const stop = stopOf(grid);
    for (const control of controlsOf(grid)) control.tabIndex = control === stop ? 0 : -1;
  }
}

function walk(event) {
  const grid = event.target.closest?.("table[role=grid]");
  if (!grid || event.altKey || event.metaKey) return;
  const place = placeOf(event.target);
  const step = STEPS[event.key];
  const target = step ? next(grid, place, step) : /^(Home|End)$/.test(event.key) && end(grid, place, event);
  if (step || target) event.preventDefault();
  target?.focus?.();
}

function remember({ target }) {
  const grid = target.closest?.("table[role=grid]");
  if (!grid) return;
  stops.set(grid.id, placeOf(target));
  settle();
}

addEventListener("keydown", walk);
addEventListener("focusin", remember);
document.addEventListener("changed", settle);
settle();
