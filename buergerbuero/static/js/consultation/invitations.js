import { word } from "../words.js";

/** @typedef {import("./part.js").Part} Part */
/** @typedef {import("./side.js").Side} Side */

const PLACE = "[data-link-shown]";

/** The link for somebody who is to come: shown beside the pictures until it has been used. */
export class Invitations {
  #part;
  #side;
  /** Whose link the list has shown as open. */
  #listed = "";
  #stopListening = new AbortController();

  /**
   * @param {Part} part
   * @param {Side} side
   */
  constructor(part, side) {
    this.#part = part;
    this.#side = side;
    const { signal } = this.#stopListening;
    document.addEventListener("command", (event) => this.#answered(event), { signal });
    part.root.addEventListener("click", (event) => this.#clicked(event), { signal });
    document.addEventListener("region", () => this.#forgetUsed(), { signal });
  }

  /** Nobody would notice any more that the link has been used. */
  close() {
    this.#stopListening.abort();
    this.#part.find(PLACE)?.replaceChildren();
  }

  /** @param {Event} event */
  #answered(event) {
    const { form, ok, data } = /** @type {CustomEvent} */ (event).detail;
    const place = this.#part.find(PLACE);
    if (!place || !ok || !data?.html || !form.matches("form[data-link]")) return;
    place.innerHTML = data.html;
    if (!this.#side.isOpen("people")) this.#side.open("people");
    this.#part.find("[data-link-title]")?.focus();
  }

  /** Nobody needs to see it any longer, and nobody else shall. */
  #forgetUsed() {
    const { linkOf = "" } = this.#part.find("[data-link-of]")?.dataset ?? {};
    const place = this.#part.find(PLACE);
    const waits = !!this.#part.find(`[data-link-waits~="${linkOf}"]`);
    // The answer may be here before the list that names whom it is for.
    if (waits) this.#listed = linkOf;
    if (!linkOf || !place || waits || this.#listed !== linkOf) return;
    const had = place.contains(document.activeElement);
    place.replaceChildren();
    if (had) this.#part.find("[data-side-panel=people] [data-side-title]")?.focus();
  }

  /** @param {Event} event */
  async #clicked({ target }) {
    if (!(target instanceof Element) || !target.closest("[data-link-copy]")) return;
    const field = /** @type {HTMLInputElement | null} */ (this.#part.find("[data-link-of] input"));
    if (!field) return;
    const copied = await navigator.clipboard?.writeText(field.value).then(
      () => true,
      () => false,
    );
    if (!copied) field.select();
    this.#part.say("[data-link-copied]", word(copied ? "link-copied" : "link-marked"));
  }
}
