import { post, postJson } from "../post.js";
import { giveFocus, hasFocus } from "../region.js";
import { playSound, unlockSound } from "../sound.js";
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
/** So long the first pictures have the processor to themselves; what the others say meanwhile is kept. */
const PICTURES_FIRST_MS = 250;

/** One page's part in a talk: its devices, its room and, once the markup is there, its pictures. */
export class Consultation {
  media = new Media();
  room;
  #wire;
  #running = false;
  #prepared = false;
  #acted = false;
  #focused = false;
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
    this.#wire = new RoomWire(base, { post, postJson }, SYSTEM_CLOCK);
    this.room = new Room(this.#wire, able ? makeLink : null, SYSTEM_CLOCK);
    this.media.addEventListener("change", () => this.#useMedia());
    this.room.addEventListener(
      "state",
      () => this.room.state === "elsewhere" && this.media.release(),
    );
    window.addEventListener("online", () => this.room.mesh.restart());
    window.addEventListener("pagehide", () => this.stop());
    document.addEventListener("click", (event) => this.#clicked(event));
    unlockSound("room");
  }

  /**
   * @param {import("../messages.js").SignalMessage} message
   * @param {number} position
   */
  heardSignal(message, position) {
    this.#wire.hasRead(position);
    this.room.heardSignal(message);
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

  /** The person has chosen otherwise whose address goes where, before stepping in. */
  prepareAnew() {
    if (this.#prepared && !this.#running) this.room.prepare();
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

  /** Binds the room's markup, as soon as a region has brought it and this page takes part. */
  bind() {
    if (!this.#running) return;
    const root = /** @type {HTMLElement | null} */ (document.querySelector("[data-room]"));
    if (root !== this.#root) this.#bindTo(root);
    // After all that changes the page: only one that is laid out can tell who has the focus.
    setTimeout(() => this.#focus());
  }

  /** @param {HTMLElement | null} root */
  #bindTo(root) {
    this.#unbind();
    if (!root) return;
    this.#root = root;
    // From now on it holds live pictures: no region reaches into it.
    root.dataset.keep = "";
    const part = new Part(root);
    this.#tiles = new Tiles(part, this.room, this.media);
    this.#side = new Side(part);
    this.#controls = new Controls(part, this.media, this.#side);
    this.#layTable(part, this.#side);
  }

  /** Once in each room, as soon as it can be seen: a heading has the focus only where nothing better was there. */
  #focus() {
    if (this.#focused || !this.#root) return;
    const chosen = hasFocus() && !document.activeElement?.matches("h1, h2");
    if (!chosen) giveFocus(this.#root.querySelector("[data-focus-fallback]"));
    this.#focused = this.#root.contains(document.activeElement) || chosen;
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
    const [table] = await Promise.all([fetchTable(), pause(PICTURES_FIRST_MS)]);
    if (this.#side !== side) return;
    const { room, media } = this;
    if (table) this.#table = table.layTable({ part, room, media, side, playSound });
    else setTimeout(() => this.#side === side && this.#layTable(part, side), TABLE_AGAIN_MS);
  }

  #unbind() {
    for (const laid of this.#table.splice(0)) laid.close();
    this.#tiles?.close();
    this.#controls?.close();
    this.#side?.stop();
    this.#side = null;
    this.#root = null;
    this.#focused = false;
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

/** @param {number} ms */
function pause(ms) {
  return new Promise((then) => setTimeout(then, ms));
}
