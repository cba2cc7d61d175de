import { Timers } from "../timers.js";
import { FirstPicture } from "./first-picture.js";
import { connectionState, readHealth } from "./health.js";
import { Upkeep } from "./upkeep.js";

/** @typedef {import("../messages.js").SignalBody} SignalBody */
/** @typedef {import("./health.js").Health} Health */
/** @typedef {import("./upkeep.js").LinkState} LinkState */
/** @typedef {{audio: MediaStreamTrack | null, video: MediaStreamTrack | null}} Tracks */

/**
 * @typedef {import("../timers.js").Clock & {RTCPeerConnection: typeof RTCPeerConnection, MediaStream: typeof MediaStream}} LinkWorld
 */

/**
 * @typedef {object} LinkOptions
 * @property {boolean} offers whether this side makes the offers
 * @property {RTCConfiguration} configuration
 * @property {RTCPeerConnection | null} [reserve] one that has begun to look for ways through the network already
 * @property {Tracks} tracks
 * @property {(body: SignalBody) => void} send
 * @property {(candidate: RTCIceCandidateInit) => void} sendCandidate
 */

const LOOK_MS = 1_000;
const UNANSWERED_MS = 12_000;

/**
 * One connection to one participant for one pair of epochs.
 * Events: `state`, `health`, `remote` (the other's stream is there), `described` (own offer or answer is sent),
 * `stuck` (only a new epoch helps).
 */
export class Link extends EventTarget {
  /** @type {MediaStream | null} picture and sound of the other side */
  remote = null;
  /** @type {Health | null} */
  health = null;
  /** @type {LinkState} */
  state = "connecting";
  #connection;
  #offers;
  #send;
  #world;
  #timers;
  #upkeep;
  #tracks;
  #own;
  #first;
  /** @type {RTCRtpTransceiver[]} sound, then picture */
  #lines = [];
  /** @type {RTCIceCandidateInit[]} */
  #early = [];
  /** @type {Promise<void>} */
  #work = Promise.resolve();
  #unanswered = 0;
  #offeredAt = 0;

