import { word } from "../words.js";
import { isMirrored } from "./facing.js";
import { Tile } from "./tile.js";

/** @typedef {import("./media.js").Media} Media */
/** @typedef {import("./room.js").Room} Room */
/** @typedef {import("./room.js").RoomState} RoomState */

const WEAK_ROUND_TRIP_MS = 400;

/** The pictures of the room and what is said about them. */
export class Tiles {
  #root;
  #room;
  #media;
  /** @type {Map<string, Tile>} */
  #tiles = new Map();
  #stopListening = new AbortController();
  #said = "";

  /**
   * @param {HTMLElement} root `[data-room]`
   * @param {Room} room
   * @param {Media} media
   */
  constructor(root, room, media) {
    this.#root = root;
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
    const there = this.#room.others.filter(({ here }) => here);
    for (const [id, tile] of this.#tiles) {
      if (!there.some((person) => person.id === id)) this.#removeTile(id, tile);
    }
    for (const person of there) if (!this.#tiles.has(person.id)) this.#addTile(person);
    this.#arrange(there.length);
    this.#showStatus();
  }

  /** @param {import("../messages.js").Participant} person */
  #addTile(person) {
    const stage = this.#find("[data-room-stage]");
    const template = /** @type {HTMLTemplateElement | null} */ (
      this.#find("template[data-tile-template]")
    );
    if (!stage || !template) return;
    const tile = new Tile(template, person, this.#roleOf(person));
    this.#tiles.set(person.id, tile);
    stage.prepend(tile.element);
    this.#linked(person.id);
    this.#showDevices(person.id);
  }

  /**
   * @param {string} id
   * @param {Tile} tile
   */
  #removeTile(id, tile) {
    this.#tiles.delete(id);
    tile.remove();
  }

  /** @param {number} others */
  #arrange(others) {
    const stage = this.#find("[data-room-stage]");
    stage?.classList.toggle("stage--two", others <= 1);
    stage?.classList.toggle("stage--three", others === 2);
    stage?.classList.toggle("stage--many", others > 2);
    for (const [id, tile] of this.#tiles) {
      tile.element.classList.toggle(
        "tile--pinned",
        others === 2 && id === this.#room.others[0]?.id,
      );
    }
    this.#toggle("[data-room-alone]", others === 0);
  }

  /** @param {string} id */
  #linked(id) {
    const link = this.#room.mesh.linkTo(id);
    const tile = this.#tiles.get(id);
    if (!link || !tile) return;
    tile.show(link);
    link.addEventListener("state", () => this.#showStatus());
    link.addEventListener("health", () => this.#showConnection());
    this.#showStatus();
  }

  /** @param {string} id */
  #showDevices(id) {
    this.#tiles.get(id)?.showDevices(this.#room.devicesOf(id));
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
    this.#find("[data-room-self]")?.classList.toggle("tile--empty", !video);
    this.#toggle("[data-room-self] [data-tile-no-sound]", !this.#media.devices.microphone);
  }

  /** Said once, in words, to everybody who does not see the pictures. */
  #showStatus() {
    const text = this.#statusText();
    this.#toggle("[data-room-elsewhere]", this.#room.state === "elsewhere");
    this.#toggle("[data-room-refused]", this.#room.state === "refused");
    this.#showDevicesOff();
    this.#showConnection();
    const place = this.#find("[data-room-status]");
    if (!place || text === this.#said) return;
    this.#said = text;
    place.textContent = text;
  }

  #showDevicesOff() {
    const { tracks, opening } = this.#media;
    const off = this.#room.state === "in" && !opening && !tracks.audio && !tracks.video;
    this.#toggle("[data-room-devices-off]", off);
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
    if (this.#room.devicesOf(person.id)?.screen) return word("screen-other", { name });
    if (this.#room.mesh.linkTo(person.id)?.state === "connected")
      return word("room-connected", { name });
    return this.#tiles.get(person.id)?.wasConnected
      ? word("room-restoring")
      : word("room-connecting");
  }

  /** @returns {string} */
  #aloneText() {
    const { role, otherName = "" } = this.#root.dataset;
    return role === "advisor" ? word("room-waiting") : word("room-alone", { name: otherName });
  }

  #showConnection() {
    const links = this.#room.others
      .map(({ id }) => this.#room.mesh.linkTo(id))
      .filter((link) => link !== null);
    const place = this.#find("[data-room-connection]");
    if (!place) return;
    const text = links.length === 0 ? "" : word(qualityOf(links));
    if (place.textContent !== text) place.textContent = text;
  }

  /** @param {import("../messages.js").Participant} person */
  #roleOf({ role }) {
    return role === "advisor" || role === "citizen" ? (this.#root.dataset.otherRole ?? "") : "";
  }

  /** @returns {HTMLVideoElement | null} */
  #ownVideo() {
    return this.#root.querySelector("[data-room-self] video");
  }

  /**
   * @param {string} selector
   * @returns {HTMLElement | null}
   */
  #find(selector) {
    return this.#root.querySelector(selector);
  }

  /**
   * @param {string} selector
   * @param {boolean} shown
   */
  #toggle(selector, shown) {
    const place = this.#find(selector);
    if (place) place.hidden = !shown;
  }
}

/** @param {Event} event */
function idOf(event) {
  return /** @type {CustomEvent<string>} */ (event).detail;
}

/** @param {import("./link.js").Link[]} links */
function qualityOf(links) {
  if (links.some(({ state }) => state === "restoring")) return "room-connection-lost";
  if (links.some(({ health }) => (health?.roundTripMs ?? 0) > WEAK_ROUND_TRIP_MS))
    return "room-connection-weak";
  return links.every(({ state }) => state === "connected")
    ? "room-connection-good"
    : "room-connecting";
}
