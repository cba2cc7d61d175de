import { PART_BYTES, writePart } from "./paper-messages.js";

const READ_BYTES = 256 * 1024;
/** So little waits in the queue that a line of writing is never held up by it. */
const QUEUE_BYTES = 256 * 1024;
const QUEUE_LOW_BYTES = 64 * 1024;

/** @typedef {{number: number, content: Blob, size: number, at: number}} Sent */

/**
 * Sends the parts of papers to one person over one connection, one paper after the other and not faster than they
 * leave. It ends with the connection: a new one gets a new sender.
 */
export class PaperSender {
  #channel;
  #report;
  /** @type {Sent[]} */
  #queue = [];
  #running = false;
  #stopped = false;
  /** @type {() => void} */
  #goOn = () => {};

  /**
   * @param {RTCDataChannel} channel
   * @param {(number: number, at: number) => void} report how far a paper is; NaN: it cannot be read
   */
  constructor(channel, report) {
    this.#channel = channel;
    this.#report = report;
    channel.bufferedAmountLowThreshold = QUEUE_LOW_BYTES;
    channel.addEventListener("bufferedamountlow", () => this.#goOn());
  }

  /** @param {Sent} sent */
  add(sent) {
    this.drop(sent.number);
    this.#queue.push(sent);
    this.#run();
  }

  /** @param {number} number */
  drop(number) {
    this.#queue = this.#queue.filter((sent) => sent.number !== number);
  }

  stop() {
    this.#stopped = true;
    this.#queue = [];
    this.#goOn();
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    while (this.#queue.length > 0) {
      const [sent] = this.#queue;
      await this.#send(sent).catch(() => this.#failed(sent));
      if (this.#queue[0] === sent) this.#queue.shift();
    }
    this.#running = false;
  }

  /** Where the connection is gone, a new one goes on. @param {Sent} sent */
  #failed(sent) {
    const gone = this.#stopped || this.#channel.readyState !== "open";
    if (!gone) this.#report(sent.number, Number.NaN);
  }

  /** @param {Sent} sent */
  async #send(sent) {
    while (sent.at < sent.size && this.#queue[0] === sent) {
      const block = await sent.content.slice(sent.at, sent.at + READ_BYTES).arrayBuffer();
      if (block.byteLength === 0) throw new Error("shorter than it was");
      for (let from = 0; from < block.byteLength; from += PART_BYTES)
        await this.#sendPart(sent, new Uint8Array(block).subarray(from, from + PART_BYTES));
    }
  }

  /**
   * @param {Sent} sent
   * @param {Uint8Array} bytes
   */
  async #sendPart(sent, bytes) {
    await this.#room();
    if (this.#stopped || this.#queue[0] !== sent) return;
    this.#channel.send(writePart(sent.number, sent.at, bytes));
    sent.at += bytes.length;
    this.#report(sent.number, sent.at - Math.min(sent.at, this.#channel.bufferedAmount));
  }

  async #room() {
    while (!this.#stopped && this.#channel.bufferedAmount > QUEUE_BYTES)
      await new Promise((resolve) => {
        this.#goOn = () => resolve(undefined);
      });
  }
}

/** The senders to everybody. */
export class PaperSenders {
  /** @type {Map<string, PaperSender>} by person */
  #all = new Map();
  #report;

  /** @param {(person: string, number: number, at: number) => void} report */
  constructor(report) {
    this.#report = report;
  }

  /**
   * @param {string} person
   * @param {RTCDataChannel | null} channel of the new connection
   */
  open(person, channel) {
    this.stop(person);
    if (!channel) return;
    const report = this.#report.bind(null, person);
    this.#all.set(person, new PaperSender(channel, report));
  }

  /** @param {string} person */
  of(person) {
    return this.#all.get(person);
  }

  /** @param {string} person */
  stop(person) {
    this.#all.get(person)?.stop();
    this.#all.delete(person);
  }

  stopAll() {
    for (const person of [...this.#all.keys()]) this.stop(person);
  }
}
