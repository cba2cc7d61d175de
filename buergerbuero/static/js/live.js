import { Poll } from "./poll.js";
import { Seen } from "./seen.js";
import { parse } from "./sse.js";
import { Timers } from "./timers.js";

/** @typedef {"open" | "lost" | "polling"} StreamState */

/**
 * @typedef {object} StreamHandlers
 * @property {(message: import("./messages.js").RegionMessage) => void} [onRegion]
 * @property {(message: import("./messages.js").RoomMessage | null) => void} [onRoom]
 * @property {(message: import("./messages.js").SignalMessage, position: number) => void} [onSignal]
 * @property {(reason: import("./messages.js").EndReason) => void} [onEnd] for good: no new stream follows
 * @property {(state: StreamState) => void} [onState]
 */

const PRESENT_URL = "/live/present";
const EVENTS = Object.freeze(["hello", "region", "room", "signal", "ping", "end"]);
const AWAKENING = Object.freeze(/** @type {const} */ (["visible", "pageshow", "resume", "online"]));
const FIRST_MESSAGE_MS = 5_000;
const WATCHDOG_MS = 45_000;
const STREAM_AGAIN_MS = 60_000;
const JUST_OPENED_MS = 1_000;
// However long the office was away, whoever waits is back within ten seconds of its return.
const BACKOFF_MS = Object.freeze([1_000, 2_000, 4_000, 8_000]);

/** One stream of server-sent events that comes back by itself; polling where streams are swallowed. */
export class Stream {
  /** A page nobody looks at gives its connection back. */
  idleWhenHidden = false;
  /** When the office was last heard of, in the clock's milliseconds. */
  heardAt = Date.now();
  #url;
  #handlers;
  #world;
  #timers;
  #poll;
  /** @type {EventSource | null} */
  #source = null;
  /** @type {StreamState | ""} */
  #state = "";
  #id = "";
  #after = "";
  #seen = new Seen();
  #attempt = 0;
  #openedAt = Number.NEGATIVE_INFINITY;
  #streamsWork = false;
  #ended = false;

