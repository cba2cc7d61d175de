import { OWN, tidyText } from "./text-lines.js";

/** @typedef {import("./text-lines.js").TextLine} TextLine */

/** What one page writes: the current line, and those before it. */
export class Sheet {
  number;
  /** @type {TextLine[]} */
  #lines = [];
  /** @type {Set<TextLine>} given back after a reload */
  #earlier = new Set();
  /** @type {Map<TextLine, Set<string>>} who was there when a line was begun: nobody else ever reads it */
  #readers = new Map();

  /** @param {number} number */
  constructor(number) {
    this.number = number;
    this.#begin();
  }

  /** @returns {TextLine} the one that is being written */
  get current() {
    return this.#lines[this.#lines.length - 1];
  }

  /** @param {TextLine} line @returns {Set<string>} */
  readersOf(line) {
    return this.#readers.get(line) ?? new Set();
  }

  /** @param {string} id @returns {TextLine[]} the current line also while it is empty */
  linesFor(id) {
    const all = [...this.#earlier, ...this.#lines];
    return all.filter((line) => line.text === "" || this.readersOf(line).has(id));
  }

  /**
   * @param {TextLine} line of an earlier page
   * @param {string} reader who gave it back as it is: who else has read it nobody knows
   */
  takeBack(line, reader) {
    this.#earlier.add(line);
    this.#readers.set(line, this.readersOf(line).add(reader));
  }

  /** It has another text now: whoever gave back the old one has not read it. @param {TextLine} line */
  forgetReaders(line) {
    this.#readers.delete(line);
  }

  /**
   * Everybody for whom the current line was begun has left, and others are there.
   * @param {string[]} there
   */
  isLeft(there) {
    const readers = this.readersOf(this.current);
    const begun = this.current.text !== "" && readers.size > 0;
    return begun && there.length > 0 && !there.some((id) => readers.has(id));
  }

  /** The current line is said to them too. @param {string[]} there */
  addReaders(there) {
    this.#readers.set(this.current, new Set([...this.readersOf(this.current), ...there]));
  }

  /**
   * @param {string} text
   * @param {string[]} there
   * @param {number} now
   */
  write(text, there, now) {
    const line = this.current;
    if (line.text === "" || this.readersOf(line).size === 0) {
      line.at = now;
      this.addReaders(there);
    }
    line.text = tidyText(text);
  }

  /** @param {number} now @returns {TextLine} the one that is finished */
  finish(now) {
    const line = this.current;
    line.done = true;
    line.at = now;
    this.#begin();
    return line;
  }

  #begin() {
    const line = this.#lines.length + 1;
    const { number: sheet } = this;
    this.#lines.push({ author: OWN, sheet, line, text: "", done: false, at: 0, again: false });
  }
}
