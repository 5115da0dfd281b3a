/** This browser's own name, kept between visits; null when it keeps nothing. */
function name() {
  try {
    const known = localStorage.getItem("machine") ?? crypto.randomUUID();
    localStorage.setItem("machine", known);
    return known;
  } catch {
    return null;
  }
}

export const machine = name();
