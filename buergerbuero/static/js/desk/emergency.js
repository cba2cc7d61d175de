import { playSound, unlockSound } from "../sound.js";
import { SYSTEM_CLOCK, Timers } from "../timers.js";

const AGAIN_MS = 10_000;

/** A colleague asks for help: it sounds until somebody comes, but never into a talk. */
export class Emergency {
  #timers = new Timers(SYSTEM_CLOCK);
  #talking = false;
  #notices;
  /** @type {Set<string>} */
  #known = new Set();

  /** @param {import("./notices.js").Notices} notices */
  constructor(notices) {
    this.#notices = notices;
    unlockSound("help");
  }

  /** While a talk is running it is seen and not heard. @param {boolean} talking */
  set talking(talking) {
    this.#talking = talking;
  }

  /** After each change of the region `emergency`. */
  show() {
    const waiting = new Set(unanswered());
    const fresh = [...waiting].some((visit) => !this.#known.has(visit));
    this.#known = waiting;
    if (waiting.size === 0) this.#timers.clear("again");
    else if (fresh) this.#sound();
    if (fresh) this.#notices.help();
  }

  #sound() {
    if (!this.#talking) playSound("help");
    this.#timers.set("again", AGAIN_MS, () => this.#sound());
  }
}

/** @returns {string[]} the visits of those to whom nobody comes yet */
function unanswered() {
  /** @type {NodeListOf<HTMLElement>} */
  const all = document.querySelectorAll("#region-emergency [data-cry]:not([data-answered])");
  return [...all].map((one) => one.dataset.cry ?? "");
}
