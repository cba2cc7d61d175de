import { Timers } from "../timers.js";

const AT_MOST_EVERY_MS = 10_000;
const AGAIN_MS = 30_000;
const ALERT = "alert-";

/**
 * Word that nobody opens, not a visit.
 * @param {string} id
 */
export function isAlert(id) {
  return id.startsWith(ALERT);
}

/** Decides when it knocks at the desk: for every arrival, and again while one is unseen. */
export class Bell {
  #ring;
  #clock;
  #timers;
  /** @type {Set<string>} */
  #here;
  /** In the order in which they came. @type {Set<string>} */
  #unseen = new Set();
  #withMe = "";
  #rangAt = Number.NEGATIVE_INFINITY;
  #silent = false;
  #offDuty = false;

  /**
   * @param {() => void} ring
   * @param {import("../timers.js").Clock} clock
   * @param {Iterable<string>} [seenBefore] the page was loaded again
   */
  constructor(ring, clock, seenBefore = []) {
    this.#ring = ring;
    this.#clock = clock;
    this.#timers = new Timers(clock);
    this.#here = new Set(seenBefore);
  }

  /** @returns {string[]} who has knocked or come back, and nobody has looked; the newest last */
  get unseen() {
    return [...this.#unseen];
  }

  /** @returns {string[]} */
  get seenNow() {
    return [...this.#here].filter((id) => !this.#unseen.has(id));
  }

  /** While a talk is running, or switched off. @param {boolean} silent */
  set silent(silent) {
    this.#silent = silent;
  }

  /** On a break or away one is disturbed only where nobody opens. @param {boolean} offDuty */
  set offDuty(offDuty) {
    this.#offDuty = offDuty;
  }

  /** Whom this desk has called is no news when the call is taken back. @param {string} id */
  set withMe(id) {
    this.#withMe = id;
    this.#unseen.delete(id);
    this.#restIfSeen();
  }

  /**
   * @param {string[]} ids everybody who is here and not called, and every word that nobody opens
   * @returns {string[]} who is new
   */
  knocks(ids) {
    const fresh = ids.filter((id) => !this.#here.has(id) && id !== this.#withMe);
    this.#here = new Set(ids);
    for (const id of this.#unseen) if (!this.#here.has(id)) this.#unseen.delete(id);
    for (const id of fresh) this.#unseen.add(id);
    if (fresh.length > 0) this.#arrival();
    this.#restIfSeen();
    return fresh;
  }

  /** The advisor has seen all of them. */
  seen() {
    this.#unseen.clear();
    this.#restIfSeen();
  }

  /** Somebody is at this desk: what is unseen stays so, and sounds no more by itself. */
  rest() {
    this.#timers.clear("again");
  }

  get #isQuiet() {
    return this.#silent || (this.#offDuty && ![...this.#unseen].some(isAlert));
  }

  #restIfSeen() {
    if (this.#unseen.size === 0) this.#timers.clear("again");
  }

  /** Whoever came within the last sound's ten seconds counts as heard with it. */
  #arrival() {
    this.#sound();
    const ago = this.#clock.now() - this.#rangAt;
    this.#againIn(ago < AT_MOST_EVERY_MS ? AGAIN_MS - ago : AGAIN_MS);
  }

  /** @param {number} ms */
  #againIn(ms) {
    this.#timers.set("again", ms, () => {
      this.#sound();
      this.#againIn(AGAIN_MS);
    });
  }

  #sound() {
    const now = this.#clock.now();
    if (this.#isQuiet || now - this.#rangAt < AT_MOST_EVERY_MS) return;
    this.#rangAt = now;
    this.#ring();
  }
}
