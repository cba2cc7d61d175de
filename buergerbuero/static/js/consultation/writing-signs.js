import { SYSTEM_CLOCK, Timers } from "../timers.js";
import { word } from "../words.js";
import { Sentences } from "./sentences.js";

/** @typedef {import("./part.js").Part} Part */
/** @typedef {import("./text-lines.js").TextLine} TextLine */

const PAUSE_MS = 3_000;
/** What is older was read before this page was loaded. */
const NEWS_MS = 10_000;
/** Of what is said aloud at once: nobody is to be talked over for minutes. */
const SAID_AT_MOST = 500;

/** How somebody notices that others write: the plate on their picture, a mark on the closed panel's button, the voice of a screen reader. */
export class WritingSigns {
  #part;
  #isOpen;
  #nameOf;
  #sentences = new Sentences();
  #timers = new Timers(SYSTEM_CLOCK);

  /**
   * @param {Part} part
   * @param {() => boolean} isOpen whether the panel is
   * @param {(line: TextLine) => string} nameOf
   */
  constructor(part, isOpen, nameOf) {
    this.#part = part;
    this.#isOpen = isOpen;
    this.#nameOf = nameOf;
  }

  stop() {
    this.#timers.clearAll();
    this.seen();
    this.left([]);
  }

  /** @param {TextLine} line of somebody else */
  heard(line) {
    if (line.done && Date.now() - line.at > NEWS_MS) return;
    if (line.text.trim() && !this.#isOpen()) this.#part.toggle("[data-writing-mark]", true);
    this.#showPlate(line.author, !line.done && !!line.text.trim());
    this.#speak(line, line.done);
    const pause = `pause ${line.author}`;
    if (line.done) this.#timers.clear(pause);
    else this.#timers.set(pause, PAUSE_MS, () => this.#paused(line));
  }

  /** The panel is open now. */
  seen() {
    this.#part.toggle("[data-writing-mark]", false);
  }

  /** @param {string[]} there who is still in the room */
  left(there) {
    for (const plate of this.#plates) if (!there.some((id) => isOf(plate, id))) plate.hidden = true;
  }

  /** @param {TextLine} line */
  #paused(line) {
    this.#showPlate(line.author, false);
    this.#speak(line, true);
  }

  /**
   * @param {TextLine} line
   * @param {boolean} whole
   */
  #speak(line, whole) {
    const sentences = this.#sentences.next(line, line.text, whole);
    const place = this.#part.find("[data-writing-spoken]");
    if (!sentences || !place) return;
    const text = sentences.slice(0, SAID_AT_MOST);
    const said = document.createElement("p");
    said.textContent = word("writing-said", { name: this.#nameOf(line), text });
    // One thing at a time: what was said before is to be read in the panel.
    place.replaceChildren(said);
  }

  /**
   * @param {string} id
   * @param {boolean} writes
   */
  #showPlate(id, writes) {
    for (const plate of this.#plates) if (isOf(plate, id)) plate.hidden = !writes;
  }

  /** @returns {NodeListOf<HTMLElement>} */
  get #plates() {
    return this.#part.root.querySelectorAll("[data-tile-writing]");
  }
}

/**
 * @param {HTMLElement} plate
 * @param {string} id
 */
function isOf(plate, id) {
  return plate.closest(".tile")?.id === `tile-${id}`;
}
