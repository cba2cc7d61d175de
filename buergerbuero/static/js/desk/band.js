import { word } from "../words.js";
import { isAlert } from "./bell.js";
import { showWaits } from "./waits.js";

/**
 * The band under the head. Screen readers hear its text when it changes, and only then.
 * @param {string[]} unseen who has knocked, the newest last, and the doors that nobody opens
 * @param {boolean} hasSound
 */
export function showBand(unseen, hasSound) {
  const band = document.querySelector("[data-knock-band]");
  if (!band) return;
  const visits = unseen.filter((id) => !isAlert(id));
  const unopened = elementOf(unseen.find(isAlert) ?? "");
  const newest = unopened ?? newestOf(visits);
  band.classList.toggle("sr-only", unseen.length === 0);
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (
    band.querySelectorAll("[data-knock-loud]")
  )) {
    part.hidden = unseen.length === 0;
  }
  /** @type {HTMLElement | null} */
  const muted = band.querySelector("[data-knock-muted]");
  if (muted) muted.hidden = hasSound || unseen.length === 0;
  const text = unopened
    ? word("unopened", { who: textOf(unopened) })
    : sentence(newest, visits.length);
  say(band.querySelector("[data-knock-alert]"), text);
  const time = band.querySelector("[data-knock-since]");
  if (newest instanceof HTMLElement) time?.setAttribute("data-since", newest.dataset.since ?? "");
  showWaits();
}

/**
 * Of a very long line the page knows the head and the newest by name.
 * @param {string[]} unseen
 */
function newestOf(unseen) {
  const known = unseen.map(elementOf);
  return known.reverse().find((one) => one !== null) ?? null;
}

/** @param {string} id */
function elementOf(id) {
  return document.querySelector(`[data-knock="${id}"], [data-alert="${id}"]`);
}

/** @param {Element} one */
function textOf(one) {
  return one.textContent?.replace(/[ \n]+/g, " ").trim() ?? "";
}

/**
 * @param {Element | null} newest
 * @param {number} count
 * @returns {string}
 */
function sentence(newest, count) {
  if (count === 0) return "";
  if (!newest) return document.body.dataset.notifyText ?? "";
  const others = count - 1;
  const who = textOf(newest);
  if (others === 0) return word("knock", { who });
  return others === 1 ? word("knock-and-one", { who }) : word("knock-and-more", { who, others });
}

/**
 * @param {Element | null} place
 * @param {string} text
 */
function say(place, text) {
  if (place && place.textContent !== text) place.textContent = text;
}

/**
 * Marks the lines of those who are new.
 * @param {string[]} unseen
 */
export function markNew(unseen) {
  for (const mark of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("[data-new]")
  )) {
    mark.hidden = !unseen.includes(mark.closest("tr")?.id.slice("row-".length) ?? "");
  }
}
