/** @typedef {{lossOut: number | null, roundTripMs: number | null, available: number | null}} Sample null: not known */
/** @typedef {{scale: number, maxBitrate: number, preference: "balanced" | "maintain-framerate" | "maintain-resolution"}} Shape */

/** How much of the picture goes out. At SOUND none does: the line is the sound's alone. */
export const FULL = 0;
export const LESS = 1;
export const LEAST = 2;
export const SOUND = 3;

const NO_LIMIT = 2_500_000;
/** By the number of others: each of them is sent a picture, by one line and one processor. */
const SHARE = Object.freeze([
  { scale: 1, maxBitrate: NO_LIMIT },
  { scale: 1, maxBitrate: NO_LIMIT },
  { scale: 1, maxBitrate: NO_LIMIT },
  { scale: 1.5, maxBitrate: 700_000 },
  { scale: 2, maxBitrate: 350_000 },
]);
/** Less than this, in bits a second, is too little for a level; more than `enough` carries the next better one. */
const LINE = Object.freeze([
  { tooLittle: 350_000, enough: 0 },
  { tooLittle: 150_000, enough: 600_000 },
  { tooLittle: 60_000, enough: 240_000 },
  { tooLittle: 0, enough: 0 },
]);
const MUCH_LOSS = 0.1;
const LITTLE_LOSS = 0.03;
const SLOW_MS = 900;
const QUICK_MS = 500;
const SETTLING_S = 6;
const WORSE_AFTER = 3;
const SOUND_AFTER = 5;
const BETTER_AFTER = 8;
const AT_MOST = 64;
const FAILED_WITHIN = 20;

/**
 * Decides, from one look at the connection a second, how much of the picture the line can carry. It gives way soon
 * and comes back late; after a try that failed it waits twice as long.
 */
export class PictureLevel {
  level = FULL;
  #bad = 0;
  #good = 0;
  #settling = SETTLING_S;
  #patience = BETTER_AFTER;
  #risen = Number.POSITIVE_INFINITY;
  #insists;

  /** @param {{insists: boolean}} how */
  constructor({ insists }) {
    this.#insists = insists;
  }

  /** The person wants the picture, however weak the line: from now on it never stops by itself. */
  insist() {
    this.#insists = true;
    if (this.level === SOUND) this.#become(LEAST);
  }

  /**
   * @param {Sample} sample
   * @param {{signing: boolean}} how where people sign, the picture is the talk: it never stops by itself
   * @returns {boolean} whether the level has changed
   */
  look(sample, { signing }) {
    const lowest = signing || this.#insists ? LEAST : SOUND;
    if (this.level > lowest) return this.#become(lowest);
    this.#risen += 1;
    // A new connection does not know yet how much it can carry, nor does one that carries more again.
    if (this.#settling > 0) this.#settling -= 1;
    this.#count(sample);
    const patience = this.level === LEAST ? SOUND_AFTER : WORSE_AFTER;
    if (this.#bad >= patience && this.level < lowest) return this.#worse();
    if (this.#good >= this.#patience && this.level > FULL) return this.#better();
    return false;
  }

  /** @param {Sample} sample */
  #count(sample) {
    const { tooLittle, enough } = LINE[this.level];
    const available = this.#settling > 0 ? null : sample.available;
    const { lossOut: loss, roundTripMs: time } = sample;
    const bad = over(loss, MUCH_LOSS) || over(time, SLOW_MS) || over(tooLittle, available);
    const doubtful = over(loss, LITTLE_LOSS) || over(time, QUICK_MS) || over(enough, available);
    this.#bad = bad ? this.#bad + 1 : 0;
    this.#good = bad || doubtful ? 0 : this.#good + 1;
    if (this.level === FULL && this.#good >= AT_MOST) this.#patience = BETTER_AFTER;
  }

  #worse() {
    if (this.#risen < FAILED_WITHIN) this.#patience = Math.min(this.#patience * 2, AT_MOST);
    this.#risen = Number.POSITIVE_INFINITY;
    return this.#become(this.level + 1);
  }

  #better() {
    this.#risen = 0;
    this.#settling = SETTLING_S;
    return this.#become(this.level - 1);
  }

  /** @param {number} level */
  #become(level) {
    this.level = level;
    this.#bad = 0;
    this.#good = 0;
    return true;
  }
}

/**
 * What goes out at a level to each of `others`. Where people sign, the picture gets smaller and stays smooth; letters
 * stay sharp.
 * @param {number} level
 * @param {{signing: boolean, screen: boolean, others: number}} how
 * @returns {Shape}
 */
export function shapeOf(level, { signing, screen, others }) {
  const share = SHARE[Math.min(others, SHARE.length - 1)];
  const ofLine = [NO_LIMIT, 500_000, signing ? 250_000 : 200_000][Math.min(level, LEAST)];
  const maxBitrate = Math.min(ofLine, share.maxBitrate);
  if (screen) return { scale: 1, maxBitrate, preference: "maintain-resolution" };
  // 1280 × 720 becomes 426 × 240 at least where hands must be seen.
  const scale = Math.max(share.scale, [1, 2, signing ? 3 : 4][Math.min(level, LEAST)]);
  return { scale, maxBitrate, preference: signing ? "maintain-framerate" : "balanced" };
}

/**
 * @param {number | null} value
 * @param {number | null} limit
 */
function over(value, limit) {
  return value !== null && limit !== null && value > limit;
}
