import { OWN } from "./text-lines.js";

/** @typedef {import("./part.js").Part} Part */
/** @typedef {import("./text-lines.js").Log} Log */
/** @typedef {import("./text-lines.js").TextLine} TextLine */

/** However much somebody sends, the page is drawn as often as an eye can follow. */
const DRAW_MS = 30;

/** What was written, as a list: the newest below, and a caret where somebody is writing. It keeps silent by itself. */
export class WritingLog {
  #part;
  #log;
  #nameOf;
  /** @type {Map<TextLine, HTMLElement>} */
  #items = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {Part} part
   * @param {Log} log
   * @param {(line: TextLine) => string} nameOf
   */
  constructor(part, log, nameOf) {
    this.#part = part;
    this.#log = log;
    this.#nameOf = nameOf;
  }

  stop() {
    clearTimeout(this.#timer);
    for (const item of this.#items.values()) item.remove();
  }

  show() {
    this.#timer ??= setTimeout(() => this.#draw(), DRAW_MS);
  }

  #draw() {
    this.#timer = undefined;
    const list = this.#part.find("[data-writing-list]");
    if (!list) return;
    let next = list.firstElementChild;
    for (const line of this.#log.inOrder) {
      const item = this.#itemOf(line);
      show(item, line);
      if (item === next) next = next.nextElementSibling;
      else list.insertBefore(item, next);
    }
  }

  /** @param {TextLine} line */
  #itemOf(line) {
    const item = this.#items.get(line) ?? this.#newItem(line);
    this.#items.set(line, item);
    return item;
  }

  /** @param {TextLine} line */
  #newItem(line) {
    const template = /** @type {HTMLTemplateElement} */ (this.#part.find("[data-writing-line]"));
    const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    const item = /** @type {HTMLElement} */ (copy.firstElementChild);
    item.className = line.author === OWN ? "talk__you" : "talk__other";
    say(item, "[data-line-author]", this.#nameOf(line));
    return item;
  }
}

/** In the office's time, like all others in the room. @param {TextLine} line */
export function timeOf({ at }) {
  /** @type {HTMLElement | null} */
  const list = document.querySelector("[data-writing-list]");
  return clockIn(list?.dataset.writingList).format(new Date(at));
}

/** @type {Map<string | undefined, Intl.DateTimeFormat>} made once: that takes longer than a picture may wait */
const clocks = new Map();

/** @param {string | undefined} timeZone */
function clockIn(timeZone) {
  const { lang } = document.documentElement;
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat(lang, {
      hour: "numeric",
      minute: "2-digit",
      hourCycle: "h23",
      timeZone,
    });
  clocks.set(timeZone, clock);
  return clock;
}

/**
 * @param {HTMLElement} item
 * @param {TextLine} line
 */
function show(item, line) {
  item.hidden = !line.text.trim();
  say(item, "[data-line-text]", line.text);
  if (item.hidden) return;
  say(item, "time", timeOf(line));
  const caret = /** @type {HTMLElement} */ (item.querySelector(".caret"));
  caret.hidden = line.done;
}

/**
 * @param {HTMLElement} item
 * @param {string} selector
 * @param {string} text
 */
function say(item, selector, text) {
  const place = item.querySelector(selector);
  if (place && place.textContent !== text) place.textContent = text;
}
