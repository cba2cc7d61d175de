import { word } from "../words.js";
import { LIMITS } from "./paper-messages.js";
import { sizeText } from "./paper-name.js";

/** @typedef {import("./paper.js").Paper} Paper */
/** @typedef {import("./paper.js").PaperState} PaperState */
/** @typedef {import("../words.js").Word} Word */

/** @type {Readonly<Record<PaperState, [taken: Word, given: Word]>>} */
const WORDS = Object.freeze({
  offered: ["paper-offer", "paper-offered"],
  going: ["paper-comes", "paper-goes"],
  arrived: ["paper-arrived", "paper-given"],
  refused: ["paper-refused", "paper-not-taken"],
  stopped: ["paper-stopped", "paper-stopped"],
  broken: ["paper-broken", "paper-broken"],
});

/**
 * How it stands with a paper, in a sentence.
 * @param {Paper} paper
 * @param {string} file its name
 * @param {string} name of the other person
 */
export function stateText({ mine, state, size, done }, file, name) {
  const percent = Math.floor((100 * done) / size);
  return word(WORDS[state][mine ? 1 : 0], { name, file, size: sizeOf(size), percent });
}

/** @param {number} bytes */
export function sizeOf(bytes) {
  return sizeText(bytes, document.documentElement.lang);
}

/**
 * Why a file cannot be given now.
 * @param {{size: number}} content
 * @param {string} file its name
 * @param {{people: string[], room: number}} post
 * @returns {string} "" if it can
 */
export function reasonAgainst({ size }, file, { people, room }) {
  if (people.length === 0) return word("paper-nobody");
  if (room <= 0) return word("paper-too-many", { most: LIMITS.open });
  if (size === 0) return word("paper-empty", { file });
  return size > LIMITS.bytes ? word("paper-too-big", { file, most: sizeOf(LIMITS.bytes) }) : "";
}
