/** @typedef {import("./codes.js").Answer} Answer */
/** @typedef {import("../messages.js").Participant} Participant */

const PANEL = "code";

/** "Sicherheit": the number shared with each of the others, to be read out and compared. Nobody has to. */
export class CodePanel {
  #part;
  #room;
  #side;
  #codes;
  #stopListening = new AbortController();
  #wasLookedAt = false;

  /**
   * @param {import("./table.js").Around} around
   * @param {import("./codes.js").Codes} codes
   */
  constructor({ part, room, side }, codes) {
    this.#part = part;
    this.#room = room;
    this.#side = side;
    this.#codes = codes;
    const { signal } = this.#stopListening;
    for (const event of ["state", "people"])
      room.addEventListener(event, () => this.#show(), { signal });
    codes.addEventListener("change", () => this.#show(), { signal });
    side.addEventListener("open", () => this.#opened(), { signal });
    part.root.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.#show();
  }

  close() {
    this.#stopListening.abort();
  }

  #opened() {
    this.#wasLookedAt ||= this.#side.isOpen(PANEL);
  }

  #show() {
    const list = this.#part.find("[data-code-list]");
    const here = this.#room.others.filter((person) => person.here);
    this.#part.toggle("[data-code-nobody]", here.length === 0);
    if (!list) return;
    for (const item of [...list.children])
      if (!here.some(({ id }) => item.getAttribute("data-code-of") === id)) this.#remove(item);
    for (const person of here) this.#showOne(this.#itemOf(list, person), person.id);
  }

  /** @param {Element} item of somebody who has left */
  #remove(item) {
    const hadFocus = item.contains(document.activeElement);
    item.remove();
    if (hadFocus) this.#focusTitle();
  }

  #focusTitle() {
    this.#part.find(`[data-side-panel=${PANEL}] [data-side-title]`)?.focus();
  }

  /**
   * @param {HTMLElement} list
   * @param {Participant} person
   * @returns {HTMLElement}
   */
  #itemOf(list, { id, name }) {
    const found = [...list.children].find((item) => item.getAttribute("data-code-of") === id);
    if (found instanceof HTMLElement) return found;
    const template = /** @type {HTMLTemplateElement} */ (
      this.#part.find("template[data-code-template]")
    );
    const item = /** @type {HTMLElement} */ (
      /** @type {DocumentFragment} */ (template.content.cloneNode(true)).firstElementChild
    );
    item.dataset.codeOf = id;
    say(item, "name", name);
    list.append(item);
    return item;
  }

  /**
   * @param {HTMLElement} item
   * @param {string} id
   */
  #showOne(item, id) {
    const { state, digits, answer, renewed } = this.#codes.of(id);
    say(item, "shown", [digits.slice(0, 3), digits.slice(3)].join(" "));
    say(item, "spoken", [...digits].join(" "));
    show(item, "number", state === "agreed");
    show(item, "renewed", state === "agreed" && renewed && !answer);
    for (const one of ["waiting", "late", "failed"]) show(item, one, state === one);
    const question = item.querySelector("[data-code-question]");
    const asked = state === "agreed" && !answer;
    const hadFocus = !asked && question?.contains(document.activeElement);
    show(item, "question", asked);
    for (const one of ["same", "different"]) show(item, one, answer === one);
    if (hadFocus) this.#focusTitle();
    if (state === "agreed" && renewed && !answer) this.#sayRenewed(item, digits);
  }

  /**
   * Once for each new number. Whoever has never looked at one need not hear that it is another.
   * @param {HTMLElement} item
   * @param {string} digits
   */
  #sayRenewed(item, digits) {
    if (!this.#wasLookedAt || item.dataset.codeSaid === digits) return;
    item.dataset.codeSaid = digits;
    const text = item.querySelector("[data-code-renewed]")?.textContent?.trim() ?? "";
    this.#part.sayAnew("[data-connection-news]", text);
  }

  /** @param {Event} event */
  #clicked({ target }) {
    if (!(target instanceof Element)) return;
    /** @type {HTMLElement | null} */
    const button = target.closest("[data-code-answer]");
    const id = target.closest("[data-code-of]")?.getAttribute("data-code-of");
    if (!button || !id) return;
    this.#codes.answer(id, /** @type {Answer} */ (button.dataset.codeAnswer));
  }
}

/**
 * @param {HTMLElement} item
 * @param {string} what
 * @param {string} text
 */
function say(item, what, text) {
  const place = item.querySelector(`[data-code-${what}]`);
  if (place && place.textContent !== text) place.textContent = text;
}

/**
 * @param {HTMLElement} item
 * @param {string} what
 * @param {boolean} shown
 */
function show(item, what, shown) {
  /** @type {HTMLElement | null} */
  const place = item.querySelector(`[data-code-${what}]`);
  if (place) place.hidden = !shown;
}
