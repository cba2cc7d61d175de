import { LIMITS } from "./paper-messages.js";

/** @typedef {import("./paper.js").Paper} Paper */

const MINUTE_MS = 60_000;

/** The papers that one has given and been offered, and whether somebody offers too many. */
export class PaperBook {
  /** @type {Map<string, Paper>} */
  #papers = new Map();
  /** @type {Map<string, number[]>} when each person has offered something */
  #offers = new Map();
  #now;

  /** @param {() => number} now in milliseconds */
  constructor(now) {
    this.#now = now;
  }

  get all() {
    return [...this.#papers.values()];
  }

  /** @param {Paper} paper */
  add(paper) {
    this.#papers.set(paper.key, paper);
  }

  /** @param {Paper} paper @returns {boolean} */
  remove(paper) {
    return this.#papers.delete(paper.key);
  }

  /** Nothing goes on, nor is compared to its end. */
  clear() {
    for (const paper of this.all) if (paper.isOpen) paper.end("stopped");
    this.#papers.clear();
  }

  /** @param {Pick<Paper, "person" | "mine" | "number">} wanted */
  find({ person, mine, number }) {
    return this.all.find(
      (paper) => paper.person === person && paper.mine === mine && paper.number === number,
    );
  }

  /** @param {string} person */
  with(person) {
    return this.all.filter((paper) => paper.person === person);
  }

  /**
   * How many are unfinished.
   * @param {string} person
   * @param {boolean} mine
   */
  openWith(person, mine) {
    return this.with(person).filter((paper) => paper.isOpen && paper.mine === mine).length;
  }

  /** @param {string} person who offers something */
  isFlood(person) {
    const since = this.#now() - MINUTE_MS;
    const offers = (this.#offers.get(person) ?? []).filter((at) => at > since);
    const flood =
      offers.length >= LIMITS.offersAMinute || this.openWith(person, false) >= LIMITS.open;
    if (!flood) offers.push(this.#now());
    this.#offers.set(person, offers);
    return flood;
  }
}
