/** What is written in a room, line by line, as one page has it. It lives as long as the page and is stored nowhere. */

export const LONGEST_LINE = 2_000;
/** Of one author. Nobody writes as much in one talk; somebody hostile would. */
export const LINES_AT_MOST = 2_000;
const CHARACTERS_AT_MOST = 400_000;
/** Every character of the longest line as `\uffff`, and what stands around it. */
const LONGEST_MESSAGE = 12_500;
const OLDEST_MS = 24 * 60 * 60 * 1_000;
/** The author of what this page writes itself. */
export const OWN = "";

// Joiners stay: scripts and emoji need them. What only turns or hides other letters goes.
const DECEPTIVE = /(?![\n\u200c\u200d])[\p{Cf}\p{Cc}\p{Co}\p{Cs}]/gu;
const BREAKS = /\r\n?|[\u2028\u2029\v\f\u0085]/g;
const HEAPED_MARKS = /(\p{M}{4})\p{M}+/gu;
const HEAPED_BREAKS = /\n{3,}/g;

/**
 * @typedef {object} TextLine
 * @property {string} author a participant, or OWN
 * @property {number} sheet one page's writing
 * @property {number} line
 * @property {string} text
 * @property {boolean} done nothing of it changes any more
 * @property {number} at when it was begun; of one that is done, when it was finished
 * @property {boolean} again given back to its author after a reload
 */

/** @typedef {{sheet: number, line: number, text: string, done: boolean, age: number, yours: boolean}} Message */

/** @param {string} text */
export function tidyText(text) {
  return text
    .slice(0, LONGEST_LINE)
    .normalize("NFC")
    .replace(BREAKS, "\n")
    .replace(/\t/g, " ")
    .replace(DECEPTIVE, "")
    .replace(HEAPED_MARKS, "$1")
    .replace(HEAPED_BREAKS, "\n\n")
    .slice(0, LONGEST_LINE);
}

/**
 * Where a text that is too long for one line is cut: between words if there are any, never inside of a character.
 * @param {string} text
 */
export function cutOf(text) {
  const space = text.lastIndexOf(" ", LONGEST_LINE - 1);
  if (space > LONGEST_LINE / 2) return space + 1;
  const within = /[\ud800-\udbff]/.test(text[LONGEST_LINE - 1]);
  return within ? LONGEST_LINE - 1 : LONGEST_LINE;
}

/**
 * @param {TextLine} line
 * @param {number} now
 * @returns {string} the whole of the line: so a message that is lost or doubled does no harm
 */
export function messageOf({ author, sheet, line, text, done, at }, now) {
  const message = { sheet, line, text, done, age: Math.max(0, now - at) };
  return JSON.stringify(author === OWN ? message : { ...message, yours: true });
}

/**
 * @param {unknown} data whatever the other side sends
 * @returns {Message | null} null: it is none of ours
 */
export function readMessage(data) {
  if (typeof data !== "string" || data.length > LONGEST_MESSAGE) return null;
  const said = parsed(data);
  if (said === null || typeof said !== "object") return null;
  const { sheet, line, text, done, age, yours = false } = /** @type {Partial<Message>} */ (said);
  if (!isCount(sheet) || !isCount(line) || !isCount(age)) return null;
  if (typeof text !== "string" || text.length > LONGEST_LINE) return null;
  if (typeof done !== "boolean" || typeof yours !== "boolean") return null;
  return { sheet, line, text: tidyText(text), done, age: Math.min(age, OLDEST_MS), yours };
}

/** What everybody has written. */
export class Log {
  /** @type {Map<string, TextLine>} */
  #lines = new Map();
  /** @type {Map<string, {lines: number, characters: number}>} */
  #sums = new Map();

  /** @returns {TextLine[]} finished lines as they were finished; below them those that are being written */
  get inOrder() {
    return [...this.#lines.values()].sort(
      (one, other) => Number(other.done) - Number(one.done) || one.at - other.at,
    );
  }

  /** @param {string} author */
  by(author) {
    return [...this.#lines.values()].filter((line) => line.author === author);
  }

  /**
   * @param {string} author
   * @param {{sheet: number, line: number}} which
   */
  find(author, { sheet, line }) {
    return this.#lines.get(keyOf({ author, sheet, line }));
  }

  /** @param {TextLine} line of this page's own */
  add(line) {
    this.#lines.set(keyOf(line), line);
  }

  /**
   * @param {string} from who said it: the other end of the connection, whatever the message says
   * @param {Message} message
   * @param {number} now
   * @param {boolean} [corrects] what is done is otherwise done
   * @returns {TextLine[]} what has changed
   */
  hear(from, { sheet, line, text, done, age, yours: again }, now, corrects = false) {
    const author = again ? OWN : from;
    const heard = { author, sheet, line, text, done: done || again, at: now - age, again };
    const known = this.#lines.get(keyOf(heard));
    if ((known?.done && !corrects) || !this.#hasRoomFor(heard, known, from)) return [];
    const finished = heard.done ? [] : this.#finishOthers(heard, now);
    if (!known) this.#lines.set(keyOf(heard), heard);
    else if (known.text !== text || heard.done)
      Object.assign(known, {
        text,
        done: heard.done,
        at: heard.done || !known.text ? heard.at : known.at,
      });
    else return finished;
    return [...finished, known ?? heard];
  }

  /**
   * An author writes one line at a time: who begins another is done with the last, also when a reload took its end away.
   * @param {TextLine} heard
   * @param {number} now
   */
  #finishOthers(heard, now) {
    const others = this.by(heard.author).filter(
      ({ done, sheet, line }) => !done && (sheet !== heard.sheet || line < heard.line),
    );
    for (const line of others) Object.assign(line, { done: true, at: now });
    return others;
  }

  /**
   * @param {TextLine} heard
   * @param {TextLine | undefined} known
   * @param {string} from who fills the memory: what they give back takes no room from what others do
   */
  #hasRoomFor({ author, text }, known, from) {
    const share = `${from} ${author}`;
    const sum = this.#sums.get(share) ?? { lines: 0, characters: 0 };
    const lines = sum.lines + (known ? 0 : 1);
    const characters = sum.characters + text.length - (known?.text.length ?? 0);
    if (lines > LINES_AT_MOST || characters > CHARACTERS_AT_MOST) return false;
    this.#sums.set(share, { lines, characters });
    return true;
  }
}

/** @param {Pick<TextLine, "author" | "sheet" | "line">} line */
function keyOf({ author, sheet, line }) {
  return `${author} ${sheet} ${line}`;
}

/** @param {unknown} value @returns {value is number} */
function isCount(value) {
  return Number.isSafeInteger(value) && /** @type {number} */ (value) >= 0;
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
