/** Drawing a room: cells come and go with its size, and the numbers of its seats with its gaps. */
import { settle } from "./grid.js";

const MOST = 20;
const byId = (id) => document.getElementById(id);
const [form, table, count] = ["drawing", "cells", "seat-count"].map(byId);
const size = (name) => Math.min(Math.max(Math.trunc(form.elements[name].valueAsNumber) || 1, 1), MOST);

function makeCell(row, column) {
  const { content, dataset } = byId("cell");
  const cell = content.querySelector("td").cloneNode(true);
  const box = cell.querySelector("input");
  [box.value, box.checked] = [`${row}-${column}`, false];
  box.ariaLabel = dataset.name.replace("{row}", row + 1).replace("{column}", column + 1);
  return cell;
}

/** What is outside of the room goes, what is missing comes; the gaps that stay are kept. */
function resize() {
  const [rows, columns] = [size("rows"), size("columns")];
  while (table.rows.length > rows) table.deleteRow(-1);
  while (table.rows.length < rows) table.insertRow();
  for (const row of table.rows) {
    while (row.cells.length > columns) row.deleteCell(-1);
    while (row.cells.length < columns) row.append(makeCell(row.rowIndex, row.cells.length));
  }
}

/** The cells in the order of their numbers, as the server walks through the room. */
function walk() {
  const rows = [...table.rows].map((row) => [...row.cells]);
  const ways = {
    rows: () => rows,
    columns: () => rows[0].map((_, column) => rows.map((row) => row[column])),
    snake: () => rows.map((row, index) => (index % 2 ? row.toReversed() : row)),
  };
  return ways[form.elements.numbering.value]().flat();
}

function number() {
  let last = 0;
  for (const cell of walk()) {
    const [box, label] = [cell.querySelector("input"), cell.querySelector("span")];
    label.textContent = box.checked ? "" : String(++last).padStart(2, "0");
  }
  count.textContent = last;
}

function draw() {
  resize();
  number();
  settle();
}

form.addEventListener("input", draw);
draw();
