import { Loudness, SPEAKS_FROM } from "./loudness.js";

/** @typedef {import("./table.js").Around} Around */

const LOOK_MS = 200;
/** Listening to the own microphone takes time, which the first pictures need. */
const AFTER_MS = 3_000;
const HOLD_MS = 800;
const SELF = "";

/** Who is speaking, at every picture: a microphone, and a frame where it could be one of several. */
export class Speaking {
  #part;
  #room;
  #media;
  #own = new Loudness();
  #timer;
  /** @type {Map<string, number>} when somebody was heard last */
  #heardAt = new Map();

  /** @param {Around} around */
  constructor({ part, room, media }) {
    this.#part = part;
    this.#room = room;
    this.#media = media;
    this.#timer = setTimeout(() => this.#begin(), AFTER_MS);
  }

  close() {
    clearTimeout(this.#timer);
    clearInterval(this.#timer);
    this.#own.close();
  }

  #begin() {
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  #look() {
    const { audio } = this.#media.tracks;
    this.#own.follow(audio);
    this.#show(SELF, audio?.enabled ? this.#own.now : 0);
    for (const { id } of this.#room.others) this.#show(id, this.#levelOf(id));
  }

  /** @param {string} id */
  #levelOf(id) {
    const hearing = this.#room.mesh.linkTo(id)?.hearing;
    return hearing?.getSynchronizationSources?.()[0]?.audioLevel ?? 0;
  }

  /**
   * @param {string} id
   * @param {number} level
   */
  #show(id, level) {
    const now = performance.now();
    if (level >= SPEAKS_FROM) this.#heardAt.set(id, now);
    const speaks = now - (this.#heardAt.get(id) ?? Number.NEGATIVE_INFINITY) < HOLD_MS;
    const tile = this.#part.find(id === SELF ? "[data-room-self]" : `#tile-${CSS.escape(id)}`);
    tile?.classList.toggle("tile--speaking", speaks);
  }
}