  /**
   * @param {LinkOptions} options
   * @param {LinkWorld} world
   */
  constructor({ offers, configuration, reserve, tracks, send, sendCandidate }, world) {
    super();
    this.#offers = offers;
    this.#send = send;
    this.#tracks = tracks;
    this.#world = world;
    this.#timers = new Timers(world);
    this.#own = new world.MediaStream();
    this.#upkeep = new Upkeep(world.now());
    this.#connection = reserve ?? new world.RTCPeerConnection(configuration);
    this.#first = new FirstPicture(this.#timers);
    this.#connection.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate?.candidate) sendCandidate(candidate.toJSON());
    });
    for (const event of ["connectionstatechange", "iceconnectionstatechange"]) {
      this.#connection.addEventListener(event, () => this.#judge());
    }
    if (offers) this.#begin();
    this.#look();
  }

  /**
   * Another camera, or none, without a new offer.
   * @param {Tracks} tracks
   */
  setTracks(tracks) {
    this.#tracks = tracks;
    this.#do(() => this.#attach());
  }

  /**
   * Whether the other side says that it sends something.
   * @param {boolean} expecting
   */
  expect(expecting) {
    this.#upkeep.expect(expecting, this.#world.now());
  }

  /** @param {SignalBody} body */
  receive(body) {
    if (body.kind === "offer" && !this.#offers) this.#do(() => this.#answer(body.sdp));
    else if (body.kind === "answer" && this.#offers) this.#do(() => this.#accept(body.sdp));
    else if (body.kind === "candidates") this.#do(() => this.#addCandidates(body.candidates ?? []));
    else if (body.kind === "restart" && this.#offers) this.#restartAsked();
  }

  /** The network has changed: do not wait for the old way to time out. */
  restart() {
    this.#upkeep.restarted(this.#world.now());
    if (this.#offers) this.#do(() => this.#offer(true));
    else this.#send({ kind: "restart" });
  }

  close() {
    this.#timers.clearAll();
    this.#connection.close();
    this.#become("closed");
  }

  #begin() {
    this.#lines = ["audio", "video"].map((kind) =>
      this.#connection.addTransceiver(kind, { direction: "sendrecv", streams: [this.#own] }),
    );
    this.#showRemote();
    this.#do(async () => {
      await this.#attach();
      await this.#offer(false);
    });
  }

  /** @param {boolean} restart */
  async #offer(restart) {
    const now = this.#world.now();
    if (this.#unanswered > 0 && now - this.#offeredAt < UNANSWERED_MS) return;
    if (restart) this.#connection.restartIce();
    await this.#connection.setLocalDescription();
    this.#unanswered += 1;
    this.#offeredAt = now;
    const { sdp } = this.#connection.localDescription ?? {};
    this.#send(restart ? { kind: "offer", sdp, restart: true } : { kind: "offer", sdp });
    this.dispatchEvent(new Event("described"));
  }

  /** @param {string | undefined} sdp */
  async #answer(sdp) {
    await this.#connection.setRemoteDescription({ type: "offer", sdp });
    if (this.#lines.length === 0) await this.#takeLines();
    await this.#connection.setLocalDescription();
    this.#send({ kind: "answer", sdp: this.#connection.localDescription?.sdp });
    this.dispatchEvent(new Event("described"));
    await this.#described();
  }

  async #takeLines() {
    this.#lines = this.#connection.getTransceivers();
    for (const line of this.#lines) {
      line.direction = "sendrecv";
      line.sender.setStreams?.(this.#own);
    }
    this.#showRemote();
    await this.#attach();
  }

  /**
   * Answers come in the order of the offers; one to an offer that a later one replaced fits nothing.
   * @param {string | undefined} sdp
   */
  async #accept(sdp) {
    this.#unanswered = Math.max(0, this.#unanswered - 1);
    if (this.#unanswered > 0 || this.#connection.signalingState !== "have-local-offer") return;
    await this.#connection.setRemoteDescription({ type: "answer", sdp });
    await this.#described();
  }

  async #described() {
    this.#upkeep.described(this.#world.now());
    await this.#addCandidates(this.#early.splice(0));
  }

  /** @param {RTCIceCandidateInit[]} candidates */
  async #addCandidates(candidates) {
    if (!this.#connection.remoteDescription) {
      this.#early.push(...candidates);
      return;
    }
    // A candidate of an earlier generation is refused: it is of no use any more.
    for (const candidate of candidates)
      await this.#connection.addIceCandidate(candidate).catch(ignore);
  }

  async #attach() {
    const [sound, picture] = this.#lines;
    if (picture && this.#tracks.video) await this.#first.startSmall(picture.sender);
    await sound?.sender.replaceTrack(this.#tracks.audio);
    await picture?.sender.replaceTrack(this.#tracks.video);
  }

  #showRemote() {
    this.remote = new this.#world.MediaStream(this.#lines.map((line) => line.receiver.track));
    this.dispatchEvent(new Event("remote"));
  }

  #restartAsked() {
    if (this.#upkeep.restartedLately(this.#world.now())) return;
    this.restart();
  }

  async #look() {
    this.#timers.set("look", LOOK_MS, () => this.#look());
    const health = await readHealth(this.#connection).catch(() => null);
    if (this.state === "closed" || !health) return;
    this.health = health;
    this.#upkeep.received(health.bytes, this.#world.now());
    this.#judge();
    this.dispatchEvent(new Event("health"));
  }

  #judge() {
    if (this.state === "closed") return;
    const connection = connectionState(this.#connection);
    if (connection === "connected") this.#first.connected();
    const verdict = this.#upkeep.judge(connection, this.#world.now());
    this.#become(verdict.state);
    if (verdict.restart) this.restart();
    if (verdict.stuck) this.dispatchEvent(new Event("stuck"));
  }

  /** @param {LinkState} state */
  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }

  /**
   * One after the other: descriptions and candidates must not overtake each other.
   * @param {() => Promise<void>} step
   */
  #do(step) {
    this.#work = this.#work.then(async () => {
      if (this.state !== "closed") await step();
    });
    this.#work = this.#work.catch((error) => console.warn("room:", error));
  }
}

function ignore() {}
