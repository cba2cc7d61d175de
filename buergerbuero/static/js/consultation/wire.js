import { addressWish } from "./choice.js";
import { isOnDesktop } from "./desktop.js";
import { Outbox } from "./outbox.js";

/** @typedef {import("../messages.js").Epochs} Epochs */
/** @typedef {import("../messages.js").SignalBody} SignalBody */
/** @typedef {import("../post.js").Answer} Answer */

/** The way up from the room: joining, and signals to one other participant. */
export class RoomWire {
  #base;
  #posts;
  #clock;
  /** @type {Map<string, Outbox>} */
  #outboxes = new Map();
  #read = 0;

  /**
   * @param {string} base "/visit/room/" or "/desk/room/"
   * @param {{post: import("../post.js").Post, postJson: import("../post.js").PostJson}} posts
   * @param {import("../timers.js").Clock} clock
   */
  constructor(base, posts, clock) {
    this.#base = base;
    this.#posts = posts;
    this.#clock = clock;
  }

  /** @returns {Promise<Answer>} its data is the ticket */
  join() {
    const wide = isOnDesktop() ? "yes" : "";
    return this.#posts.post(`${this.#base}join`, { wide, ...addressWish() });
  }

  /** @returns {Promise<Answer>} its data is what a ticket says of the servers that help to connect */
  servers() {
    return this.#posts.post(`${this.#base}servers`);
  }

  /** The next signal says so: then nobody keeps for this page what it has. @param {number} position */
  hasRead(position) {
    this.#read = Math.max(this.#read, position);
  }

  /**
   * @param {string} to
   * @param {Epochs} epochs
   * @param {SignalBody} body
   */
  signal(to, epochs, body) {
    this.#outbox(to, epochs).push(body);
  }

  /**
   * Candidates come in bursts and travel together.
   * @param {string} to
   * @param {Epochs} epochs
   * @param {RTCIceCandidateInit} candidate
   */
  candidate(to, epochs, candidate) {
    this.#outbox(to, epochs).pushCandidate(candidate);
  }

  /**
   * This pair of epochs is no longer current.
   * @param {string} to
   * @param {Epochs} epochs
   */
  drop(to, epochs) {
    const key = keyOf(to, epochs);
    this.#outboxes.get(key)?.close();
    this.#outboxes.delete(key);
  }

  /**
   * @param {string} to
   * @param {Epochs} epochs
   */
  #outbox(to, epochs) {
    const key = keyOf(to, epochs);
    const found = this.#outboxes.get(key);
    if (found) return found;
    const url = `${this.#base}signals`;
    const send = (/** @type {SignalBody} */ body) =>
      this.#posts.postJson(url, { to, epochs, body, read: this.#read });
    const outbox = new Outbox(send, this.#clock);
    this.#outboxes.set(key, outbox);
    return outbox;
  }
}

/**
 * @param {string} to
 * @param {Epochs} epochs
 */
function keyOf(to, epochs) {
  return `${to} ${epochs.join("-")}`;
}
