import { SYSTEM_CLOCK, Timers } from "../timers.js";
import { readFingerprints } from "./fingerprints.js";
import { Line } from "./line.js";
import { SafetyCode } from "./safety-code.js";

/** @typedef {import("./fingerprints.js").Fingerprints} Fingerprints */
/** @typedef {import("./link.js").Link} Link */
/** @typedef {"" | "same" | "different"} Answer what the person says of the number they were read */

/**
 * @typedef {object} Shown
 * @property {import("./safety-code.js").CodeState | "late"} state
 * @property {string} digits
 * @property {Answer} answer
 * @property {boolean} renewed there was another number before, or half of one: who breaks off unseen could try again
 */

const LATE_MS = 10_000;
/** @type {Readonly<Shown>} */
const NONE = Object.freeze({ state: "waiting", digits: "", answer: "", renewed: false });

/** @typedef {{link: Link, keys: Promise<Fingerprints | null>, code: SafetyCode}} Compared */

/** The number shared with each of the others: one for each connection and its keys. Event: `change` (detail: id). */
export class Codes extends EventTarget {
  #room;
  #line;
  #timers;
  /** @type {Map<string, {compared: Compared | null, shown: Shown}>} */
  #entries = new Map();

  /**
   * @param {import("./room.js").Room} room
   * @param {import("../timers.js").Clock} [clock]
   */
  constructor(room, clock = SYSTEM_CLOCK) {
    super();
    this.#room = room;
    this.#timers = new Timers(clock);
    this.#line = new Line(room, "code");
    this.#line.addEventListener("open", (event) => this.#begin(detailOf(event)));
    this.#line.addEventListener("close", (event) => this.#renew(detailOf(event), null));
    this.#line.addEventListener("message", (event) => {
      const { from, data } = detailOf(event);
      this.#entries.get(from)?.compared?.code.receive(data);
    });
  }

  close() {
    this.#line.stop();
    this.#timers.clearAll();
    this.#entries.clear();
  }

  /**
   * @param {string} id
   * @returns {Readonly<Shown>}
   */
  of(id) {
    return this.#entries.get(id)?.shown ?? NONE;
  }

  /**
   * @param {string} id
   * @param {Answer} answer
   */
  answer(id, answer) {
    const { state } = this.of(id);
    if (state === "agreed") this.#show(id, { answer });
  }

  /** @param {string} id */
  #begin(id) {
    const link = this.#room.mesh.linkTo(id);
    if (!link || this.#entries.get(id)?.compared?.link === link) return;
    link.addEventListener("state", () => link.state === "connected" && this.#lookAgain(id, link));
    this.#compare(id, link, keysOf(link));
  }

  /**
   * @param {string} id
   * @param {Link} link
   * @param {Compared["keys"]} keys
   */
  #compare(id, link, keys) {
    const isNow = () => this.#entries.get(id)?.compared?.code === code;
    const code = new SafetyCode(keys, (text) => isNow() && this.#line.send(id, text));
    this.#renew(id, { link, keys, code });
    code.addEventListener("change", () => isNow() && this.#changed(id, code));
    this.#timers.set(id, LATE_MS, () => this.#show(id, { state: "late" }));
    code.begin();
  }

  /**
   * It was away: a connection that has other keys now is another one. One whose keys were not known had no number, and
   * gets none: a browser that is made to hide them for a moment would give whoever sits between a second round.
   * @param {string} id
   * @param {Link} link
   */
  async #lookAgain(id, link) {
    const compared = this.#entries.get(id)?.compared;
    if (compared?.link !== link) return;
    const [before, keys] = [await compared.keys, await keysOf(link)];
    const same = JSON.stringify(keys) === JSON.stringify(before);
    if (!before || same || this.#entries.get(id)?.compared !== compared) return;
    this.#compare(id, link, Promise.resolve(keys));
  }

  /**
   * A number belongs to one connection: with it goes what was said of it.
   * @param {string} id
   * @param {Compared | null} compared
   */
  #renew(id, compared) {
    const renewed = this.of(id).renewed || !!this.#entries.get(id)?.compared?.code.begun;
    this.#timers.clear(id);
    this.#entries.set(id, { compared, shown: { ...NONE, renewed } });
    this.#tell(id);
  }

  /**
   * @param {string} id
   * @param {SafetyCode} code
   */
  #changed(id, { state, digits }) {
    this.#timers.clear(id);
    this.#show(id, { state, digits, answer: "" });
  }

  /**
   * @param {string} id
   * @param {Partial<Shown>} change
   */
  #show(id, change) {
    const entry = this.#entries.get(id);
    if (!entry) return;
    Object.assign(entry.shown, change);
    this.#tell(id);
  }

  /** @param {string} id */
  #tell(id) {
    this.dispatchEvent(new CustomEvent("change", { detail: id }));
  }
}

/** @param {Link} link @returns {Compared["keys"]} */
function keysOf(link) {
  return link.ask(readFingerprints).catch(() => null);
}

/** @param {Event} event */
function detailOf(event) {
  return /** @type {CustomEvent} */ (event).detail;
}
