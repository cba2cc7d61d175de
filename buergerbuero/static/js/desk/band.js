import { word } from "../words.js";
import { showWaits } from "./waits.js";

/**
 * The band under the head. Screen readers hear its text when it changes, and only then.
 * @param {string[]} unseen who has knocked, the newest last
 */
export function showBand(unseen) {
  const band = document.querySelector("[data-knock-band]");
  if (!band) return;
  const newest = newestOf(unseen);
  band.classList.toggle("sr-only", unseen.length === 0);
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (
    band.querySelectorAll("[data-knock-loud]")
  )) {
    part.hidden = unseen.length === 0;
  }
  say(band.querySelector("[data-knock-alert]"), sentence(newest, unseen.length));
  const time = band.querySelector("[data-knock-since]");
  if (newest instanceof HTMLElement) time?.setAttribute("data-since", newest.dataset.since ?? "");
  showWaits();
}

/**
 * Of a very long line the page knows the head and the newest by name.
 * @param {string[]} unseen
 */
function newestOf(unseen) {
  const known = unseen.map((id) => document.querySelector(`[data-knock="${id}"]`));
  return known.reverse().find((one) => one !== null) ?? null;
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
  const who = newest.textContent?.replace(/[ \n]+/g, " ").trim() ?? "";
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
