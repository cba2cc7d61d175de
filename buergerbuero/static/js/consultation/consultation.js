import { post, postJson } from "../post.js";
import { giveFocus, hasFocus } from "../region.js";
import { SYSTEM_CLOCK } from "../timers.js";
import { allowedDevices } from "./acquire.js";
import { Controls } from "./controls.js";
import { Link } from "./link.js";
import { Media } from "./media.js";
import { Part } from "./part.js";
import { Room } from "./room.js";
import { Side } from "./side.js";
import { fetchTable } from "./table-script.js";
import { Tiles } from "./tiles.js";
import { RoomWire } from "./wire.js";

/** @typedef {import("../messages.js").Devices} Devices */
/** @typedef {import("../messages.js").Ticket} Ticket */
/** @typedef {import("./link.js").LinkOptions} LinkOptions */

const TABLE_AGAIN_MS = 3_000;

/** One page's part in a talk: its devices, its room and, once the markup is there, its pictures. */
export class Consultation {
  media = new Media();
  room;
  #running = false;
  #prepared = false;
  #acted = false;
  /** @type {HTMLElement | null} */
  #root = null;
  /** @type {Tiles | null} */
  #tiles = null;
  /** @type {Controls | null} */
  #controls = null;
  /** @type {Side | null} */
  #side = null;
  /** @type {import("./table.js").Laid[]} */
  #table = [];

  /** @param {string} base "/visit/room/" or "/desk/room/" */
  constructor(base) {
    const able = !!window.RTCPeerConnection;
    const world = { ...SYSTEM_CLOCK, RTCPeerConnection: window.RTCPeerConnection, MediaStream };
    const makeLink = (/** @type {LinkOptions} */ options) => new Link(options, world);
    this.room = new Room(
      new RoomWire(base, { post, postJson }, SYSTEM_CLOCK),
      able ? makeLink : null,
      SYSTEM_CLOCK,
    );
    this.media.addEventListener("change", () => this.#useMedia());
    this.room.addEventListener(
      "state",
      () => this.room.state === "elsewhere" && this.media.release(),
    );
    window.addEventListener("online", () => this.room.mesh.restart());
    window.addEventListener("pagehide", () => this.stop());
    document.addEventListener("click", (event) => this.#clicked(event));
  }

  /** @returns {boolean} */
  get running() {
    return this.#running;
  }

  /**
   * The person's own click: opens what they chose, unless it is open already.
   * @param {Devices} wanted
   */
  async openDevices(wanted) {
    this.#acted = true;
    const { devices } = this.media;
    if (devices.camera === wanted.camera && devices.microphone === wanted.microphone) return;
    await this.media.open(wanted);
  }

  /** Called: what takes time is done while the person reads. */
  prepare() {
    if (this.#running || this.#prepared) return;
    this.#prepared = true;
    this.room.prepare();
    fetchTable();
  }

  /** @param {Ticket | null} [ticket] */
  start(ticket = null) {
    if (this.#running) return;
    this.#running = true;
    this.room.stepIn(ticket);
  }

  /** After a reload nobody has clicked: only what is allowed for good is opened again. */
  async startAgain() {
    if (this.#running) return;
    this.start();
    if (this.#acted) return;
    const devices = await allowedDevices();
    if (this.#running && !this.#acted) await this.media.open(devices);
  }

  /** Binds the room's markup, as soon as a region has brought it. */
  bind() {
    const root = /** @type {HTMLElement | null} */ (document.querySelector("[data-room]"));
    if (root === this.#root) return;
    this.#unbind();
    if (!root) return;
    this.#root = root;
    this.#tiles = new Tiles(root, this.room, this.media);
    const part = new Part(root);
    this.#side = new Side(part);
    this.#controls = new Controls(part, this.media, this.#side);
    this.#layTable(part, this.#side);
    if (!hasFocus()) giveFocus(root.querySelector("[data-focus-fallback]"));
  }

  /** Leaves the room and gives the devices back. */
  stop() {
    this.#acted = false;
    // First out of the room: else the others would read "Kamera aus" instead of "ist kurz weg".
    this.leaveRoom();
    this.media.release();
  }

  /** Leaves this room; the devices stay open for the next. */
  leaveRoom() {
    this.#unbind();
    if (!this.#running && !this.#prepared) return;
    this.#running = false;
    this.#prepared = false;
    this.room.leave();
  }

  /**
   * The pictures do not wait for it.
   * @param {Part} part
   * @param {Side} side
   */
  async #layTable(part, side) {
    const table = await fetchTable();
    if (this.#root !== part.root) return;
    const { room, media } = this;
    if (table) this.#table = table.layTable({ part, room, media, side });
    else setTimeout(() => this.#root === part.root && this.#layTable(part, side), TABLE_AGAIN_MS);
  }

  #unbind() {
    for (const laid of this.#table.splice(0)) laid.close();
    this.#tiles?.close();
    this.#controls?.close();
    this.#side?.stop();
    this.#side = null;
    this.#root = null;
    this.#tiles = null;
    this.#controls = null;
  }

  #useMedia() {
    this.room.mesh.setTracks(this.media.tracks);
    this.room.mesh.setDevices(this.media.devices);
  }

  /** @param {Event} event */
  #clicked(event) {
    if (!(event.target instanceof Element) || !event.target.closest("[data-room-take-back]"))
      return;
    this.room.join();
    allowedDevices().then((devices) => this.media.open(devices));
  }
}
