import { withoutRelated } from "./description.js";
import { Rejoin } from "./rejoin.js";

/** @typedef {import("../messages.js").Devices} Devices */
/** @typedef {import("../messages.js").Epochs} Epochs */
/** @typedef {import("../messages.js").SignalBody} SignalBody */
/** @typedef {import("../messages.js").Ticket} Ticket */
/** @typedef {import("./link.js").Link} Link */
/** @typedef {import("./link.js").LinkOptions} LinkOptions */
/** @typedef {import("./link.js").Tracks} Tracks */
/** @typedef {import("./wire.js").RoomWire} RoomWire */

/**
 * @typedef {object} MeshHandlers
 * @property {(id: string) => void} onLink
 * @property {(id: string) => void} onUnlink
 * @property {() => void} onStuck
 */

const PEER = "peer";
/** @type {Tracks} */
const NO_TRACKS = Object.freeze({ audio: null, video: null });
/** @type {Devices} */
const NO_DEVICES = Object.freeze({ camera: false, microphone: false });

/**
 * The connections to the others: one each, for one pair of epochs. Picture and sound go out only where both have
 * stepped in; before, a connection carries nothing.
 */
export class Mesh {
  #wire;
  #makeLink;
  #handlers;
  #rejoin;
  /** @type {Map<string, {link: Link, epochs: Epochs, live: boolean, weak: boolean}>} */
  #connections = new Map();
  /** @type {Map<string, Epochs>} pairs in which somebody else would answer: closed until one of the epochs is another */
  #closed = new Map();
  /** @type {Tracks} */
  #tracks = NO_TRACKS;
  /** @type {Devices} */
  #devices = NO_DEVICES;
  /** @type {Map<string, Devices>} what the others have said of theirs */
  #theirs = new Map();

