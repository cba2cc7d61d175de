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
   * @param {string} selector
   * @param {boolean} shown
   */
  toggle(selector, shown) {
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (
      this.root.querySelectorAll(selector)
    )) {
      element.hidden = !shown;
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
}
