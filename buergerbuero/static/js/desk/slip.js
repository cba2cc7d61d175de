import { sendForm } from "../forms.js";
import { word } from "../words.js";

const FORM = "form[data-slip-form]";
const REST_MS = 700;
const AGAIN_MS = 4_000;

/** @type {HTMLFormElement | null} the form with words that the office does not have yet */
let open = null;
let edits = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** The slip to take home is saved while it is written; what is not saved yet goes along with the next command. */
export function keepSlip() {
  document.addEventListener("input", written);
  document.addEventListener("submit", (event) => {
    if (!isSlip(event.target)) return;
    event.preventDefault();
    save(/** @type {HTMLFormElement} */ (event.target));
  });
  document.addEventListener("formdata", bringAlong);
  document.addEventListener("visibilitychange", () => document.hidden && sendAway());
  // A reload reads the page anew before this one is hidden.
  window.addEventListener("beforeunload", sendAway);
  window.addEventListener("pagehide", sendAway);
}

/** @param {Event} event */
function written({ target }) {
  const form = target instanceof Element ? target.closest(FORM) : null;
  if (!(form instanceof HTMLFormElement)) return;
  open = form;
  edits += 1;
  say(form, word("slip-open"));
  saveIn(form, REST_MS);
}

/**
 * @param {HTMLFormElement} form
 * @param {number} ms
 */
function saveIn(form, ms) {
  clearTimeout(timer);
  timer = setTimeout(() => save(form), ms);
}

/** @param {HTMLFormElement} form */
async function save(form) {
  clearTimeout(timer);
  const saved = edits;
  const result = await sendForm(form);
  if (!result) return saveIn(form, REST_MS);
  // Without the network it is tried again; what was refused waits for another word.
  if (!result.ok) return result.status === 0 && form.isConnected && saveIn(form, AGAIN_MS);
  if (saved !== edits) return;
  open = null;
  say(form, word("slip-saved"));
}

/**
 * @param {HTMLFormElement} form
 * @param {string} text
 */
function say(form, text) {
  const place = form.querySelector("[data-slip-state]");
  if (place) place.textContent = text;
}

/**
 * Whoever presses *Beenden* in the middle of a word loses none of it.
 * @param {FormDataEvent} event
 */
function bringAlong({ target, formData }) {
  if (!open || isSlip(target) || !(target instanceof HTMLFormElement)) return;
  const visit = addressOf(open).replace(/slip$/, "");
  if (!addressOf(target).startsWith(visit)) return;
  for (const [name, value] of wordsOf(open)) formData.append(name, value);
}

/** The page is left, or put away and perhaps never looked at again. */
function sendAway() {
  if (!open?.isConnected) return;
  const words = new URLSearchParams(wordsOf(open));
  words.set("csrfmiddlewaretoken", document.body.dataset.csrf ?? "");
  navigator.sendBeacon(addressOf(open), words);
}

/**
 * @param {HTMLFormElement} form
 * @returns {[string, string][]}
 */
function wordsOf(form) {
  return [...new FormData(form)]
    .filter(([name]) => name !== "csrfmiddlewaretoken")
    .map(([name, value]) => [name, String(value)]);
}

/** @param {HTMLFormElement} form */
function addressOf(form) {
  return form.getAttribute("action") ?? "";
}

/** @param {EventTarget | null} target */
function isSlip(target) {
  return target instanceof Element && target.matches(FORM);
}
