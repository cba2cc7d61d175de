import { word } from "../words.js";

/** @typedef {import("../words.js").Word} Word */

/** @type {Readonly<Record<string, Word>>} */
const WORDS = Object.freeze({
  advisor: "role-advisor",
  citizen: "role-citizen",
  colleague: "role-colleague",
  companion: "role-companion",
  interpreter: "role-interpreter",
  sign: "role-sign",
});

/** @param {string} role of a participant */
export function roleInWords(role) {
  const key = WORDS[role];
  return key ? word(key) : "";
}

/**
 * At whose door the talk is, as the room's title says; handed over, it may be another than before.
 * @param {HTMLElement} root of the room
 */
export function doorIn(root) {
  return root.querySelector("#region-title")?.textContent?.trim() ?? "";
}
