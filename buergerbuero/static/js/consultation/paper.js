import { hashOf } from "./paper-messages.js";

/**
 * `offered`: not answered yet. `going`: accepted. The others are ends.
 * @typedef {"offered" | "going" | "arrived" | "refused" | "stopped" | "broken"} PaperState
 */

/** One paper on its way between two people. */
export class Paper {
  /** @type {PaperState} */
  state = "offered";
  /** How many bytes have arrived. */
  done = 0;
  /** @type {Blob | null} what one gives, or what has arrived whole */
  content = null;
  /** As much room as was announced, however small the parts are that it comes in. */
  #bytes = new Uint8Array();

  /**
   * @param {{person: string, mine: boolean, number: number, name: string, size: number, hash: string}} facts
   */
  constructor({ person, mine, number, name, size, hash }) {
    this.person = person;
    /** One gives it oneself. */
    this.mine = mine;
    this.number = number;
    this.name = name;
    this.size = size;
    this.hash = hash;
  }

  get key() {
    return `${this.person}-${this.mine ? "out" : "in"}-${this.number}`;
  }

  get isOpen() {
    return this.state === "offered" || this.state === "going";
  }

  /** The person wants it. */
  accept() {
    this.state = "going";
    this.#bytes = new Uint8Array(this.size);
  }

  /** @param {PaperState} state */
  end(state) {
    this.state = state;
    this.#bytes = new Uint8Array();
  }

  /**
   * @param {number} at
   * @param {Uint8Array} bytes
   * @returns {boolean} false: not what was announced
   */
  take(at, bytes) {
    if (at !== this.done || at + bytes.length > this.size) return false;
    this.#bytes.set(bytes, at);
    this.done += bytes.length;
    return true;
  }

  get isWhole() {
    return this.done === this.size;
  }

  /**
   * Whether it is what was announced, to the last bit. No browser takes it for a page: of its kind nothing is said.
   * @returns {Promise<boolean>}
   */
  async close() {
    const content = new Blob([this.#bytes], { type: "application/octet-stream" });
    this.#bytes = new Uint8Array();
    const right = (await hashOf(content)) === this.hash;
    // It may have been broken off meanwhile.
    if (right && this.isOpen) this.content = content;
    return right;
  }
}

/**
 * One that is given.
 * @param {string} person
 * @param {Blob} content
 * @param {{name: string, hash: string}} facts
 */
export function paperTo(person, content, { name, hash }) {
  const [number] = crypto.getRandomValues(new Uint32Array(1));
  const paper = new Paper({ person, mine: true, number, name, size: content.size, hash });
  paper.content = content;
  return paper;
}
