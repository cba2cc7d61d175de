/** How much somebody may send: so many at once, and then so many a second. */
export class Allowance {
  #perSecond;
  #atOnce;
  #left;
  #at;

  /**
   * @param {number} perSecond
   * @param {number} atOnce
   * @param {number} now
   */
  constructor(perSecond, atOnce, now) {
    this.#perSecond = perSecond;
    this.#atOnce = atOnce;
    this.#left = atOnce;
    this.#at = now;
  }

  /** @param {number} now @returns {boolean} false: too much */
  take(now) {
    const earned = (Math.max(0, now - this.#at) / 1_000) * this.#perSecond;
    this.#left = Math.min(this.#atOnce, this.#left + earned);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
