import { playSound } from "../sound.js";

const AGAIN_MS = 10_000;
const TIMES = 6;

/** A colleague asks this advisor to come: it rings until they have answered, for a minute at most. */
export class Rings {
  #notices;
  #ringing = "";
  #left = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {import("./notices.js").Notices} notices */
  constructor(notices) {
    this.#notices = notices;
  }

  /** @param {HTMLElement} root `#region-rings` */
  show(root) {
    const { rings = "" } = root.dataset;
    const before = this.#ringing;
    this.#ringing = rings.trim();
    if (this.#ringing === before) return;
    clearTimeout(this.#timer);
    this.#left = TIMES;
    this.#ring();
    if (this.#ringing) this.#notices.ring();
  }

  #ring() {
    if (!this.#ringing || this.#left === 0) return;
    this.#left -= 1;
    playSound("called");
    this.#timer = setTimeout(() => this.#ring(), AGAIN_MS);
  }
}
