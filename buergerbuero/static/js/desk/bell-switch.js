import { onCommand, onCommandStart } from "../forms.js";

/** The bell in the head. It follows the click at once, and goes back where the server did not. */
export class BellSwitch {
  #changed;

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed;
    onCommandStart((form) => form === this.#form && this.#show(!this.on));
    onCommand(({ form, ok }) => form === this.#form && this.#kept(ok));
  }

  /** @returns {boolean} */
  get on() {
    return this.#button?.dataset.bell !== "off";
  }

  /** @returns {HTMLElement | null} */
  get #button() {
    return document.querySelector("[data-bell]");
  }

  get #form() {
    return this.#button?.closest("form") ?? null;
  }

  /** @param {boolean} on */
  #show(on) {
    const button = this.#button;
    if (!button) return;
    button.dataset.bell = on ? "on" : "off";
    button.setAttribute("aria-label", (on ? button.dataset.bellOn : button.dataset.bellOff) ?? "");
    for (const icon of /** @type {NodeListOf<HTMLElement>} */ (
      button.querySelectorAll("[data-when]")
    )) {
      icon.hidden = icon.dataset.when !== button.dataset.bell;
    }
    this.#changed();
  }

  /** @param {boolean} ok whether the server keeps what is shown */
  #kept(ok) {
    if (!ok) this.#show(!this.on);
    const wish = this.#form?.querySelector("input[name=knock_sound]");
    if (wish instanceof HTMLInputElement) wish.value = this.on ? "off" : "on";
  }
}
