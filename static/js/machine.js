/** This browser's own name, the same in all its windows; where storage is refused it lasts as long as the page. */
function remember() {
  try {
    const known = localStorage.getItem("machine") ?? crypto.randomUUID();
    localStorage.setItem("machine", known);
    return known;
  } catch {
    return crypto.randomUUID();
  }
}

export const machine = remember();
