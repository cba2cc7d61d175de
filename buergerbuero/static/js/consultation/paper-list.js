import { PaperRow } from "./paper-row.js";

/** @typedef {import("./paper.js").Paper} Paper */
/** @typedef {import("./paper-post.js").PaperPost} PaperPost */
/** @typedef {import("./part.js").Part} Part */

const SHOW_EVERY_MS = 200;

/**
 * The papers of this talk, the newest first, and the band about those that wait for an answer.
 * It says each change once, in a sentence, through the room's status line.
 */
export class PaperList {
  #part;
  #post;
  #nameOf;
  /** @type {Map<Paper, PaperRow>} */
  #rows = new Map();
  /** @type {Map<Paper, string>} the state that was said last */
  #said = new Map();
  /** @type {Set<Paper>} to be shown with the next frame */
  #changed = new Set();

  /**
   * @param {Part} part of the room
   * @param {PaperPost} post
   * @param {(person: string) => string} nameOf
   */
  constructor(part, post, nameOf) {
    this.#part = part;
    this.#post = post;
    this.#nameOf = nameOf;
    post.addEventListener("offer", (event) => this.#show(paperOf(event)));
    post.addEventListener("change", (event) => this.#showSoon(paperOf(event)));
    post.addEventListener("gone", (event) => this.#remove(paperOf(event)));
  }

  close() {
    for (const row of this.#rows.values()) row.remove();
    this.#rows.clear();
    this.#part.toggle("[data-papers-none]", true);
    this.#showBand();
  }

  /** @returns {Paper | null} the oldest that waits for an answer */
  get asked() {
    const open = (/** @type {Paper} */ { mine, state }) => !mine && state === "offered";
    return [...this.#rows.keys()].find(open) ?? null;
  }

  /**
   * @param {Element} inside
   * @returns {PaperRow | null}
   */
  rowOf(inside) {
    const element = inside.closest("[data-paper]");
    return [...this.#rows.values()].find((row) => row.element === element) ?? null;
  }

  /** @param {Paper} paper */
  focus(paper) {
    this.#show(paper);
    this.#rows.get(paper)?.focus();
  }

  /** Parts arrive faster than anybody can look. @param {Paper} paper */
  #showSoon(paper) {
    if (this.#said.get(paper) !== paper.state) return this.#show(paper);
    if (this.#changed.size === 0) setTimeout(() => this.#showChanged(), SHOW_EVERY_MS);
    this.#changed.add(paper);
  }

  #showChanged() {
    for (const paper of this.#changed) if (this.#rows.has(paper)) this.#show(paper);
    this.#changed.clear();
  }

  /** @param {Paper} paper */
  #show(paper) {
    const row = this.#rows.get(paper) ?? this.#add(paper);
    row?.show(this.#post.people.includes(paper.person));
    if (row) this.#announce(row);
    this.#showBand();
  }

  /** @param {Paper} paper */
  #add(paper) {
    const template = /** @type {HTMLTemplateElement | null} */ (
      this.#part.find("template[data-paper-template]")
    );
    const list = this.#part.find("[data-papers-list]");
    if (!template || !list) return null;
    const row = new PaperRow(template, paper, this.#nameOf(paper.person));
    this.#rows.set(paper, row);
    list.prepend(row.element);
    this.#part.toggle("[data-papers-none]", false);
    return row;
  }

  /** @param {Paper} paper */
  #remove(paper) {
    const row = this.#rows.get(paper);
    const had = row?.element.contains(document.activeElement);
    row?.remove();
    this.#rows.delete(paper);
    this.#said.delete(paper);
    this.#part.toggle("[data-papers-none]", this.#rows.size === 0);
    if (had) this.#part.find("[data-side-panel=papers] [data-side-title]")?.focus();
    this.#showBand();
  }

  /** @param {PaperRow} row */
  #announce({ paper, text }) {
    if (this.#said.get(paper) === paper.state) return;
    this.#said.set(paper, paper.state);
    if (paper.state !== "going") this.#part.sayAnew("[data-papers-status]", text);
  }

  #showBand() {
    const { asked } = this;
    this.#part.say("[data-papers-band-text]", (asked && this.#rows.get(asked)?.text) ?? "");
    this.#part.toggle("[data-papers-band]", !!asked);
  }
}

/** @param {Event} event @returns {Paper} */
function paperOf(event) {
  return /** @type {CustomEvent<Paper>} */ (event).detail;
}
