import { word } from "../words.js";
import { isProgram, safeName } from "./paper-name.js";
import { sizeOf, stateText } from "./paper-texts.js";

/** @typedef {import("./paper.js").Paper} Paper */

/** One paper in the list: what it is, how far it is, and what one can do with it. */
export class PaperRow {
  element;
  paper;
  name;
  #person;
  #address = "";

  /**
   * @param {HTMLTemplateElement} template
   * @param {Paper} paper
   * @param {string} person the other's name
   */
  constructor(template, paper, person) {
    const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    this.element = /** @type {HTMLElement} */ (copy.firstElementChild);
    this.element.dataset.paper = paper.key;
    this.paper = paper;
    this.name = safeName(paper.name, word("paper-unnamed"));
    this.#person = person;
    this.#name();
    this.show(true);
  }

  get text() {
    return stateText(this.paper, this.name, this.#person);
  }

  /**
   * @param {boolean} connected
   */
  show(connected) {
    const { state, mine, done, size } = this.paper;
    const had = this.element.contains(document.activeElement);
    const waits = state === "going" && !connected;
    this.#say("[data-paper-text]", waits ? word("paper-waits") : this.text);
    for (const action of this.#all("[data-paper-when]"))
      action.hidden = !this.#fits(action.dataset.paperWhen ?? "");
    this.#toggle("[data-paper-warning]", !mine && isProgram(this.name));
    const bar = this.element.querySelector("progress");
    if (bar) bar.value = done / size;
    if (state === "arrived" && !mine) this.#offerToSave();
    if (had && !document.activeElement?.checkVisibility?.()) this.focus();
  }

  focus() {
    const first = [...this.#all("a, button")].find((one) => one.checkVisibility?.() ?? !one.hidden);
    first?.focus();
  }

  remove() {
    if (this.#address) URL.revokeObjectURL(this.#address);
    this.element.remove();
  }

  /** @param {string} when such as "in-offered out-going" */
  #fits(when) {
    const { state, mine } = this.paper;
    return when.split(" ").includes(`${mine ? "out" : "in"}-${state}`);
  }

  #name() {
    const place = this.element.querySelector("[data-paper-name]");
    const id = `paper-${this.paper.key}`;
    if (place) place.id = id;
    this.#say("[data-paper-name]", this.name);
    this.#say("[data-paper-size]", sizeOf(this.paper.size));
    for (const action of this.#all("a, button, progress"))
      action.setAttribute("aria-describedby", id);
  }

  #offerToSave() {
    const link = this.element.querySelector("a");
    if (!link || this.#address || !this.paper.content) return;
    this.#address = URL.createObjectURL(this.paper.content);
    link.href = this.#address;
    link.download = this.name;
  }

  /**
   * @param {string} selector
   * @returns {NodeListOf<HTMLElement>}
   */
  #all(selector) {
    return this.element.querySelectorAll(selector);
  }

  /**
   * @param {string} selector
   * @param {boolean} shown
   */
  #toggle(selector, shown) {
    for (const one of this.#all(selector)) one.hidden = !shown;
  }

  /**
   * @param {string} selector
   * @param {string} text
   */
  #say(selector, text) {
    for (const one of this.#all(selector)) if (one.textContent !== text) one.textContent = text;
  }
}
