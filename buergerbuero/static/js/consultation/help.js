import { browserKind } from "./browser.js";

/** @typedef {import("../words.js").Word} Word */

/**
 * Shows the one part of `[data-help]` that helps with this trouble, in the words of this browser.
 * @param {Element | null} place
 * @param {Word | null} trouble
 */
export function showHelp(place, trouble) {
  if (!(place instanceof HTMLElement)) return;
  let found = false;
  for (const part of parts(place, "[data-trouble]")) {
    const helps = !!trouble && named(part.dataset.trouble, trouble);
    part.hidden = !helps;
    found ||= helps;
  }
  const kind = browserKind(navigator);
  for (const steps of parts(place, "[data-browser]"))
    steps.hidden = !named(steps.dataset.browser, kind);
  place.hidden = !found;
}

/**
 * @param {HTMLElement} place
 * @param {string} selector
 * @returns {NodeListOf<HTMLElement>}
 */
function parts(place, selector) {
  return place.querySelectorAll(selector);
}

/**
 * @param {string | undefined} names
 * @param {string} name
 */
function named(names = "", name) {
  return names.split(" ").includes(name);
}
