import { Paper, paperTo } from "./paper.js";
import { PaperBook } from "./paper-book.js";
import {
  ASK,
  endMeant,
  hashOf,
  LIMITS,
  readMessage,
  readPart,
  writeAcceptance,
  writeEnd,
  writeOffer,
} from "./paper-messages.js";
import { PaperSenders } from "./paper-sender.js";

/** @typedef {import("./paper.js").PaperState} PaperState */
/** @typedef {import("./paper-messages.js").PaperMessage} PaperMessage */
/**
 * What it needs of a `Line`.
 * @typedef {EventTarget & Pick<import("./line.js").Line, "open" | "send" | "raw" | "stop">} PaperLine
 */

/**
 * Papers between the people in the room, over the channel `papers` (docs/protocol.md): offered, accepted, sent,
 * compared. After a new connection both sides go on where they were. Nothing here touches the page.
 * Events: `offer`, `change`, `gone` (detail: Paper), `ask` (detail: person).
 */
export class PaperPost extends EventTarget {
  #book;
  #line;
  #senders = new PaperSenders((person, number, at) => this.#report(person, number, at));

  /**
   * @param {PaperLine} line
   * @param {() => number} now in milliseconds
   */
  constructor(line, now) {
    super();
    this.#book = new PaperBook(now);
    this.#line = line;
    line.addEventListener("open", (event) => this.#opened(detailOf(event)));
    line.addEventListener("close", (event) => this.#closed(detailOf(event)));
    line.addEventListener("message", (event) => this.#heard(detailOf(event)));
  }

  close() {
    this.#line.stop();
    this.#senders.stopAll();
    this.#book.clear();
  }

  /** @returns {string[]} to whom a paper can be given now */
  get people() {
    return this.#line.open;
  }

  /** @returns {number} how many papers of one's own may still be offered to everybody */
  get room() {
    const open = this.people.map((person) => this.#book.openWith(person, true));
    return LIMITS.open - Math.max(0, ...open);
  }

  /**
   * Offers a paper to everybody in the room. Nothing of its content is sent before each has accepted.
   * @param {Blob} content of an allowed size
   * @param {string} name
   * @returns {Promise<boolean>} false: nobody is there any more
   */
  async give(content, name) {
    const hash = await hashOf(content);
    for (const person of this.people) {
      const paper = paperTo(person, content, { name, hash });
      this.#book.add(paper);
      this.#line.send(paper.person, writeOffer(paper));
      this.#tell("change", paper);
    }
    return this.people.length > 0;
  }

  /** @param {Paper} paper */
  accept(paper) {
    if (paper.mine || paper.state !== "offered") return;
    paper.accept();
    this.#line.send(paper.person, writeAcceptance(paper));
    this.#tell("change", paper);
  }

  /**
   * Refused, taken back or broken off.
   * @param {Paper} paper
   * @param {"refused" | "stopped" | "broken"} [state]
   */
  end(paper, state = "stopped") {
    if (!paper.isOpen) return;
    this.#ended(paper, state);
    this.#line.send(paper.person, writeEnd(paper));
  }

  /** It need not be shown any more. @param {Paper} paper */
  forget(paper) {
    if (!paper.isOpen && this.#book.remove(paper)) this.#tell("gone", paper);
  }

  /** Whoever has left the room gives and gets nothing more. @param {string[]} there */
  keepOnly(there) {
    for (const paper of this.#book.all) if (!there.includes(paper.person)) this.end(paper);
  }

  /** @returns {boolean} whether anybody was asked to show a paper */
  ask() {
    return this.people.filter((person) => this.#line.send(person, ASK)).length > 0;
  }

  /** @param {string} person */
  #opened(person) {
    this.#senders.open(person, this.#line.raw(person));
    for (const paper of this.#book.with(person)) this.#sayAgain(paper);
  }

  /** @param {Paper} paper */
  #sayAgain(paper) {
    if (!paper.isOpen) this.#line.send(paper.person, writeEnd(paper));
    else if (paper.mine) this.#line.send(paper.person, writeOffer(paper));
    else if (paper.state === "going") this.#line.send(paper.person, writeAcceptance(paper));
    this.#tell("change", paper);
  }

  /** @param {string} person */
  #closed(person) {
    this.#senders.stop(person);
    for (const paper of this.#book.with(person)) this.#tell("change", paper);
  }

  // What is heard

  /** @param {{from: string, data: unknown}} heard */
  #heard({ from, data }) {
    if (data instanceof ArrayBuffer) return this.#heardPart(from, data);
    const message = readMessage(data);
    if (message?.kind === "ask") this.#tell("ask", from);
    else if (message?.kind === "offer") this.#heardOffer(from, message);
    else if (message?.kind === "accept") this.#heardAccept(from, message);
    else if (message) this.#heardEnd(from, message);
  }

  /**
   * @param {string} person
   * @param {PaperMessage} message
   */
  #heardOffer(person, { paper: number, name, size, hash }) {
    const fresh = new Paper({ person, mine: false, number, name, size, hash });
    const known = this.#book.find(fresh);
    // It is offered again over each new connection; what one thinks of it was said there already.
    if (known?.hash === hash && known.size === size) return;
    if (known || this.#book.isFlood(person))
      return void this.#line.send(person, writeEnd({ mine: false, state: "refused", number }));
    this.#book.add(fresh);
    this.#tell("offer", fresh);
  }

  /**
   * @param {string} person
   * @param {PaperMessage} message
   */
  #heardAccept(person, { paper: number, at }) {
    const paper = this.#book.find({ person, mine: true, number });
    // Of this page before it was loaded anew: its papers are gone.
    if (!paper) this.#line.send(person, writeEnd({ mine: true, state: "stopped", number }));
    if (!paper?.isOpen || !paper.content || at > paper.size) return;
    const { content, size } = paper;
    paper.state = "going";
    paper.done = at;
    this.#senders.of(person)?.add({ number, content, size, at });
    this.#tell("change", paper);
  }

  /**
   * @param {string} person
   * @param {PaperMessage} message
   */
  #heardEnd(person, { paper: number, kind }) {
    const end = endMeant(kind);
    const given = this.#book.find({ person, mine: true, number });
    const taken = this.#book.find({ person, mine: false, number });
    if (given?.isOpen && end) this.#ended(given, end);
    // Whoever gives can only take back.
    if (!taken?.isOpen || end !== "stopped") return;
    const unanswered = taken.state === "offered";
    this.#ended(taken, end);
    if (unanswered) this.forget(taken);
  }

  /**
   * @param {string} person
   * @param {ArrayBuffer} data
   */
  #heardPart(person, data) {
    const part = readPart(data);
    if (!part) return;
    const paper = this.#book.find({ person, mine: false, number: part.paper });
    if (paper?.state !== "going") return;
    if (!paper.take(part.at, part.bytes)) return this.end(paper, "broken");
    this.#tell("change", paper);
    if (paper.isWhole) this.#compare(paper);
  }

  /** @param {Paper} paper */
  async #compare(paper) {
    const right = await paper.close();
    if (!paper.isOpen) return;
    this.#ended(paper, right ? "arrived" : "broken");
    this.#line.send(paper.person, writeEnd(paper));
  }

  /**
   * @param {string} person
   * @param {number} number
   * @param {number} at
   */
  #report(person, number, at) {
    const paper = this.#book.find({ person, mine: true, number });
    if (!paper?.isOpen) return;
    if (Number.isNaN(at)) return this.end(paper, "broken");
    paper.done = at;
    this.#tell("change", paper);
  }

  /**
   * @param {Paper} paper
   * @param {PaperState} state
   */
  #ended(paper, state) {
    paper.end(state);
    this.#senders.of(paper.person)?.drop(paper.number);
    this.#tell("change", paper);
  }

  /**
   * @param {string} event
   * @param {unknown} detail
   */
  #tell(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}

/** @param {Event} event @returns {any} */
function detailOf(event) {
  return /** @type {CustomEvent} */ (event).detail;
}
