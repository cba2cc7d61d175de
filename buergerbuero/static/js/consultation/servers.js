import { Timers } from "../timers.js";

/** @typedef {import("../messages.js").IceTicket} IceTicket */

/** Of the time that credentials last: what is left is for asking again. */
const USED = 0.8;
const AGAIN_MS = 10_000;

/** Who helps to connect is named for minutes only. New names come before the old ones end, as long as somebody stays. */
export class Servers {
  #ask;
  #timers;
  #renewed;
  #round = 0;

  /**
   * @param {() => Promise<import("../post.js").Answer>} ask
   * @param {import("../timers.js").Clock} clock
   * @param {(fresh: IceTicket) => void} renewed
   */
  constructor(ask, clock, renewed) {
    this.#ask = ask;
    this.#timers = new Timers(clock);
    this.#renewed = renewed;
  }

  /** @param {IceTicket} ticket */
  keepFresh({ ice_seconds: seconds = 0 }) {
    this.stop();
    if (seconds > 0) this.#later(seconds * 1_000 * USED);
  }

  stop() {
    this.#round += 1;
    this.#timers.clearAll();
  }

  /** @param {number} ms */
  #later(ms) {
    this.#timers.set("renew", ms, () => this.#renew());
  }

  async #renew() {
    const round = this.#round;
    const { ok, status, data } = await this.#ask();
    if (round !== this.#round) return;
    if (ok) {
      this.keepFresh(data);
      this.#renewed(data);
    } else if (status === 0 || status >= 500) this.#later(AGAIN_MS);
  }
}
