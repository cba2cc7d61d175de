import { giveFocus } from "../region.js";
import { playSound, unlockSound } from "../sound.js";
import { SYSTEM_CLOCK } from "../timers.js";
import { Bell } from "./bell.js";
import { Notices } from "./notices.js";

/** The band, the sound and the notice when somebody knocks. */
export class Knocking {
  #bell = new Bell(() => this.#ring(), SYSTEM_CLOCK);
  #notices = new Notices();
  #on = true;
  #talking = false;

  constructor() {
    unlockSound("knock", () => this.#showBlocked(false));
    document.addEventListener("click", (event) => this.#clicked(event));
    this.#showBell();
  }

  /**
   * After each change of region `knocks`.
   * @param {HTMLElement} root its `data-knocks` names the visits
   */
  show(root) {
    const ids = (root.dataset.knocks ?? "").split(" ").filter(Boolean);
    if (this.#bell.knocks(ids).length > 0) this.#notices.knock();
    this.#showBand();
    this.#notices.show();
  }

  /** @param {boolean} talking while a talk is running it does not knock */
  set talking(talking) {
    this.#talking = talking;
    this.#bell.silent = talking || !this.#on;
  }

  async #ring() {
    this.#showBlocked(!(await playSound("knock")));
  }

  /** @param {Event} event */
  #clicked(event) {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-knocks-seen]")) this.#seen();
    if (event.target.closest("[data-bell]")) this.#switchBell();
    if (event.target.closest("[data-sound-allow] button")) this.#ring();
  }

  #seen() {
    this.#bell.seen();
    this.#showBand();
    giveFocus(document.querySelector("main h1"));
  }

  #switchBell() {
    this.#on = !this.#on;
    this.talking = this.#talking;
    this.#showBell();
  }

  #showBand() {
    const root = document.getElementById("region-knocks");
    if (root) root.hidden = !this.#bell.hasUnseen;
  }

  #showBell() {
    /** @type {HTMLElement | null} */
    const button = document.querySelector("[data-bell]");
    if (!button) return;
    const { bellOn, bellOff } = button.dataset;
    button.setAttribute("aria-label", (this.#on ? bellOn : bellOff) ?? "");
    for (const icon of /** @type {NodeListOf<HTMLElement>} */ (
      button.querySelectorAll("[data-when]")
    )) {
      icon.hidden = icon.dataset.when !== (this.#on ? "on" : "off");
    }
  }

  /** @param {boolean} blocked */
  #showBlocked(blocked) {
    /** @type {HTMLElement | null} */
    const band = document.querySelector("[data-sound-allow]");
    if (band) band.hidden = !blocked;
  }
}
