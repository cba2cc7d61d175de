import { SYSTEM_CLOCK } from "./timers.js";

const PAUSE_MS = 60_000;

/** Says things at most once a minute. What has changed back meanwhile is not said at all. */
export class Sparing {
  #say;
  #clock;
  #said;
  #latest;
  #resting = false;

  /**
   * @param {(text: string) => void} say
   * @param {string} before what need not be said first
   * @param {import("./timers.js").Clock} [clock]
   */
  constructor(say, before, clock = SYSTEM_CLOCK) {
    this.#say = say;
    this.#said = before;
    this.#latest = before;
    this.#clock = clock;
  }

  /** @param {string} text */
  tell(text) {
    this.#latest = text;
    if (!this.#resting) this.#speak();
  }

  #speak() {
    this.#resting = false;
    if (this.#latest === this.#said) return;
    this.#said = this.#latest;
    this.#say(this.#said);
    this.#resting = true;
    this.#clock.setTimeout(() => this.#speak(), PAUSE_MS);
  }
}
