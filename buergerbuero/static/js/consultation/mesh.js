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

/** The connections to the others: one each, for one pair of epochs. */
export class Mesh {
  #wire;
  #makeLink;
  #handlers;
  /** @type {Map<string, {link: Link, epochs: Epochs}>} */
  #connections = new Map();
  /** @type {Tracks} */
  #tracks = { audio: null, video: null };
  /** @type {Devices} */
  #devices = { camera: false, microphone: false };

  /**
   * @param {RoomWire} wire
   * @param {(options: LinkOptions) => Link} makeLink
   * @param {MeshHandlers} handlers
   */
  constructor(wire, makeLink, handlers) {
    this.#wire = wire;
    this.#makeLink = makeLink;
    this.#handlers = handlers;
  }

  /** @returns {[string, Epochs][]} */
  get pairs() {
    return [...this.#connections].map(([id, { epochs }]) => [id, epochs]);
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
   * @param {boolean} offers
   */
  link(ticket, id, epochs, offers) {
    if (ticket.kind !== PEER || this.#connections.has(id)) return;
    const link = this.#makeLink({
      offers,
      configuration: configurationOf(ticket),
      tracks: this.#tracks,
      send: (body) => this.#wire.signal(id, epochs, body),
      sendCandidate: (candidate) => this.#wire.candidate(id, epochs, candidate),
    });
    link.addEventListener("stuck", () => this.#handlers.onStuck());
    this.#connections.set(id, { link, epochs });
    this.#tellDevices(id, epochs);
    this.#handlers.onLink(id);
  }

  /** @param {string} id */
  unlink(id) {
    const connection = this.#connections.get(id);
    if (!connection) return;
    this.#connections.delete(id);
    this.#wire.drop(id, connection.epochs);
    connection.link.close();
    this.#handlers.onUnlink(id);
  }

  unlinkAll() {
    for (const id of [...this.#connections.keys()]) this.unlink(id);
  }

  /** @param {Tracks} tracks */
  setTracks(tracks) {
    this.#tracks = tracks;
    for (const { link } of this.#connections.values()) link.setTracks(tracks);
  }

  /** @param {Devices} devices */
  setDevices(devices) {
    const { camera, microphone } = this.#devices;
    if (camera === devices.camera && microphone === devices.microphone) return;
    this.#devices = devices;
    for (const [id, epochs] of this.pairs) this.#tellDevices(id, epochs);
  }

  restart() {
    for (const { link } of this.#connections.values()) link.restart();
  }

  /**
   * @param {string} id
   * @param {Epochs} epochs
   */
  #tellDevices(id, epochs) {
    this.#wire.signal(id, epochs, { kind: "devices", ...this.#devices });
  }
}

/**
 * @param {Ticket} ticket
 * @returns {RTCConfiguration}
 */
function configurationOf({ ice_servers: iceServers = [], ice_policy: iceTransportPolicy = "all" }) {
  return { iceServers, iceTransportPolicy, bundlePolicy: "max-bundle" };
}
