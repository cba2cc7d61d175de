const REMEMBERED = 1_000;

/** Which messages were heard already: a new stream brings some of them again. */
export class Seen {
  /** @type {Set<string>} */
  #ids = new Set();

  /**
   * @param {string} id
   * @returns {boolean} true: for the first time
   */
  add(id) {
    if (id && this.#ids.has(id)) return false;
    this.#ids.add(id);
    const [oldest] = this.#ids;
    if (this.#ids.size > REMEMBERED) this.#ids.delete(oldest);
    return true;
  }
}
