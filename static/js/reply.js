/** The reply that a question's form holds. */
export function read(form) {
  const fields = new FormData(form);
  return fields.has("text") ? { text: fields.get("text") } : { choices: fields.getAll("choice").map(Number) };
}

export function write(form, { text = "", choices = [] }) {
  for (const field of form.elements) {
    if (field.name === "text") field.value = text;
    if (field.name === "choice") field.checked = choices.includes(Number(field.value));
  }
}

export function lock(form, isLocked) {
  for (const field of form.elements) field.disabled = isLocked;
}
