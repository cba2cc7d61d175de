const STATE = "[data-identity-state]";

/** The room says at its root (`data-identity`) whether somebody is just asked to show a document: no still is taken then. */
export class Identity {
  #part;
  #stopListening = new AbortController();

  /** @param {import("./part.js").Part} part of the room */
  constructor(part) {
    this.#part = part;
    const { signal } = this.#stopListening;
    document.addEventListener("region", () => this.#show(), { signal });
    this.#show();
  }

  close() {
    this.#stopListening.abort();
  }

  #show() {
    /** @type {HTMLElement | null} */
    const state = document.querySelector(STATE);
    this.#part.root.dataset.identity = state?.dataset.identityState ?? "";
  }
}
