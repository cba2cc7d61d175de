import { Timers } from "../timers.js";
import { Channels } from "./channels.js";
import { withoutAddresses } from "./description.js";
import { connectionState, readHealth } from "./health.js";
import { OtherEnd } from "./other-end.js";
import { Outgoing } from "./outgoing.js";
import { Steps } from "./steps.js";
import { Upkeep } from "./upkeep.js";

/** @typedef {import("../messages.js").SignalBody} SignalBody */
/** @typedef {import("./upkeep.js").LinkState} LinkState */
/** @typedef {{audio: MediaStreamTrack | null, video: MediaStreamTrack | null}} Tracks */
/** @typedef {import("../timers.js").Clock & {RTCPeerConnection: typeof RTCPeerConnection, MediaStream: typeof MediaStream}} LinkWorld */

/**
 * @typedef {object} LinkOptions
 * @property {boolean} offers whether this side makes the offers
 * @property {RTCConfiguration} configuration
 * @property {(body: SignalBody) => void} send
 * @property {(candidate: RTCIceCandidateInit) => void} sendCandidate
 */

const LOOK_MS = 1_000;
const UNANSWERED_MS = 12_000;
const SETTLED_MS = 300;

/**
 * One connection to one participant for one pair of epochs. It carries nothing before `goLive`.
 * Events: `state`, `health`, `remote` (the other's stream is there), `settled` (the first picture has had its
 * time), `stuck` (only a new epoch helps), `replaced` (somebody else would answer from now on: it is closed).
 */
export class Link extends EventTarget {
  /** @type {MediaStream | null} picture and sound of the other side */
  remote = null;
  /** @type {import("./health.js").Health | null} */
  health = null;
  /** @type {LinkState} */
  state = "connecting";
  channels;
  outgoing;
  /** @type {RTCRtpReceiver | null} of the other side's sound */
  hearing = null;
  #connection;
  #other;
  #offers;
  #send;
  #world;
  #timers;
  #upkeep;
  #own;
  /** @type {RTCRtpTransceiver[]} sound, then picture */
  #lines = [];
  #descriptions = new Steps();
  #unanswered = 0;
  #offeredAt = 0;

  /**
   * @param {LinkOptions} options
   * @param {LinkWorld} world
   */
  constructor({ offers, configuration, send, sendCandidate }, world) {
    super();
    this.#offers = offers;
    this.#send = send;
    this.#world = world;
    this.#timers = new Timers(world);
    this.#own = new world.MediaStream();
    this.#upkeep = new Upkeep(world.now());
    this.#connection = new world.RTCPeerConnection(configuration);
    this.#other = new OtherEnd(this.#connection);
    this.channels = new Channels(this.#connection);
    this.outgoing = new Outgoing(this.#timers);
    this.#connection.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate?.candidate) sendCandidate(candidate.toJSON());
    });
    for (const event of ["connectionstatechange", "iceconnectionstatechange"]) {
      this.#connection.addEventListener(event, () => this.#judge());
    }
    if (offers) this.#begin();
    this.#look();
  }

  /** Both have stepped in: picture and sound go out, and the way there must open now. */
  goLive() {
    this.outgoing.goLive();
    this.channels.goLive();
    this.#timers.set("settled", SETTLED_MS, () => this.dispatchEvent(new Event("settled")));
    this.#upkeep.begin(this.#world.now());
    this.#judge();
  }

  /** Another camera, or none, without a new offer. @param {Tracks} tracks */
  setTracks(tracks) {
    this.outgoing.setTracks(tracks);
  }

  /** Whether the other side says that it sends something. @param {boolean} expecting */
  expect(expecting) {
    this.#upkeep.expect(expecting, this.#world.now());
  }

  /** @param {SignalBody} body */
  receive(body) {
    if (body.kind === "offer" && !this.#offers) this.#do(() => this.#answer(body.sdp));
    else if (body.kind === "answer" && this.#offers) this.#do(() => this.#accept(body.sdp));
    else if (body.kind === "candidates")
      this.#do(() => this.#other.addCandidates(body.candidates ?? []));
    else if (body.kind === "restart" && this.#offers) this.#restartOnce();
  }

  /** For the next restart; what is connected stays. @param {RTCConfiguration} configuration */
  configure(configuration) {
    this.#connection.setConfiguration?.(configuration);
  }

  /** The network has changed: do not wait for the old way to time out. */
  restart() {
    this.#upkeep.restarted(this.#world.now());
    if (this.#offers) this.#do(() => this.#offer(true));
    else this.#send({ kind: "restart" });
  }

  /** What the browser knows of the connection. @template T @param {(connection: RTCPeerConnection) => T} read */
  ask(read) {
    return read(this.#connection);
  }

  close() {
    this.#timers.clearAll();
    this.#descriptions.end();
    this.outgoing.close();
    this.#connection.close();
    this.#become("closed");
  }

  #begin() {
    this.#lines = ["audio", "video"].map((kind) =>
      this.#connection.addTransceiver(kind, { direction: "sendrecv", streams: [this.#own] }),
    );
    this.#showRemote();
    this.#do(() => this.#offer(false));
  }

  /** @param {boolean} restart */
  async #offer(restart) {
    const now = this.#world.now();
    if (this.#unanswered > 0 && now - this.#offeredAt < UNANSWERED_MS) return;
    if (restart) this.#connection.restartIce();
    const sdp = await this.#describe();
    this.#unanswered += 1;
    this.#offeredAt = now;
    this.#send(restart ? { kind: "offer", sdp, restart: true } : { kind: "offer", sdp });
  }

  /** @param {string | undefined} sdp */
  async #answer(sdp) {
    if (!this.#other.keepsKey(sdp)) return this.#giveUp();
    await this.#connection.setRemoteDescription({ type: "offer", sdp });
    if (this.#lines.length === 0) this.#takeLines();
    this.#send({ kind: "answer", sdp: await this.#describe() });
    await this.#described();
  }

  #takeLines() {
    this.#lines = this.#connection.getTransceivers();
    for (const line of this.#lines) {
      line.direction = "sendrecv";
      line.sender.setStreams?.(this.#own);
    }
    this.#showRemote();
  }

  /** @returns {Promise<string>} what this side is, without where it is */
  async #describe() {
    await this.#connection.setLocalDescription();
    const [sound, picture] = this.#lines;
    this.outgoing.begin(sound.sender, picture.sender);
    return withoutAddresses(this.#connection.localDescription?.sdp ?? "");
  }

  /**
   * Answers come in the order of the offers; one to an offer that a later one replaced fits nothing.
   * @param {string | undefined} sdp
   */
  async #accept(sdp) {
    this.#unanswered = Math.max(0, this.#unanswered - 1);
    if (this.#unanswered > 0 || this.#connection.signalingState !== "have-local-offer") return;
    if (!this.#other.keepsKey(sdp)) return this.#giveUp();
    await this.#connection.setRemoteDescription({ type: "answer", sdp });
    await this.#described();
  }

  async #described() {
    this.#upkeep.described(this.#world.now());
    await this.#other.addCandidates([]);
  }

  #giveUp() {
    this.close();
    this.dispatchEvent(new Event("replaced"));
  }

  #showRemote() {
    this.hearing = this.#lines[0].receiver;
    this.remote = new this.#world.MediaStream(this.#lines.map((line) => line.receiver.track));
    this.dispatchEvent(new Event("remote"));
  }

  #restartOnce() {
    if (!this.#upkeep.restartedLately(this.#world.now())) this.restart();
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
    if (connection === "connected") this.outgoing.connected();
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
    this.#descriptions.add(step);
  }
}
