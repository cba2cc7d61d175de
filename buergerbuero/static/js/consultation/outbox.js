import { Timers } from "../timers.js";

/** @typedef {import("../messages.js").SignalBody} SignalBody */
/** @typedef {import("../timers.js").Clock} Clock */

const BATCH_MS = 50;
const BATCH_AT_MOST = 50;
const BACKOFF_MS = Object.freeze([500, 1_000, 2_000, 4_000]);
const TOO_MANY = 429;
/** Nobody waits for more of this connection: another page has joined, or the talk is over. */
const OVER = Object.freeze([403, 409]);

/** The signals of one connection, sent one after the other: an offer never overtakes, a candidate never runs ahead. */
export class Outbox {
  #send;
  #timers;
  /** @type {SignalBody[]} */
  #queue = [];
  /** @type {RTCIceCandidateInit[]} */
  #candidates = [];
  #attempt = 0;
  #sending = false;
  #closed = false;

  /**
   * @param {(body: SignalBody) => Promise<{ok: boolean, status: number}>} send
   * @param {Clock} clock
   */
  constructor(send, clock) {
    this.#send = send;
    this.#timers = new Timers(clock);
  }

  /** @param {SignalBody} body */
  push(body) {
    this.#queue.push(body);
    this.#pump();
  }

  /** @param {RTCIceCandidateInit} candidate */
  pushCandidate(candidate) {
    this.#candidates.push(candidate);
    if (this.#timers.has("batch")) return;
    this.#timers.set("batch", BATCH_MS, () => this.#pushBatches());
  }

  #pushBatches() {
    while (this.#candidates.length > 0) {
      this.push({ kind: "candidates", candidates: this.#candidates.splice(0, BATCH_AT_MOST) });
    }
  }

  /** What is not sent yet belongs to a connection that is gone. */
  close() {
    this.#closed = true;
    this.#queue = [];
    this.#timers.clearAll();
  }

  async #pump() {
    if (this.#sending || this.#closed || this.#queue.length === 0) return;
    this.#sending = true;
    const { ok, status } = await this.#send(this.#queue[0]);
    this.#sending = false;
    if (this.#closed) return;
    if (!ok && isPassing(status)) return this.#later();
    this.#attempt = 0;
    this.#queue.shift();
    if (OVER.includes(status)) this.close();
    this.#pump();
  }

  #later() {
    const pause = BACKOFF_MS[Math.min(this.#attempt, BACKOFF_MS.length - 1)];
    this.#attempt += 1;
    this.#sending = true;
    this.#timers.set("again", pause, () => {
      this.#sending = false;
      this.#pump();
    });
  }
}

/** Whether to ask again later. @param {number} status */
export function isPassing(status) {
  return status === 0 || status >= 500 || status === TOO_MANY;
}
