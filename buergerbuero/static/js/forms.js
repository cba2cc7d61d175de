import { askFirst } from "./confirm.js";
import { post } from "./post.js";
import { word } from "./words.js";

/**
 * @typedef {object} CommandResult
 * @property {boolean} ok
 * @property {number} status 0: the server could not be reached
 * @property {string} message
 * @property {any} data
 * @property {HTMLFormElement} form
 */

const CHANGE_PAUSE_MS = 500;
/** @type {WeakSet<HTMLFormElement>} */
const underWay = new WeakSet();
/** @type {WeakMap<HTMLFormElement, ReturnType<typeof setTimeout>>} */
const changing = new WeakMap();

/**
 * Lets every `<form data-command>`, also one that a region brings later, send by fetch.
 * The events `command-start` and `command` on the form tell of it.
 */
export function enhanceForms() {
  document.addEventListener("submit", onSubmit);
  document.addEventListener("change", onChange);
}

/**
 * @param {(result: CommandResult) => void} run
 */
export function onCommand(run) {
  document.addEventListener("command", (event) =>
    run(/** @type {CustomEvent<CommandResult>} */ (event).detail),
  );
}

/**
 * The person has decided, also where they were asked first.
 * @param {(form: HTMLFormElement) => void} run
 */
export function onCommandStart(run) {
  document.addEventListener(
    "command-start",
    ({ target }) => target instanceof HTMLFormElement && run(target),
  );
}

/** @param {SubmitEvent} event */
async function onSubmit(event) {
  const form = event.target;
  if (
    !(form instanceof HTMLFormElement) ||
    !form.matches("[data-command]") ||
    event.defaultPrevented
  )
    return;
  event.preventDefault();
  if (await askFirst(form, event.submitter)) await sendForm(form, event.submitter);
}

/**
 * `data-command-on-change`: a switch sends itself once the choice has rested.
 * @param {Event} event
 */
function onChange(event) {
  const form = event.target instanceof HTMLInputElement ? event.target.form : null;
  if (!form?.matches("[data-command][data-command-on-change]")) return;
  // Now: while the choice rests, a region may come anew and take the field out of this form.
  const fields = fieldsOf(form, null);
  clearTimeout(changing.get(form));
  changing.set(
    form,
    setTimeout(() => sendForm(form, null, fields), CHANGE_PAUSE_MS),
  );
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} [submitter]
 * @param {URLSearchParams | null} [said] null: what stands in the form now
 * @returns {Promise<CommandResult | null>} null: it is under way already
 */
export async function sendForm(form, submitter = null, said = null) {
  if (underWay.has(form)) return null;
  form.dispatchEvent(new CustomEvent("command-start", { bubbles: true }));
  const fields = said ?? fieldsOf(form, submitter);
  const done = begin(form);
  const answer = await post(form.getAttribute("action") ?? location.pathname, fields);
  done();
  const message = answer.ok
    ? ""
    : answer.message || word(answer.status === 0 ? "offline" : "failed");
  say(form, message);
  const result = { ...answer, message, form };
  (form.isConnected ? form : document).dispatchEvent(
    new CustomEvent("command", { bubbles: true, detail: result }),
  );
  return result;
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 */
function fieldsOf(form, submitter) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) fields.append(name, String(value));
  if (submitter instanceof HTMLButtonElement && submitter.name)
    fields.append(submitter.name, submitter.value);
  return fields;
}

/**
 * @param {HTMLFormElement} form
 * @returns {() => void} ends what was begun
 */
function begin(form) {
  underWay.add(form);
  form.setAttribute("aria-busy", "true");
  say(form, "");
  const buttons = /** @type {HTMLButtonElement[]} */ ([
    ...form.querySelectorAll("button:not([disabled])"),
  ]);
  // aria-disabled instead of disabled: a disabled button would lose the focus.
  for (const button of buttons) button.setAttribute("aria-disabled", "true");
  return () => {
    underWay.delete(form);
    form.removeAttribute("aria-busy");
    for (const button of buttons) button.removeAttribute("aria-disabled");
  };
}

/**
 * @param {HTMLFormElement} form
 * @param {string} message
 */
function say(form, message) {
  const place = messagePlace(form);
  if (!place) return;
  place.textContent = message;
  place.hidden = message === "";
}

/**
 * The message place in the form, or else the nearest one around it that is no other form's own.
 * @param {HTMLFormElement} form
 * @returns {HTMLElement | null}
 */
function messagePlace(form) {
  for (let node = /** @type {Element | null} */ (form); node; node = node.parentElement) {
    /** @type {NodeListOf<HTMLElement>} */
    const places = node.querySelectorAll("[data-command-message]");
    const ours = [...places].find((place) => [null, form].includes(place.closest("form")));
    if (ours) return ours;
  }
  return document.getElementById("command-message");
}
