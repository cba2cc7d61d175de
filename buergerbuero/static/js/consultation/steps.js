/** Steps that take time, one after the other. One that fails does not keep the next from its turn. */
export class Steps {
  /** @type {Promise<void>} */
  #last = Promise.resolve();

  /** @param {() => Promise<void>} step */
  add(step) {
    this.#last = this.#last.then(step).catch((error) => console.warn("room:", error));
  }
}