  /**
   * @param {string} url
   * @param {StreamHandlers} handlers
   * @param {import("./world.js").StreamWorld & import("./timers.js").Clock} world
   */
  constructor(url, handlers, world) {
    this.#url = url;
    this.#handlers = handlers;
    this.#world = world;
    this.#timers = new Timers(world);
    this.#poll = new Poll(
      () => this.#address("once=1"),
      (events) => this.#polled(events),
      (status) => this.#pollFailed(status),
      world,
    );
    for (const event of AWAKENING) world.on(event, () => this.#wake());
    world.on("hidden", () => this.idleWhenHidden && this.#suspend());
    world.on("pagehide", () => this.#suspend());
    // A lost network is no error of the stream: that would show only after the watchdog's time.
    world.on("offline", () => !this.#ended && this.#become("lost"));
  }

  /** While called or in the room polling asks every second. @param {boolean} hurry */
  set hurry(hurry) {
    if (hurry === this.#poll.hurry) return;
    this.#poll.hurry = hurry;
    if (hurry && this.#poll.running) this.#poll.start();
  }

  /** Opens the stream, or opens it anew. */
  open() {
    if (this.#ended || (this.idleWhenHidden && this.#world.hidden())) return;
    this.#closeSource();
    this.#openedAt = this.#world.now();
    this.#source = this.#listen(new this.#world.EventSource(this.#address()));
    if (this.#poll.running) this.#timers.set("again", STREAM_AGAIN_MS, () => this.open());
    else this.#expectMessage();
  }

  /**
   * A signal that came another way, as with the answer to a command. The stream will bring it too.
   * @param {number} id
   * @param {import("./messages.js").SignalMessage} message
   */
  hear(id, message) {
    this.#signal(message, String(id));
  }

  /** Ends it for good. */
  close() {
    this.#ended = true;
    this.#suspend();
  }

  /** @param {string} [query] */
  #address(query = "") {
    const after = this.#after && `after=${encodeURIComponent(this.#after)}`;
    const extra = [query, after].filter(Boolean).join("&");
    if (!extra) return this.#url;
    return this.#url + (this.#url.includes("?") ? "&" : "?") + extra;
  }

  /** @param {EventSource} source */
  #listen(source) {
    for (const name of EVENTS) {
      source.addEventListener(name, (event) => {
        if (source !== this.#source) return;
        this.#heard();
        this.#dispatch(name, event.data, event.lastEventId);
      });
    }
    source.addEventListener("error", () => source === this.#source && this.#failed());
    return source;
  }

  #expectMessage() {
    this.#timers.set("watchdog", WATCHDOG_MS, () => this.#doubt());
    if (this.#timers.has("silence")) return;
    this.#timers.set("silence", FIRST_MESSAGE_MS, () => this.#startPolling());
  }

  #doubt() {
    this.#become("lost");
    this.open();
  }

  #heard() {
    this.#streamsWork = true;
    this.#attempt = 0;
    this.#timers.clear("silence");
    this.#timers.clear("again");
    this.#poll.stop();
    this.#timers.set("watchdog", WATCHDOG_MS, () => this.#doubt());
    this.#become("open");
  }

  /** The browser's own retry is not used: its pause differs from browser to browser and some give up. */
  #failed() {
    this.#closeSource();
    this.#timers.clear("watchdog");
    if (this.#poll.running && !this.#streamsWork) return;
    this.#retry();
    if (this.#attempt > 1 && !this.#poll.running) this.#become("lost");
  }

  #retry() {
    const longest = BACKOFF_MS[Math.min(this.#attempt, BACKOFF_MS.length - 1)];
    this.#attempt += 1;
    this.#timers.set("retry", longest * (0.5 + this.#world.random() / 2), () => this.open());
  }

  #startPolling() {
    this.#poll.start();
    this.#timers.set("again", STREAM_AGAIN_MS, () => this.open());
    this.#timers.clear("watchdog");
  }

  /** @param {import("./sse.js").ServerEvent[]} events */
  #polled(events) {
    const wasLost = this.#state === "lost";
    this.#become("polling");
    for (const { event, data, id } of events) {
      if (event !== "hello" && event !== "ping") this.#dispatch(event, data, id);
    }
    if (wasLost) this.open();
  }

  /** @param {number} status */
  #pollFailed(status) {
    status === 401 ? this.#end("signed-out") : this.#become("lost");
  }

  /**
   * @param {string} name
   * @param {string} text
   * @param {string} id
   */
  #dispatch(name, text, id) {
    const data = parse(text);
    if (data === undefined) return;
    if (name === "hello") this.#id = data.stream;
    else if (name === "region") this.#handlers.onRegion?.(data);
    else if (name === "room") this.#handlers.onRoom?.(data);
    else if (name === "signal") this.#signal(data, id);
    else if (name === "ping") this.#answerPing();
    else if (name === "end") this.#end(data.reason);
  }

  /**
   * @param {import("./messages.js").SignalMessage} message
   * @param {string} id
   */
  #signal(message, id) {
    if (!this.#seen.add(id)) return;
    this.#after = id || this.#after;
    this.#handlers.onSignal?.(message, Number(id));
  }

  async #answerPing() {
    const asked = this.#id;
    const { status } = await this.#world.post(PRESENT_URL, { stream: asked });
    if (status === 410 && asked === this.#id) this.open();
  }

  /** @param {import("./messages.js").EndReason} reason */
  #end(reason) {
    if (reason === "moved") return this.open();
    if (reason === "restart") return this.#failed();
    this.close();
    this.#handlers.onEnd?.(reason);
  }

  #wake() {
    if (this.#world.now() - this.#openedAt < JUST_OPENED_MS) return;
    this.#attempt = 0;
    if (this.#poll.running) this.#poll.start();
    this.open();
  }

  #suspend() {
    this.#closeSource();
    this.#timers.clearAll();
    this.#poll.stop();
    this.#openedAt = Number.NEGATIVE_INFINITY;
  }

  #closeSource() {
    this.#timers.clear("retry");
    this.#source?.close();
    this.#source = null;
  }

  /** @param {StreamState} state */
  #become(state) {
    if (state !== "lost") this.heardAt = this.#world.now();
    if (state === this.#state) return;
    this.#state = state;
    this.#handlers.onState?.(state);
  }
}
