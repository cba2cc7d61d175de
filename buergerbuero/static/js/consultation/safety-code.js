import { Steps } from "./steps.js";

/** @typedef {import("./fingerprints.js").Fingerprints} Fingerprints */
/** @typedef {"ready" | "commit" | "nonce" | "reveal"} Kind */
/** @typedef {"waiting" | "agreed" | "failed"} CodeState */

const PROTOCOL = "buergerbuero safety code 1";
const NONCE_BYTES = 32;
const NUMBERS = 1_000_000;
const DIGITS = 6;
const LONGEST = 200;
const VALUE = /^[0-9a-f]{64}$/;

/**
 * The number two people read to each other: whoever sits between them, with a connection to each, gets two numbers.
 *
 * Whoever offers commits to a random value before they see the other's, and shows it after: so nobody can look for
 * values that give a number they know. A connection has one round. Anything out of order ends it without a number,
 * and only a new connection begins anew: nobody can try again unseen. Event: `change`.
 */
export class SafetyCode extends EventTarget {
  /** @type {CodeState} */
  state = "waiting";
  digits = "";
  /** The other side has bound itself to a value, or shown one: it may know the number before this side does. */
  begun = false;
  #fingerprints;
  #send;
  #crypto;
  #steps = new Steps();
  /** @type {"idle" | "committed" | "answered" | "over"} */
  #step = "idle";
  #nonce = "";
  #commitment = "";

  /**
   * @param {Promise<Fingerprints | null>} fingerprints
   * @param {(text: string) => void} send
   * @param {Crypto} [crypto]
   */
  constructor(fingerprints, send, crypto = globalThis.crypto) {
    super();
    this.#fingerprints = fingerprints;
    this.#send = send;
    this.#crypto = crypto;
  }

  /** This side listens. */
  begin() {
    this.#steps.add(async () => {
      if (await this.#fingerprints.catch(() => null)) this.#say("ready");
      else this.#fail();
    });
  }

  /** @param {unknown} text what the other side says */
  receive(text) {
    this.#steps.add(() => this.#take(text));
  }

  /** @param {unknown} text */
  async #take(text) {
    const keys = await this.#fingerprints.catch(() => null);
    if (!keys || this.state === "failed") return;
    const { kind, value } = read(text);
    this.begun ||= kind === "commit" || kind === "nonce";
    const turn = `${keys.offers ? "offers" : "answers"}, ${this.#step}: ${kind}`;
    if (kind === "ready") await this.#heardReady(keys);
    else if (turn === "answers, idle: commit") this.#answer(value);
    else if (turn === "offers, committed: nonce") await this.#reveal(keys, value);
    else if (turn === "answers, answered: reveal") await this.#check(keys, value);
    else this.#fail();
  }

  /**
   * What was said before the other side listened is lost: so each says it once more to whoever comes later.
   * @param {Fingerprints} keys
   */
  async #heardReady(keys) {
    if (this.#step !== "idle") return;
    if (!keys.offers) return this.#say("ready");
    this.#nonce = this.#random();
    this.#step = "committed";
    this.#say("commit", await this.#hash("commitment", keys, this.#nonce));
  }

  /** @param {string} commitment */
  #answer(commitment) {
    this.#commitment = commitment;
    this.#nonce = this.#random();
    this.#step = "answered";
    this.#say("nonce", this.#nonce);
  }

  /**
   * @param {Fingerprints} keys
   * @param {string} theirs
   */
  async #reveal(keys, theirs) {
    this.#step = "over";
    this.#say("reveal", this.#nonce);
    await this.#agree(keys, this.#nonce, theirs);
  }

  /**
   * @param {Fingerprints} keys
   * @param {string} theirs
   */
  async #check(keys, theirs) {
    this.#step = "over";
    if ((await this.#hash("commitment", keys, theirs)) !== this.#commitment) return this.#fail();
    await this.#agree(keys, theirs, this.#nonce);
  }

  /**
   * @param {Fingerprints} keys
   * @param {string} first nonce of the side that offers
   * @param {string} second
   */
  async #agree(keys, first, second) {
    const hash = await this.#hash("code", keys, first, second);
    const number = Number.parseInt(hash.slice(0, 12), 16) % NUMBERS;
    this.#become("agreed", String(number).padStart(DIGITS, "0"));
  }

  #fail() {
    this.#step = "over";
    this.#become("failed", "");
  }

  /**
   * @param {CodeState} state
   * @param {string} digits
   */
  #become(state, digits) {
    this.state = state;
    this.digits = digits;
    this.dispatchEvent(new Event("change"));
  }

  /**
   * @param {string} purpose
   * @param {Fingerprints} keys
   * @param {...string} nonces
   */
  async #hash(purpose, { own, other, offers }, ...nonces) {
    const ends = offers ? [own, other] : [other, own];
    const text = [PROTOCOL, purpose, ...ends, ...nonces].join("\n");
    const bytes = new TextEncoder().encode(text);
    return inHex(new Uint8Array(await this.#crypto.subtle.digest("SHA-256", bytes)));
  }

  #random() {
    return inHex(this.#crypto.getRandomValues(new Uint8Array(NONCE_BYTES)));
  }

  /**
   * @param {Kind} kind
   * @param {string} [value]
   */
  #say(kind, value) {
    this.#send(JSON.stringify(value === undefined ? { kind } : { kind, value }));
  }
}

/**
 * @param {unknown} text
 * @returns {{kind: string, value: string}} without a kind: nothing that belongs here
 */
function read(text) {
  const nothing = { kind: "", value: "" };
  if (typeof text !== "string" || text.length > LONGEST) return nothing;
  try {
    const { kind, value = "" } = JSON.parse(text) ?? {};
    if (kind === "ready" || VALUE.test(value)) return { kind: String(kind), value: String(value) };
  } catch {
    // No JSON.
  }
  return nothing;
}

/** @param {Uint8Array} bytes */
function inHex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
