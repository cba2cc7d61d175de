import { Timers } from "../timers.js";

const AT_MOST_EVERY_MS = 10_000;
const FIRST_AGAIN_MS = 30_000;
const AGAIN_MS = 60_000;

/** Decides when it knocks at the desk: for every arrival, and again while one is unseen. */
export class Bell {
  #ring;
  #clock;
  #timers;
  /** @type {Set<string>} */
  #known = new Set();
  /** @type {Set<string>} */
  #seen = new Set();
  #rangAt = Number.NEGATIVE_INFINITY;
  #silent = false;

  /**
   * @param {() => void} ring
   * @param {import("../timers.js").Clock} clock
   */
  constructor(ring, clock) {
    this.#ring = ring;
    this.#clock = clock;
    this.#timers = new Timers(clock);
  }

  /** @returns {boolean} */
  get hasUnseen() {
    return [...this.#known].some((id) => !this.#seen.has(id));
  }

  /** While a talk is running, or switched off. @param {boolean} silent */
  set silent(silent) {
    this.#silent = silent;
  }

  /**
   * @param {string[]} ids everybody who has knocked and not been called
   * @returns {string[]} who is new
   */
  knocks(ids) {
    const fresh = ids.filter((id) => !this.#known.has(id));
    this.#known = new Set(ids);
    if (fresh.length > 0) this.#arrival();
    if (!this.hasUnseen) this.#timers.clear("again");
    return fresh;
  }

  /** The advisor has seen all of them. */
  seen() {
    for (const id of this.#known) this.#seen.add(id);
    this.#timers.clear("again");
  }

  #arrival() {
    this.#sound();
    this.#timers.set("again", FIRST_AGAIN_MS, () => this.#again());
  }

  #again() {
    this.#sound();
    this.#timers.set("again", AGAIN_MS, () => this.#again());
  }

  #sound() {
    const now = this.#clock.now();
    if (this.#silent || now - this.#rangAt < AT_MOST_EVERY_MS) return;
    this.#rangAt = now;
    this.#ring();
  }
}
