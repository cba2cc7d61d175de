import { Timers } from "../timers.js";

const AT_MOST_EVERY_MS = 60_000;

/**
 * A new epoch for a pair that is closed. It breaks the connections to everybody, and whoever shows another key can ask
 * for it again and again: so it comes once a minute at most, and not while somebody else is connected.
 */
export class Rejoin {
  #clock;
  #timers;
  #isNeeded;
  #isWell;
  #join;
  #joinedAt = Number.NEGATIVE_INFINITY;

  /**
   * @param {import("../timers.js").Clock} clock
   * @param {object} how
   * @param {() => boolean} how.isNeeded whether a pair is closed still
   * @param {() => boolean} how.isWell whether somebody is connected
   * @param {() => void} how.join
   */
  constructor(clock, { isNeeded, isWell, join }) {
    this.#clock = clock;
    this.#timers = new Timers(clock);
    this.#isNeeded = isNeeded;
    this.#isWell = isWell;
    this.#join = join;
  }

  /** Now, or as soon as it may be. */
  look() {
    if (!this.#isNeeded()) return;
    const now = this.#clock.now();
    const rest = this.#joinedAt + AT_MOST_EVERY_MS - now;
    const pause = this.#isWell() ? AT_MOST_EVERY_MS : rest;
    if (pause > 0) return this.#timers.set("look", pause, () => this.look());
    this.#joinedAt = now;
    this.#join();
  }
}
