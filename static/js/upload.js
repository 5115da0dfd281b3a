/** A file on its way (data-upload): how much has left, then that it is being read; a refusal keeps the file chosen. */
import { setBusy } from "./busy.js";
import { complain, setState } from "./words.js";

const ALMOST = 0.999; // of the file: what remains is the server's work

/** Resolves to the answer, wherever it came from; rejects when the network fails. */
function send(form, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much has left
    request.open("POST", form.action);
    request.setRequestHeader("X-Upload", "1"); // answered with the address of what comes next, read there once
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => resolve(request);
    request.onerror = reject;
    request.send(new FormData(form));
  });
}

function showProgress(place, share) {
  place.querySelector("progress").value = share;
  place.querySelector("[data-share]").textContent = Math.round(100 * share);
  const state = share < ALMOST ? "sending" : "reading";
  if (place.dataset.state !== state) setState(place, state);
  place.querySelector("progress").toggleAttribute("data-reading", state === "reading");
}

/** The page of the refusal takes this one's place, but for the file, which a page cannot choose by itself. */
function refuse(html, form) {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("main");
  const chosen = document.querySelector("[type=file]");
  const empty = fresh?.querySelector("[type=file]");
  if (!empty) return complain({ detail: fresh?.querySelector(".lead")?.textContent }, form);
  for (const { name, value } of empty.attributes) chosen.setAttribute(name, value);
  empty.replaceWith(chosen);
  document.getElementById("main").replaceWith(fresh);
  fresh.querySelector("[autofocus]")?.focus();
  watchUploads();
}

async function upload(form) {
  const { files: [file], dataset: { most, heavy } } = form.querySelector("[type=file]");
  if (most && file?.size > Number(most)) return complain({ detail: heavy }, form); // before it is sent for nothing
  const place = form.querySelector("[data-progress]");
  setBusy(form, true);
  showProgress(place, 0);
  try {
    const answer = await send(form, (share) => showProgress(place, share));
    if (answer.status < 400) return location.assign(answer.getResponseHeader("Location") ?? answer.responseURL);
    setBusy(form, false);
    refuse(answer.response, form);
  } catch (failed) {
    complain({}, form);
  }
  setBusy(form, false);
  setState(place, "idle");
}

export function watchUploads() {
  for (const form of document.querySelectorAll("form[data-upload]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!form.hasAttribute("data-sent")) upload(form);
    });
  }
}
