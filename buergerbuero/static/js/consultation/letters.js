import { Timers } from "../timers.js";
import { Allowance } from "./allowance.js";
import { Sheet } from "./sheet.js";
import { cutOf, LONGEST_LINE, Log, messageOf, OWN, readMessage, tidyText } from "./text-lines.js";

/** @typedef {import("../timers.js").Clock} Clock */
/** @typedef {import("./line.js").Line} Line */
/** @typedef {import("./room.js").Room} Room */
/** @typedef {import("./text-lines.js").Message} Message */
/** @typedef {import("./text-lines.js").TextLine} TextLine */

/** EN 301 549, 6.2.4 asks for 500 ms. */
const EVERY_MS = 200;
/** More than this waits at the browser: later states of a line take the place of earlier ones. */
const QUEUE_AT_MOST = 64_000;
/** Somebody who types sends five; after a reload a whole talk comes at once. */
const HEARD_PER_SECOND = 30;
const HEARD_AT_ONCE = 4_500;

/**
 * Carries what is written to everybody in the room, letter by letter, and hears what they write.
 * Events: `change` (detail: the line of the log that is new or other), `ways` (who can read may be others now).
 */
export class Letters extends EventTarget {
  log = new Log();
  #room;
  #line;
  #clock;
  #timers;
  #sheet;
  #stopListening = new AbortController();
  /** @type {Map<string, Set<TextLine>>} what each of the others has not been sent as it is now */
  #owed = new Map();
  /** @type {Map<string, Allowance>} */
  #allowances = new Map();

