/** Whole runs of marks, whatever follows: looked for from each mark anew, a line full of dots would stop the page. */
const END = /[.!?…。！？؟]+["”“’')\]»]*|\n/gu;

/** What is said aloud of lines that grow and are corrected: whole sentences, each once. */
export class Sentences {
  /** @type {Map<unknown, string>} how much of a line was said, as it was then */
  #said = new Map();

  /**
   * @param {unknown} line
   * @param {string} text as it stands now
   * @param {boolean} whole also the sentence that has no end yet
   * @returns {string} "" for nothing
   */
  next(line, text, whole) {
    const said = this.#said.get(line) ?? "";
    const from = text.startsWith(said) ? said.length : endOf(text.slice(0, inCommon(said, text)));
    const until = whole ? text.length : endOf(text);
    if (until <= from) return "";
    this.#said.set(line, text.slice(0, until));
    return text.slice(from, until).trim();
  }
}

/** @param {string} text @returns {number} where its last whole sentence ends */
function endOf(text) {
  let end = 0;
  for (const { 0: mark, index } of text.matchAll(END)) {
    const after = index + mark.length;
    if (mark === "\n" || /\s/.test(text.charAt(after))) end = after;
  }
  return end;
}

/**
 * @param {string} one
 * @param {string} other
 */
function inCommon(one, other) {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
