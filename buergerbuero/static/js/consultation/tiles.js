import { word } from "../words.js";
import { isMirrored } from "./facing.js";
import { doorIn, roleInWords } from "./roles.js";
import { Tile } from "./tile.js";

/** @typedef {import("../messages.js").Participant} Participant */
/** @typedef {import("./media.js").Media} Media */
/** @typedef {import("./part.js").Part} Part */
/** @typedef {import("./room.js").Room} Room */
/** @typedef {import("./room.js").RoomState} RoomState */

const ADVISOR = "advisor";

/** The pictures of the room and what is said about them. */
export class Tiles {
  #part;
  #room;
  #media;
  /** @type {Map<string, Tile>} */
  #tiles = new Map();
  #stopListening = new AbortController();
  #said = "";
  /** Who went last, while nobody else is here. */
  #left = "";

  /**
   * @param {Part} part of the room
   * @param {Room} room
   * @param {Media} media
   */
  constructor(part, room, media) {
    this.#part = part;
    this.#room = room;
    this.#media = media;
    const { signal } = this.#stopListening;
    for (const event of ["state", "people"])
      room.addEventListener(event, () => this.#showPeople(), { signal });
    room.addEventListener("link", (event) => this.#linked(idOf(event)), { signal });
    room.addEventListener("unlink", (event) => this.#tiles.get(idOf(event))?.showState(), {
      signal,
    });
    room.addEventListener("devices", (event) => this.#showDevices(idOf(event)), { signal });
    media.addEventListener("change", () => this.#showSelf(), { signal });
    this.#showPeople();
    this.#showSelf();
  }

  close() {
    this.#stopListening.abort();
    for (const tile of this.#tiles.values()) tile.remove();
    this.#tiles.clear();
    const own = this.#ownVideo();
    if (own) own.srcObject = null;
  }

  #showPeople() {
    this.#followRole();
    const there = this.#room.others.filter(({ here }) => here);
    for (const [id, tile] of this.#tiles) {
      if (!there.some((person) => person.id === id)) this.#removeTile(id, tile);
    }
    if (there.length > 0) this.#left = "";
    for (const person of there) {
      if (!this.#tiles.has(person.id)) this.#addTile(person);
      this.#tiles.get(person.id)?.showRole(this.#roleOf(person));
    }
    this.#arrange(there);
    this.#showStatus();
  }

  /** A talk may be handed over within the room: the server's list says who leads it. */
  #followRole() {
    const { me } = this.#room;
    if (me) this.#part.root.dataset.role = me.role;
  }

  /** @param {Participant} person */
  #addTile(person) {
    const stage = this.#part.find("[data-room-stage]");
    const template = /** @type {HTMLTemplateElement | null} */ (
      this.#part.find("template[data-tile-template]")
    );
    if (!stage || !template) return;
    const tile = new Tile(template, person);
    this.#tiles.set(person.id, tile);
    this.#part.find("[data-room-self]")?.before(tile.element);
    this.#linked(person.id);
    this.#showDevices(person.id);
  }

  /**
   * @param {string} id
   * @param {Tile} tile
   */
  #removeTile(id, tile) {
    this.#left = this.#room.others.find((person) => person.id === id)?.name ?? "";
    this.#tiles.delete(id);
    tile.remove();
  }

  /** @param {Participant[]} others who are here */
  #arrange(others) {
    const stage = this.#part.find("[data-room-stage]");
    const { length } = others;
    if (stage) stage.dataset.people = String(length + 1);
    stage?.classList.toggle("stage--two", length <= 1);
    stage?.classList.toggle("stage--three", length === 2);
    stage?.classList.toggle("stage--many", length > 2);
    this.#part.toggle("[data-room-alone]", length === 0);
    this.#part.toggle("[data-room-expects]", !this.#left);
    this.#part.toggle("[data-room-left]", !!this.#left);
    this.#part.say("[data-room-left]", word("room-left", { name: this.#left }));
  }

  /** @param {string} id */
  #linked(id) {
    const link = this.#room.mesh.linkTo(id);
    const tile = this.#tiles.get(id);
    if (!link || !tile) return;
    tile.show(link);
    link.addEventListener("state", () => this.#showStatus());
    this.#showStatus();
  }

  /** @param {string} id */
  #showDevices(id) {
    this.#tiles.get(id)?.showDevices(this.#room.mesh.devicesOf(id));
    this.#showStatus();
  }

  #showSelf() {
    const { video } = this.#media.tracks;
    this.#showDevicesOff();
    const own = this.#ownVideo();
    if (!own) return;
    const shown = /** @type {MediaStream | null} */ (own.srcObject)?.getVideoTracks()[0] ?? null;
    if (shown !== video) own.srcObject = video && new MediaStream([video]);
    if (video) own.play().catch(() => {});
    own.classList.toggle("is-mirrored", !this.#media.screen && isMirrored(video));
    own.classList.toggle("tile__video--whole", !!this.#media.screen);
    this.#part.find("[data-room-self]")?.classList.toggle("tile--empty", !video);
    this.#part.toggle("[data-room-self] [data-tile-no-sound]", !this.#media.devices.microphone);
  }

  /** Said once, in words, to everybody who does not see the pictures. */
  #showStatus() {
    const text = this.#statusText();
    this.#part.toggle("[data-room-elsewhere]", this.#room.state === "elsewhere");
    this.#part.toggle("[data-room-refused]", this.#room.state === "refused");
    this.#showDevicesOff();
    const place = this.#part.find("[data-room-status]");
    if (!place || text === this.#said) return;
    this.#said = text;
    place.textContent = text;
  }

  #showDevicesOff() {
    const { tracks, opening } = this.#media;
    const off = this.#room.state === "in" && !opening && !tracks.audio && !tracks.video;
    this.#part.toggle("[data-room-devices-off]", off);
  }

  /** @returns {string} */
  #statusText() {
    const { state, message, others } = this.#room;
    if (state === "elsewhere") return word("room-elsewhere");
    if (state === "refused") return message || word("room-refused");
    if (state !== "in") return word("room-connecting");
    const person = others.find(({ here }) => here);
    if (!person) return this.#aloneText();
    const { name } = person;
    const devices = this.#room.mesh.devicesOf(person.id);
    if (devices?.weak) return word("room-weak");
    if (devices?.screen) return word("screen-other", { name });
    if (this.#room.mesh.linkTo(person.id)?.state === "connected")
      return word("room-connected", { name });
    return this.#tiles.get(person.id)?.wasConnected
      ? word("room-restoring")
      : word("room-connecting");
  }

  /** @returns {string} */
  #aloneText() {
    if (this.#left) return word("room-left", { name: this.#left });
    const { role, otherName = "" } = this.#part.root.dataset;
    if (role === ADVISOR) return word("room-waiting");
    const leads = this.#room.others.find((person) => person.role === ADVISOR);
    return word("room-alone", { name: leads?.name ?? otherName });
  }

  /** @param {import("../messages.js").Participant} person */
  #roleOf({ role }) {
    const { root } = this.#part;
    const byDoor = root.dataset.role === "citizen" && role === ADVISOR;
    return (byDoor && doorIn(root)) || roleInWords(role);
  }

  /** @returns {HTMLVideoElement | null} */
  #ownVideo() {
    return this.#part.root.querySelector("[data-room-self] video");
  }
}

/** @param {Event} event */
function idOf(event) {
  return /** @type {CustomEvent<string>} */ (event).detail;
}
