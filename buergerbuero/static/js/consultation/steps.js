/**
 * Steps that take time, one after the other. One that fails does not keep the next from its turn.
 * The first begins at once: whoever waits for a picture does not wait for the rest of the page.
 */
export class Steps {
  /** @type {(() => Promise<void>)[]} */
  #waiting = [];
  #running = false;
  #ended = false;

  /** @param {() => Promise<void>} step */
  add(step) {
    this.#waiting.push(step);
    if (!this.#running) this.#run();
  }

  /** No further step begins, and that the one under way fails is no news. */
  end() {
    this.#ended = true;
  }

  async #run() {
    this.#running = true;
    while (!this.#ended && this.#waiting.length > 0) {
      try {
        await this.#waiting.shift()?.();
      } catch (error) {
        if (!this.#ended) console.warn("room:", error);
      }
    }
    this.#running = false;
  }
}
