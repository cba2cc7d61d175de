/** What is said beside picture and sound, each over a channel of its own (docs/protocol.md). */
export const CHANNELS = Object.freeze(/** @type {const} */ ({ writing: 1, papers: 2, code: 3 }));
const EARLY_AT_MOST = 1_000;
const EARLY_BYTES_AT_MOST = 1_000_000;

/** @typedef {keyof typeof CHANNELS} ChannelName */
/** @typedef {string | ArrayBuffer} ChannelData */

/**
 * The data channels of one connection, encrypted like picture and sound and never through a server. Nothing is sent
 * before both have stepped in; what the other side says earlier waits, and so does what nobody listens to yet.
 * Events: `open` (detail: name), `message` (detail: {name, data}).
 */
export class Channels extends EventTarget {
  /** @type {Map<ChannelName, RTCDataChannel>} */
  #channels = new Map();
  #live = false;
  /** @type {Set<ChannelName>} */
  #listened = new Set();
  /** @type {{name: ChannelName, data: ChannelData}[]} */
  #early = [];
  #earlyBytes = 0;

  /** @param {RTCPeerConnection} connection */
  constructor(connection) {
    super();
    for (const name of /** @type {ChannelName[]} */ (Object.keys(CHANNELS))) {
      const channel = connection.createDataChannel(name, { negotiated: true, id: CHANNELS[name] });
      channel.binaryType = "arraybuffer";
      channel.addEventListener("open", () => this.#opened(name));
      channel.addEventListener("message", ({ data }) => this.#heard(name, data));
      this.#channels.set(name, channel);
    }
  }

  /** Both have stepped in. */
  goLive() {
    if (this.#live) return;
    this.#live = true;
    for (const [name, { readyState }] of this.#channels)
      if (readyState === "open") this.#tell("open", name);
    this.#tellEarly();
  }

  /** From now on somebody hears what is said here. @param {ChannelName} name */
  listen(name) {
    this.#listened.add(name);
    this.#tellEarly();
  }

  /** @param {ChannelName} name */
  isOpen(name) {
    return this.#live && this.#channels.get(name)?.readyState === "open";
  }

  /**
   * @param {ChannelName} name
   * @param {ChannelData} data
   * @returns {boolean} false: it could not be sent
   */
  send(name, data) {
    const channel = this.#channels.get(name);
    if (!channel || !this.isOpen(name)) return false;
    try {
      channel.send(/** @type {any} */ (data));
      return true;
    } catch {
      // Longer than the other side takes, or its queue is full.
      return false;
    }
  }

  /**
   * For whoever sends much: how full the queue is, and `bufferedamountlow`.
   * @param {ChannelName} name
   */
  raw(name) {
    return this.#channels.get(name) ?? null;
  }

  /** @param {ChannelName} name */
  #opened(name) {
    if (this.#live) this.#tell("open", name);
  }

  /**
   * @param {ChannelName} name
   * @param {ChannelData} data
   */
  #heard(name, data) {
    if (this.#isHeard(name)) this.#tell("message", { name, data });
    else this.#keep(name, data);
  }

  /** @param {ChannelName} name */
  #isHeard(name) {
    return this.#live && this.#listened.has(name);
  }

  #tellEarly() {
    const early = this.#early.splice(0);
    this.#earlyBytes = 0;
    for (const message of early) {
      if (this.#isHeard(message.name)) this.#tell("message", message);
      else this.#keep(message.name, message.data);
    }
  }

  /**
   * @param {ChannelName} name
   * @param {ChannelData} data
   */
  #keep(name, data) {
    const bytes = this.#earlyBytes + (typeof data === "string" ? data.length : data.byteLength);
    if (this.#early.length >= EARLY_AT_MOST || bytes > EARLY_BYTES_AT_MOST) return;
    this.#earlyBytes = bytes;
    this.#early.push({ name, data });
  }

  /**
   * @param {string} event
   * @param {unknown} detail
   */
  #tell(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}
