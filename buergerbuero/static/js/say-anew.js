/** Regions of one reading may arrive in pieces on a slow line. */
const AFTER_MS = 200;

/** @type {WeakMap<Element, string[]>} what is to be heard next in each place */
const saying = new WeakMap();

/**
 * Says a sentence in a place that screen readers follow. What is said there at the same moment is said together.
 * @param {Element} place
 * @param {string} text
 */
export function sayAnew(place, text) {
  // Emptied first: the same sentence twice would else be heard once.
  place.textContent = "";
  const sentences = saying.get(place);
  if (sentences) return void sentences.push(text);
  saying.set(place, [text]);
  setTimeout(() => {
    place.textContent = (saying.get(place) ?? []).join(". ").replace(/([.?!])\. /g, "$1 ");
    saying.delete(place);
  }, AFTER_MS);
}