  /**
   * @param {Pick<Room, "others" | "ticket" | "addEventListener">} room
   * @param {Line} line
   * @param {Clock} clock
   * @param {number} sheet a number that no other page of this person has
   */
  constructor(room, line, clock, sheet) {
    super();
    this.#room = room;
    this.#line = line;
    this.#clock = clock;
    this.#timers = new Timers(clock);
    this.#sheet = new Sheet(sheet);
    const { signal } = this.#stopListening;
    line.addEventListener("open", (event) => this.#opened(detailOf(event)), { signal });
    line.addEventListener("message", (event) => this.#heard(detailOf(event)), { signal });
    line.addEventListener("close", () => this.#tell("ways", null), { signal });
    room.addEventListener("people", () => this.#tell("ways", null), { signal });
  }

  stop() {
    this.#stopListening.abort();
    this.#line.stop();
    this.#timers.clearAll();
  }

  /** @returns {import("../messages.js").Participant[]} who reads what is begun now */
  get readers() {
    return this.#room.others.filter(({ here }) => here);
  }

  /** @returns {boolean} at least one of them can be reached now */
  get reachable() {
    const { open } = this.#line;
    return this.readers.some(({ id }) => open.includes(id));
  }

  /**
   * The current line is now this.
   * @param {string} text
   * @returns {string} what is left of it in the current line: a text that is too long becomes several lines
   */
  write(text) {
    let left = text;
    while (left.length > LONGEST_LINE && this.reachable) {
      const cut = cutOf(left);
      this.#write(left.slice(0, cut));
      this.finish();
      left = left.slice(cut);
    }
    this.#write(left);
    return left;
  }

  /** @returns {boolean} false: there is nothing to finish, or nobody who would read it */
  finish() {
    if (!this.#sheet.current.text.trim() || !this.reachable) return false;
    if (this.#sheet.isLeft(this.#there)) this.#sheet.addReaders(this.#there);
    this.#finish();
    return true;
  }

  #finish() {
    const line = this.#sheet.finish(this.#clock.now());
    this.log.add(line);
    this.#owe(line);
    this.#tell("change", line);
  }

  get #there() {
    return this.readers.map(({ id }) => id);
  }

  /** @param {string} text */
  #write(text) {
    // Who has come since reads what was begun for others only once its author goes on: then it is a line for them.
    if (this.#changes(text) && this.#sheet.isLeft(this.#there)) this.#finish();
    this.#sheet.write(text, this.#there, this.#clock.now());
    this.#owe(this.#sheet.current);
  }

  /** @param {string} text */
  #changes(text) {
    const tidied = tidyText(text);
    return tidied !== "" && tidied !== this.#sheet.current.text;
  }

  /** @param {TextLine} line */
  #owe(line) {
    for (const id of this.#sheet.readersOf(line)) this.#owedTo(id).add(line);
    this.#send();
  }

  #send() {
    if (this.#timers.has("send")) return;
    const open = this.#line.open.filter((id) => this.#owedTo(id).size > 0);
    if (open.length === 0) return;
    for (const id of open) this.#pay(id);
    this.#timers.set("send", EVERY_MS, () => this.#send());
  }

  /** @param {string} id */
  #pay(id) {
    const owed = this.#owedTo(id);
    for (const line of owed) {
      if ((this.#line.raw(id)?.bufferedAmount ?? 0) > QUEUE_AT_MOST) return;
      if (!this.#line.send(id, messageOf(line, this.#clock.now()))) return;
      owed.delete(line);
    }
  }

  /**
   * Over a new connection everything is said once more: what they have already changes nothing. A page that was loaded
   * anew gets back what it had written itself; what others wrote they say themselves.
   * @param {string} id
   */
  #opened(id) {
    const theirs = this.log.by(id).filter(({ text }) => text);
    this.#owed.set(id, new Set([...theirs, ...this.#sheet.linesFor(id)]));
    this.#send();
    this.#tell("ways", null);
  }

  /** @param {{from: string, data: unknown}} said */
  #heard({ from, data }) {
    if (!this.#mayStillSay(from)) return;
    const message = readMessage(data);
    if (message?.yours) this.#heardMine(from, message);
    else if (message) this.#tellAll(this.log.hear(from, message, this.#clock.now()));
  }

  /**
   * Whoever gives back another text has not read this one.
   * @param {string} from
   * @param {Message} message
   */
  #heardMine(from, message) {
    if (!this.#canBeMine(message.sheet)) return;
    const known = this.log.find(OWN, message);
    const corrects = !!known && known.text !== message.text && this.#sitsBefore(from, known);
    if (corrects) this.#forgetReaders(known);
    this.#tellAll(this.log.hear(from, message, this.#clock.now(), corrects));
    const mine = this.log.find(OWN, message);
    if (mine?.text === message.text) this.#sheet.takeBack(mine, from);
  }

  /**
   * Of two who differ the one is believed who came first: somebody brought in makes nothing up about the time before.
   * @param {string} id
   * @param {TextLine} line
   */
  #sitsBefore(id, line) {
    const seats = this.#room.others.map((other) => other.id);
    return [...this.#sheet.readersOf(line)].every((one) => seats.indexOf(id) < seats.indexOf(one));
  }

  /** Also what is to be sent to them: it would be sent as it will be. @param {TextLine} line */
  #forgetReaders(line) {
    this.#sheet.forgetReaders(line);
    for (const owed of this.#owed.values()) owed.delete(line);
  }

  /**
   * Only who has been here before on another page can be given something back.
   * @param {number} sheet
   */
  #canBeMine(sheet) {
    return (this.#room.ticket?.epoch ?? 0) > 1 && sheet !== this.#sheet.number;
  }

  /** @param {string} id */
  #mayStillSay(id) {
    const now = this.#clock.now();
    const allowance =
      this.#allowances.get(id) ?? new Allowance(HEARD_PER_SECOND, HEARD_AT_ONCE, now);
    this.#allowances.set(id, allowance);
    return allowance.take(now);
  }

  /** @param {string} id @returns {Set<TextLine>} */
  #owedTo(id) {
    const owed = this.#owed.get(id) ?? new Set();
    this.#owed.set(id, owed);
    return owed;
  }

  /** @param {TextLine[]} lines */
  #tellAll(lines) {
    for (const line of lines) this.#tell("change", line);
  }

  /**
   * @param {string} event
   * @param {TextLine | null} detail
   */
  #tell(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}

/** @param {Event} event */
function detailOf(event) {
  return /** @type {CustomEvent} */ (event).detail;
}
