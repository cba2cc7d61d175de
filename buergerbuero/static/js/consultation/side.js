/** @typedef {import("./part.js").Part} Part */

/**
 * What stands beside the pictures, one panel at a time: buttons `[data-side="name"]` show and hide
 * `[data-side-panel="name"]`. Events `open` and `close` (detail: name).
 */
export class Side extends EventTarget {
  #part;
  #stopListening = new AbortController();
  #name = "";
  /** @type {HTMLElement | null} what had the focus before */
  #opener = null;

  /** @param {Part} part of the room */
  constructor(part) {
    super();
    this.#part = part;
    const { signal } = this.#stopListening;
    part.root.addEventListener("click", (event) => this.#clicked(event), { signal });
    document.addEventListener("keydown", (event) => this.#pressed(event), { signal });
  }

  /** The markup may be bound again: what is open there would count as closed. */
  stop() {
    this.#stopListening.abort();
    this.#show("");
  }

  /** @param {string} name */
  isOpen(name) {
    return this.#name === name;
  }

  /**
   * @param {string} name
   * @param {HTMLElement | null} [opener] gets the focus back
   */
  open(name, opener = null) {
    // One panel led to another: the way back is the button on the bar.
    if (!opener?.closest("[data-side-panel]")) this.#opener = opener;
    this.#show(name);
    this.#title(name)?.focus();
    this.dispatchEvent(new CustomEvent("open", { detail: name }));
  }

  close() {
    const name = this.#name;
    if (!name) return;
    this.#show("");
    const shown = this.#opener?.checkVisibility?.() ?? this.#opener?.isConnected;
    if (shown) this.#opener?.focus();
    else this.#visibleButton()?.focus();
    this.dispatchEvent(new CustomEvent("close", { detail: name }));
  }

  /** @param {Event} event */
  #clicked({ target }) {
    if (!(target instanceof Element)) return;
    if (target.closest("[data-side-close]")) return this.close();
    /** @type {HTMLElement | null} */
    const button = target.closest("[data-side]");
    const { side: name = "" } = button?.dataset ?? {};
    if (!button || !name) return;
    if (this.isOpen(name)) this.close();
    else this.open(name, button);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key !== "Escape" || !this.#name || event.defaultPrevented) return;
    if (document.fullscreenElement || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.close();
  }

  /** @param {string} name "" for none */
  #show(name) {
    this.#name = name;
    const { root } = this.#part;
    root.classList.toggle("room--panel", !!name);
    for (const panel of elements(root, "[data-side-panel]"))
      panel.hidden = panel.dataset.sidePanel !== name;
    for (const button of elements(root, "[data-side][aria-expanded]"))
      button.setAttribute("aria-expanded", String(!!name && button.dataset.side === name));
  }

  /**
   * @param {string} name
   * @returns {HTMLElement | null}
   */
  #title(name) {
    return this.#part.find(`[data-side-panel="${name}"] [data-side-title]`);
  }

  #visibleButton() {
    return [...elements(this.#part.root, ".callbar [data-side]")].find((one) =>
      one.checkVisibility?.(),
    );
  }
}

/**
 * @param {HTMLElement} root
 * @param {string} selector
 * @returns {NodeListOf<HTMLElement>}
 */
function elements(root, selector) {
  return root.querySelectorAll(selector);
}
