/** @typedef {typeof import("./word-keys.js").WORDS[number]} Word */

/**
 * In the page's language: `<script id="words">`, and what only a room says in the room's own.
 * @type {Record<string, string>}
 */
let dictionary = {};

/**
 * @param {Word} key
 * @param {Record<string, string | number>} [values] for `%(name)s`
 * @returns {string}
 */
export function word(key, values = {}) {
  if (!(key in dictionary)) dictionary = { ...read("words"), ...read("room-words") };
  return (dictionary[key] ?? key).replace(/%\((\w+)\)s/g, (whole, name) =>
    String(values[name] ?? whole),
  );
}

/**
 * @param {string} id
 * @returns {Record<string, string>}
 */
function read(id) {
  return JSON.parse(document.getElementById(id)?.textContent || "{}");
}
