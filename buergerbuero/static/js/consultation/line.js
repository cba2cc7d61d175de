/** @typedef {import("./channels.js").ChannelData} ChannelData */
/** @typedef {import("./channels.js").ChannelName} ChannelName */
/** @typedef {import("./channels.js").Channels} Channels */
/** @typedef {import("./room.js").Room} Room */

/**
 * One channel to everybody in the room, through whatever connections they have now.
 * Events: `open` (detail: id; also after each new connection), `close` (detail: id), `message` (detail: {from, data}).
 */
export class Line extends EventTarget {
  #room;
  #name;
  #stopListening = new AbortController();
  /** @type {Map<string, Channels>} */
  #known = new Map();

  /**
   * @param {Room} room
   * @param {ChannelName} name
   */
  constructor(room, name) {
    super();
    this.#room = room;
    this.#name = name;
    const { signal } = this.#stopListening;
    room.addEventListener("link", (event) => this.#follow(idOf(event)), { signal });
    room.addEventListener("unlink", (event) => this.#forget(idOf(event)), { signal });
    // Whoever follows at once is told of those who are there already, and not before they listen.
    queueMicrotask(() => this.#followAll());
  }

  stop() {
    this.#stopListening.abort();
    this.#known.clear();
  }

  /** @returns {string[]} to whom something can be said now */
  get open() {
    return [...this.#known].filter(([, one]) => one.isOpen(this.#name)).map(([id]) => id);
  }

  /**
   * @param {string} to
   * @param {ChannelData} data
   * @returns {boolean} false: it could not be sent
   */
  send(to, data) {
    return this.#known.get(to)?.send(this.#name, data) ?? false;
  }

  /**
   * @param {ChannelData} data
   * @returns {string[]} to whom it was sent
   */
  sendAll(data) {
    return this.open.filter((id) => this.send(id, data));
  }

  /** @param {string} to */
  raw(to) {
    return this.#known.get(to)?.raw(this.#name) ?? null;
  }

  #followAll() {
    for (const { id } of this.#room.others) this.#follow(id);
  }

  /** @param {string} id */
  #follow(id) {
    const channels = this.#room.mesh.linkTo(id)?.channels;
    if (!channels || this.#known.get(id) === channels || this.#stopListening.signal.aborted) return;
    this.#known.set(id, channels);
    const { signal } = this.#stopListening;
    const mine = () => this.#known.get(id) === channels;
    channels.addEventListener(
      "open",
      (event) => mine() && idOf(event) === this.#name && this.#tell("open", id),
      { signal },
    );
    channels.addEventListener(
      "message",
      (event) => {
        const { name, data } = /** @type {CustomEvent} */ (event).detail;
        if (mine() && name === this.#name) this.#tell("message", { from: id, data });
      },
      { signal },
    );
    if (channels.isOpen(this.#name)) this.#tell("open", id);
    channels.listen(this.#name);
  }

  /** @param {string} id */
  #forget(id) {
    if (this.#known.delete(id)) this.#tell("close", id);
  }

  /**
   * @param {string} event
   * @param {unknown} detail
   */
  #tell(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}

/** @param {Event} event */
function idOf(event) {
  return /** @type {CustomEvent<string>} */ (event).detail;
}
