import { parseEvents } from "./sse.js";
import { Timers } from "./timers.js";

/** @typedef {import("./timers.js").Clock} Clock */
/** @typedef {import("./sse.js").ServerEvent} ServerEvent */

/**
 * @typedef {object} PollWorld
 * @property {typeof globalThis.fetch} fetch
 */

const CALM_MS = 15_000;
const HURRY_MS = 1_000;
const TIMEOUT_MS = 10_000;

/** Asks for the stream's first messages again and again, where a proxy swallows streams. */
export class Poll {
  hurry = false;
  #address;
  #onEvents;
  #onFailure;
  #world;
  #timers;
  #round = 0;
  #running = false;

  /**
   * @param {() => string} address
   * @param {(events: ServerEvent[]) => void} onEvents
   * @param {(status: number) => void} onFailure status 0: not reached
   * @param {PollWorld & Clock} world
   */
  constructor(address, onEvents, onFailure, world) {
    this.#address = address;
    this.#onEvents = onEvents;
    this.#onFailure = onFailure;
    this.#world = world;
    this.#timers = new Timers(world);
  }

  /** @returns {boolean} */
  get running() {
    return this.#running;
  }

  /** Asks at once; asks again after a pause. */
  start() {
    this.#running = true;
    this.#ask(++this.#round);
  }

  stop() {
    this.#running = false;
    this.#round += 1;
    this.#timers.clearAll();
  }

  /** @param {number} round */
  async #ask(round) {
    this.#timers.clear("pause");
    const { status, text } = await this.#fetch();
    if (round !== this.#round) return;
    if (status === 200) this.#onEvents(parseEvents(text));
    else this.#onFailure(status);
    if (round !== this.#round) return;
    this.#timers.set("pause", this.hurry ? HURRY_MS : CALM_MS, () => this.#ask(round));
  }

  /** @returns {Promise<{status: number, text: string}>} */
  async #fetch() {
    const abort = new AbortController();
    this.#timers.set("timeout", TIMEOUT_MS, () => abort.abort());
    try {
      const headers = { Accept: "text/event-stream" };
      const response = await this.#world.fetch(this.#address(), {
        headers,
        signal: abort.signal,
        cache: "no-store",
      });
      return { status: response.status, text: await response.text() };
    } catch {
      return { status: 0, text: "" };
    } finally {
      this.#timers.clear("timeout");
    }
  }
}
