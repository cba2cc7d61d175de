/**
 * @typedef {object} Clock
 * @property {() => number} now milliseconds
 * @property {(run: () => void, ms: number) => unknown} setTimeout
 * @property {(handle: any) => void} clearTimeout
 */

/** @type {Clock} */
export const SYSTEM_CLOCK = Object.freeze({
  now: () => Date.now(),
  setTimeout: (/** @type {() => void} */ run, /** @type {number} */ ms) =>
    globalThis.setTimeout(run, ms),
  clearTimeout: (/** @type {number} */ handle) => globalThis.clearTimeout(handle),
});

/** Timers with names: setting one again replaces it. */
export class Timers {
  #clock;
  /** @type {Map<string, unknown>} */
  #handles = new Map();

  /** @param {Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /**
   * @param {string} name
   * @param {number} ms
   * @param {() => void} run
   */
  set(name, ms, run) {
    this.clear(name);
    const handle = this.#clock.setTimeout(() => {
      this.#handles.delete(name);
      run();
    }, ms);
    this.#handles.set(name, handle);
  }

  /**
   * @param {string} name
   * @returns {boolean}
   */
  has(name) {
    return this.#handles.has(name);
  }

  /** @param {string} name */
  clear(name) {
    if (!this.#handles.has(name)) return;
    this.#clock.clearTimeout(this.#handles.get(name));
    this.#handles.delete(name);
  }

  clearAll() {
    for (const name of [...this.#handles.keys()]) this.clear(name);
  }
}
