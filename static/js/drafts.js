/** What was typed in a form (data-draft) survives a reload, a lost network and a refusal; never a secret, never longer than the tab. */
import { announce } from "./words.js";

const AGE = 12 * 3600 * 1000; // milliseconds: another day, another session
const SECRETS = "[type=password], [type=hidden], [type=file], [data-secret]";
const STORE = "draft:";

const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !field.matches(SECRETS));
const isTick = ({ type }) => type === "checkbox" || type === "radio";
const keyOf = (form) => STORE + form.dataset.draft;

/** Of a field as the server made it: what it would hold untouched. */
function original(field) {
  if (isTick(field)) return field.defaultChecked;
  if (field.options) return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value;
  return field.defaultValue;
}

const held = (field) => (isTick(field) ? field.checked : field.value);
const label = (field) => (isTick(field) ? `${field.name}=${field.value}` : field.name);

function read(form) {
  const changed = fieldsOf(form).filter((field) => held(field) !== original(field));
  return Object.fromEntries(changed.map((field) => [label(field), held(field)]));
}

function write(form, values) {
  for (const field of fieldsOf(form)) {
    const value = values[label(field)];
    if (value === undefined) continue;
    if (isTick(field)) field.checked = value;
    else field.value = value;
  }
}

function save(form, at = Date.now()) {
  const values = read(form);
  if (Object.keys(values).length) sessionStorage.setItem(keyOf(form), JSON.stringify({ at, values, path: location.pathname }));
  else sessionStorage.removeItem(keyOf(form));
}

function stored(form) {
  const { at = 0, values = {} } = JSON.parse(sessionStorage.getItem(keyOf(form)) ?? "{}");
  return Date.now() - at < AGE ? values : {};
}

/** What the server answers with is what was sent to it: nothing is missing then. */
const isAnswered = () => Boolean(document.getElementById("form-errors"));

/** Says so, and offers to begin again from what the server gave. */
function tell(form) {
  const notice = form.parentElement.querySelector("[data-restored]");
  if (!notice) return;
  notice.hidden = false;
  announce(notice.firstChild.textContent);
  notice.querySelector("button").addEventListener("click", () => {
    sessionStorage.removeItem(keyOf(form));
    form.reset();
    notice.hidden = true;
    form.querySelector("input:not([type=hidden])")?.focus();
  });
}

function restore(form) {
  const values = stored(form);
  if (isAnswered() || !Object.keys(values).length) return;
  write(form, values);
  if (Object.keys(read(form)).length) tell(form);
}

/** Sent from here, and another page came: it was taken. */
function dropTaken() {
  const { key, path } = JSON.parse(sessionStorage.getItem("sent") ?? "{}");
  if (!key || (path === location.pathname && !document.querySelector(".flash-info"))) return;
  sessionStorage.removeItem(key);
  sessionStorage.removeItem("sent");
}

export function keepDrafts() {
  dropTaken();
  for (const form of document.querySelectorAll("form[data-draft]")) {
    if (Object.keys(read(form)).length) save(form); // typed before this ran, or put back by the browser itself
    else restore(form);
    for (const name of ["input", "change"]) form.addEventListener(name, () => save(form));
    form.addEventListener("submit", () => {
      save(form);
      sessionStorage.setItem("sent", JSON.stringify({ key: keyOf(form), path: location.pathname }));
    });
  }
}
