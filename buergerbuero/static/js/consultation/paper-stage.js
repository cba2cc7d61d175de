/** @typedef {import("./part.js").Part} Part */

const PROBLEM = "[data-papers-problem]";

/**
 * The panel "Papiere" shows one thing at a time: the list, the camera, or a paper.
 * @param {Part} part of the room
 * @param {"list" | "photo" | "view"} wanted
 */
export function showStage(part, wanted) {
  const panel = part.find("[data-side-panel=papers]");
  /** @type {NodeListOf<HTMLElement>} */
  const stages = part.root.querySelectorAll("[data-papers-stage]");
  const had = panel?.contains(document.activeElement);
  for (const stage of stages) stage.hidden = stage.dataset.papersStage !== wanted;
  if (!had) return;
  const title = "[data-side-panel=papers] [data-side-title]";
  if (wanted === "list") part.find(title)?.focus();
  else focusIn(part, `[data-papers-stage=${wanted}]`);
}

/**
 * Why something cannot be given or photographed.
 * @param {Part} part of the room
 * @param {string} text "" takes it away
 */
export function sayProblem(part, text) {
  part.say(PROBLEM, text);
  part.toggle(PROBLEM, !!text);
}

/**
 * Of the buttons in it the first that can be seen.
 * @param {Part} part
 * @param {string} place
 */
export function focusIn(part, place) {
  /** @type {NodeListOf<HTMLElement>} */
  const buttons = part.root.querySelectorAll(`${place} button`);
  [...buttons].find((one) => one.checkVisibility?.() ?? true)?.focus();
}
