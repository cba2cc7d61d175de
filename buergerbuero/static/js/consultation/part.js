import { sayAnew } from "../say-anew.js";

const BAND = ".alert-band";

/** A part of the page, and what scripts say and show in it. Where an element is missing nothing happens. */
export class Part {
  root;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
  }

  /**
   * @param {string} selector
   * @returns {HTMLElement | null}
   */
  find(selector) {
    return this.root.querySelector(selector);
  }

  /**
   * A band often goes with the press of its own button: the focus must not go with it.
   * @param {string} selector
   * @param {boolean} shown
   */
  toggle(selector, shown) {
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (
      this.root.querySelectorAll(selector)
    )) {
      const had = !shown && element.matches(BAND) && element.contains(document.activeElement);
      element.hidden = !shown;
      if (had) this.find("[data-focus-fallback]")?.focus();
    }
  }

  /**
   * The same text once more would be read out once more.
   * @param {string} selector
   * @param {string} text
   */
  say(selector, text) {
    const place = this.find(selector);
    if (place && place.textContent !== text) place.textContent = text;
  }

  /**
   * What happens once more is read out once more, and what happens at the same moment together.
   * @param {string} selector
   * @param {string} text
   */
  sayAnew(selector, text) {
    const place = this.find(selector);
    if (place) sayAnew(place, text);
  }
}
