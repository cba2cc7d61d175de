/** @typedef {import("./table.js").Around} Around */

const SIGN_INTERPRETER = "sign";
const SELF = "self";
const NOBODY = "";

/** Which picture is the large one. Whom the person has chosen stays it, whoever comes, goes or comes back. */
export class Seats {
  #part;
  #room;
  #stopListening = new AbortController();
  /** @type {string | null} null: the person has not chosen */
  #chosen = null;

  /** @param {Around} around */
  constructor({ part, room }) {
    this.#part = part;
    this.#room = room;
    const { signal } = this.#stopListening;
    room.addEventListener("people", () => this.#show(), { signal });
    part.root.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.#show();
  }

  close() {
    this.#stopListening.abort();
  }

  /** @param {Event} event */
  #clicked({ target }) {
    const button = target instanceof Element ? target.closest("[data-control=pin]") : null;
    const tile = button?.closest(".tile");
    if (!tile) return;
    this.#chosen = tile.classList.contains("tile--pinned") ? NOBODY : this.#seatOf(tile);
    this.#show();
  }

  #show() {
    const there = this.#room.others.filter(({ here }) => here);
    const pinned = this.#pinned(there);
    const stage = this.#part.find("[data-room-stage]");
    if (!stage) return;
    let found = false;
    for (const tile of stage.querySelectorAll("figure.tile")) {
      const is = there.length > 1 && this.#seatOf(tile) === pinned;
      found ||= is;
      tile.classList.toggle("tile--pinned", is);
      tile.querySelector("[data-control=pin]")?.setAttribute("aria-pressed", String(is));
    }
    stage.classList.toggle("stage--pinned", found);
  }

  /** Hands have to be seen well; of three the first, with four or more all alike. @param {import("../messages.js").Participant[]} there */
  #pinned(there) {
    if (this.#chosen !== null) return this.#chosen;
    const interpreter = there.find(({ role }) => role === SIGN_INTERPRETER);
    return (interpreter ?? (there.length === 2 ? there[0] : null))?.id ?? NOBODY;
  }

  /** @param {Element} tile */
  #seatOf(tile) {
    return tile.matches("[data-room-self]") ? SELF : tile.id.replace(/^tile-/, "");
  }
}
