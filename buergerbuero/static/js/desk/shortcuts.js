/** What each key presses. The list on the page says the same. */
const TARGETS = Object.freeze({
  n: "[data-call-next]",
  g: "[data-knocks-seen]",
  k: "[data-bell]",
  t: ".callbar [data-control=microphone]",
  b: ".callbar [data-control=camera]",
  h: "[data-silent]",
  "?": "[data-shortcuts]",
});
const NOT_TYPED_INTO = Object.freeze(["radio", "checkbox", "button", "submit"]);

/** @typedef {Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey" | "shiftKey" | "repeat" | "isComposing" | "defaultPrevented">} Stroke */

/**
 * @param {Stroke} stroke
 * @returns {string} the selector of what this stroke presses; "" when it is none of ours
 */
export function pressedBy(stroke) {
  const key = stroke.key.toLowerCase();
  const modified = stroke.ctrlKey || stroke.altKey || stroke.metaKey;
  // A question mark needs the shift key on most keyboards.
  const shifted = stroke.shiftKey && key !== "?";
  if (modified || shifted || stroke.repeat || stroke.isComposing || stroke.defaultPrevented)
    return "";
  return Object.hasOwn(TARGETS, key) ? TARGETS[/** @type {keyof typeof TARGETS} */ (key)] : "";
}

/** Keys without a modifier, as long as the person wants them (WCAG 2.1.4), and never while typing. */
export function listenForShortcuts() {
  document.addEventListener("keydown", (event) => {
    const selector = pressedBy(event);
    if (!selector || !wanted() || isTyping(event.target) || asks()) return;
    const target = usable(selector);
    if (!target) return;
    event.preventDefault();
    press(target);
  });
}

/** @param {HTMLElement} target */
function press(target) {
  if (target.matches("[data-shortcuts]")) return target.focus();
  // What goes away with the call hands the focus on; what stays does not take it.
  if (target.matches("[data-call-next]")) target.focus();
  target.click();
}

/** @returns {boolean} */
function wanted() {
  const box = document.querySelector("[data-shortcuts]");
  return box instanceof HTMLInputElement && box.checked;
}

/**
 * @param {EventTarget | null} target
 * @returns {boolean}
 */
function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !NOT_TYPED_INTO.includes(target.type);
  return target.isContentEditable || target.matches("textarea, select");
}

/** A dialog waits for its answer. @returns {boolean} */
function asks() {
  return document.querySelector("dialog[open]") !== null;
}

/**
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
function usable(selector) {
  const all = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(selector));
  const seen = [...all].find((one) => one.getClientRects().length > 0);
  return seen && !seen.matches(":disabled, [aria-disabled=true]") ? seen : null;
}