  /**
   * @param {RoomWire} wire
   * @param {((options: LinkOptions) => Link) | null} makeLink null: this browser cannot connect to anybody
   * @param {import("../timers.js").Clock} clock
   * @param {MeshHandlers} handlers
   */
  constructor(wire, makeLink, clock, handlers) {
    this.#wire = wire;
    this.#makeLink = makeLink;
    this.#handlers = handlers;
    this.#rejoin = new Rejoin(clock, {
      isNeeded: () => this.#closed.size > 0,
      isWell: () => this.#isWell,
      join: () => this.#handlers.onStuck(),
    });
  }

  /** @returns {[string, Epochs][]} */
  get pairs() {
    const connected = [...this.#connections].map(([id, { epochs }]) => [id, epochs]);
    return /** @type {[string, Epochs][]} */ ([...this.#closed, ...connected]);
  }

  /**
   * @param {string} id
   * @returns {Link | null}
   */
  linkTo(id) {
    return this.#connections.get(id)?.link ?? null;
  }

  /**
   * @param {Ticket} ticket
   * @param {string} id
   * @param {Epochs} epochs
   * @param {{offers: boolean, live: boolean}} how
   */
  link(ticket, id, epochs, { offers, live }) {
    if (!this.#makeLink || ticket.kind !== PEER) return;
    if (this.#connections.has(id) || this.#closed.has(id)) return;
    const link = this.#makeLink({
      offers,
      configuration: configurationOf(ticket),
      send: (body) => this.#wire.signal(id, epochs, body),
      sendCandidate: (candidate) => this.#wire.candidate(id, epochs, withoutRelated(candidate)),
    });
    link.addEventListener("stuck", () => this.#stuck());
    link.addEventListener("replaced", () => this.#close(id, epochs));
    this.#connections.set(id, { link, epochs, live: false, weak: false });
    // Not at once: words can wait for the first picture.
    link.addEventListener("settled", () => this.#tellDevices(id, epochs), { once: true });
    link.setTracks(this.#tracksFor(id));
    if (live) this.goLive(id);
    this.#expect(id);
    this.#handlers.onLink(id);
  }

  /** @param {string} id */
  unlink(id) {
    this.#closed.delete(id);
    const connection = this.#connections.get(id);
    if (!connection) return;
    this.#connections.delete(id);
    this.#wire.drop(id, connection.epochs);
    connection.link.close();
    this.#handlers.onUnlink(id);
  }

  /**
   * Both have stepped in: picture and sound go out.
   * @param {string} id
   */
  goLive(id) {
    const connection = this.#connections.get(id);
    if (!connection || connection.live) return;
    connection.live = true;
    connection.link.goLive();
  }

  unlinkAll() {
    for (const [id] of this.pairs) this.unlink(id);
  }

  /** @param {Tracks} tracks */
  setTracks(tracks) {
    this.#tracks = tracks;
    for (const id of this.#connections.keys()) this.#send(id);
  }

  /**
   * @param {string} id
   * @returns {Devices | null} null: not said yet
   */
  devicesOf(id) {
    return this.#theirs.get(id) ?? null;
  }

  /**
   * @param {string} id
   * @param {SignalBody} body what this person says of theirs
   */
  heardDevices(id, { camera = false, microphone = false, screen = false, ...more }) {
    const { sound_only = false, signing = false, weak = false } = more;
    this.#theirs.set(id, { camera, microphone, screen, sound_only, signing, weak });
    this.#send(id);
    this.#expect(id);
  }

  /** Nobody is there any more. */
  forgetDevices() {
    this.#theirs.clear();
  }

  /** A new epoch breaks every connection: it is not worth it while one to somebody else is well. */
  #stuck() {
    if (!this.#isWell) this.#handlers.onStuck();
  }

  /** @returns {boolean} whether somebody is connected */
  get #isWell() {
    return [...this.#connections.values()].some(({ link }) => link.state === "connected");
  }

  /**
   * Nothing more is sent or heard in this pair; the others know nothing of it.
   * @param {string} id
   * @param {Epochs} epochs
   */
  #close(id, epochs) {
    this.unlink(id);
    this.#closed.set(id, epochs);
    this.#rejoin.look();
  }

  /** A side that sends nothing is silent without being lost. @param {string} id */
  #expect(id) {
    const { camera, microphone, screen, weak } = this.#theirs.get(id) ?? NO_DEVICES;
    const picture = (camera || !!screen) && !weak && !this.#devices.sound_only;
    if (this.#theirs.has(id)) this.linkTo(id)?.expect(microphone || picture);
  }

  /** @param {string} id */
  #send(id) {
    this.linkTo(id)?.setTracks(this.#tracksFor(id));
  }

  /**
   * The line to this person is too weak for a picture, or carries one again.
   * @param {string} id
   * @param {boolean} weak
   */
  setWeak(id, weak) {
    const connection = this.#connections.get(id);
    if (!connection || connection.weak === weak) return;
    connection.weak = weak;
    this.#send(id);
    if (connection.live) this.#tellDevices(id, connection.epochs);
  }

  /** Who hears only is sent no picture: on a weak line the sound needs all of it. @param {string} id @returns {Tracks} */
  #tracksFor(id) {
    const soundOnly = this.#theirs.get(id)?.sound_only || this.#connections.get(id)?.weak;
    return soundOnly ? { ...this.#tracks, video: null } : this.#tracks;
  }

  /** @param {Devices} devices */
  setDevices(devices) {
    if (JSON.stringify(devices) === JSON.stringify(this.#devices)) return;
    this.#devices = devices;
    for (const [id, { epochs, live }] of this.#connections) {
      if (live) this.#tellDevices(id, epochs);
      this.#expect(id);
    }
  }

  /** Other servers help to connect from now on. @param {Ticket} ticket */
  configure(ticket) {
    for (const { link } of this.#connections.values()) link.configure(configurationOf(ticket));
  }

  restart() {
    for (const { link } of this.#connections.values()) link.restart();
  }

  /**
   * @param {string} id
   * @param {Epochs} epochs
   */
  #tellDevices(id, epochs) {
    const weak = this.#connections.get(id)?.weak ? { weak: true } : {};
    this.#wire.signal(id, epochs, { kind: "devices", ...this.#devices, ...weak });
  }
}

/**
 * @param {import("../messages.js").Ticket} ticket
 * @returns {RTCConfiguration}
 */
function configurationOf({ ice_servers: iceServers = [], ice_policy: iceTransportPolicy = "all" }) {
  return { iceServers, iceTransportPolicy, bundlePolicy: "max-bundle" };
}
