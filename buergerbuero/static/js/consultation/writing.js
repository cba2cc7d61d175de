import { SYSTEM_CLOCK } from "../timers.js";
import { word } from "../words.js";
import { Letters } from "./letters.js";
import { Line } from "./line.js";
import { LONGEST_LINE, OWN } from "./text-lines.js";
import { timeOf, WritingLog } from "./writing-log.js";
import { WritingSigns } from "./writing-signs.js";

/** @typedef {import("./table.js").Around} Around */
/** @typedef {import("./text-lines.js").TextLine} TextLine */

const WRITING = "writing";

/** "Schreiben": text that the others read while it is being typed, beside picture and sound. */
export class Writing {
  #part;
  #side;
  #room;
  #letters;
  #log;
  #signs;
  #stopListening = new AbortController();
  /** @type {Map<string, string>} also of those who have left: what they wrote stays theirs */
  #names = new Map();
  #shift = false;

  /** @param {Around} around */
  constructor({ part, room, side }) {
    this.#part = part;
    this.#side = side;
    this.#room = room;
    const [sheet] = crypto.getRandomValues(new Uint32Array(1));
    this.#letters = new Letters(room, new Line(room, WRITING), SYSTEM_CLOCK, sheet);
    const nameOf = (/** @type {TextLine} */ line) => this.#nameOf(line);
    this.#log = new WritingLog(part, this.#letters.log, nameOf);
    this.#signs = new WritingSigns(part, () => side.isOpen(WRITING), nameOf);
    this.#listen();
    this.#showWays();
  }

  close() {
    this.#stopListening.abort();
    this.#letters.stop();
    this.#log.stop();
    this.#signs.stop();
    this.#part.toggle("[data-writing-none]", true);
  }

  #listen() {
    const { signal } = this.#stopListening;
    this.#letters.addEventListener("change", (event) => this.#changed(event), { signal });
    this.#letters.addEventListener("ways", () => this.#showWays(), { signal });
    this.#side.addEventListener("open", () => this.#opened(), { signal });
    this.#part.find("[data-writing-copy]")?.addEventListener("click", () => this.#copy(), {
      signal,
    });
    const field = this.#field;
    field?.addEventListener("input", (event) => this.#typed(event), { signal });
    field?.addEventListener("compositionend", () => this.#write(), { signal });
    field?.addEventListener("keydown", (event) => this.#pressed(event), { signal });
    field?.addEventListener("beforeinput", (event) => this.#entered(event), { signal });
  }

  /** @returns {HTMLTextAreaElement | null} */
  get #field() {
    return this.#part.root.querySelector("[data-writing-field]");
  }

  #opened() {
    if (!this.#side.isOpen(WRITING)) return;
    this.#field?.focus();
    this.#signs.seen();
  }

  /** @param {Event} event */
  #typed(event) {
    const composing = /** @type {InputEvent} */ (event).isComposing;
    this.#write(composing);
  }

  /**
   * @param {boolean} [composing] a word is being put together: the field must not be touched
   */
  #write(composing = false) {
    const field = this.#field;
    if (!field || (composing && field.value.length > LONGEST_LINE)) return;
    const left = this.#letters.write(field.value);
    if (left !== field.value) field.value = left;
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    this.#shift = event.shiftKey;
    // It ends the composition, not the writing.
    if (event.key === "Escape" && event.isComposing) event.stopPropagation();
  }

  /** Keyboards on a screen tell no key, only what it does. @param {InputEvent} event */
  #entered(event) {
    const breaks = event.inputType === "insertLineBreak" || event.inputType === "insertParagraph";
    if (!breaks || this.#shift || event.isComposing) return;
    event.preventDefault();
    const field = this.#field;
    if (field && this.#letters.finish()) field.value = "";
  }

  /** @param {Event} event */
  #changed(event) {
    /** @type {TextLine} */
    const line = /** @type {CustomEvent} */ (event).detail;
    this.#log.show();
    if (line.author !== OWN) this.#signs.heard(line);
    if (line.text.trim()) this.#part.toggle("[data-writing-none]", false);
    this.#part.say("[data-writing-state]", "");
  }

  /** Who reads along; what was written before anybody could goes to them now. */
  #showWays() {
    for (const { id, name } of this.#room.others) this.#names.set(id, name);
    if (this.#field?.value) this.#write();
    const { readers, reachable } = this.#letters;
    const [{ name } = { name: "" }] = readers;
    const seen = readers.length > 1 ? word("writing-seen-by-all") : word("writing-seen", { name });
    this.#part.say("[data-writing-hint]", readers.length === 0 ? word("writing-nobody") : seen);
    const waits = readers.length > 0 && !reachable;
    this.#part.say("[data-writing-state]", waits ? word("writing-waits") : "");
    this.#part.toggle("[data-writing-hint]", !waits);
    this.#signs.left(this.#room.others.map(({ id }) => id));
  }

  async #copy() {
    const text = this.#letters.log.inOrder
      .filter((line) => line.text.trim())
      .map((line) => `${timeOf(line)} ${this.#nameOf(line)}: ${line.text}`)
      .join("\n");
    const failed = await navigator.clipboard.writeText(text).catch((error) => error);
    this.#part.say("[data-writing-state]", "");
    this.#part.say("[data-writing-state]", word(failed ? "writing-not-copied" : "writing-copied"));
  }

  /** @param {TextLine} line */
  #nameOf({ author, again }) {
    if (again) return word("writing-you-again");
    return author === OWN ? word("writing-you") : (this.#names.get(author) ?? "");
  }
}
