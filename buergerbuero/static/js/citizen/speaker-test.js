import { playSound, soundIsAllowed } from "../sound.js";
import { word } from "../words.js";

/** @typedef {import("../consultation/part.js").Part} Part */

/** "Haben Sie den Klang gehört?" Only the person knows. */
export class SpeakerTest {
  /** @type {"heard" | "not-heard" | null} */
  answer = null;
  /** The browser lets no sound out yet. */
  blocked = false;
  #part;
  #changed;

  /**
   * @param {Part} part
   * @param {() => void} changed
   */
  constructor(part, changed) {
    this.#part = part;
    this.#changed = changed;
    part.root.addEventListener("click", (event) => this.#clicked(event));
    this.#lookIfAllowed();
  }

  /** After a reload nobody has touched the page: then the call would not be heard. */
  async #lookIfAllowed() {
    if (await soundIsAllowed()) return;
    this.#part.toggle("[data-devices-sound-blocked]", true);
    const touched = () => this.#part.toggle("[data-devices-sound-blocked]", false);
    for (const event of ["pointerup", "keyup"])
      document.addEventListener(event, touched, { once: true, capture: true });
  }

  /** @param {Event} event */
  #clicked({ target }) {
    if (!(target instanceof Element)) return;
    if (target.closest("[data-devices-sound]")) this.#play();
    /** @type {HTMLElement | null} */
    const button = target.closest("[data-devices-heard]");
    if (button) this.#answered(button.dataset.devicesHeard === "yes");
  }

  async #play() {
    this.blocked = !(await playSound("called"));
    this.#part.toggle("[data-devices-question]", !this.blocked);
    this.#changed();
  }

  /** @param {boolean} heard */
  #answered(heard) {
    this.answer = heard ? "heard" : "not-heard";
    this.#part.say("[data-devices-speaker]", word(heard ? "device-heard" : "device-not-heard"));
    this.#part.find("[data-devices-row=speaker]")?.classList.toggle("is-open", !heard);
    this.#part.toggle("[data-devices-question]", false);
    this.#part.find("[data-devices-sound]")?.focus();
    this.#changed();
  }
}
