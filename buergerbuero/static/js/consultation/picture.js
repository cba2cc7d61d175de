import { word } from "../words.js";
import { FULL, PictureLevel, SOUND, shapeOf } from "./picture-level.js";

/** @typedef {import("./link.js").Link} Link */
/** @typedef {import("./table.js").Around} Around */

const SIGN_INTERPRETER = "sign";

/**
 * How the own picture goes to each of the others: smooth where people sign, sharp where a screen is shown, smaller or
 * not at all where the line is weak or many share it. The sound comes first.
 */
export class Picture {
  #part;
  #room;
  #media;
  #stopListening = new AbortController();
  /** @type {WeakMap<Link, PictureLevel>} */
  #levels = new WeakMap();
  /** The person has asked for the pictures, however weak the line. */
  #insists = false;

  /** @param {Around} around */
  constructor({ part, room, media }) {
    this.#part = part;
    this.#room = room;
    this.#media = media;
    const listen = { signal: this.#stopListening.signal };
    room.addEventListener("link", () => this.#follow(), listen);
    for (const event of ["people", "devices"])
      room.addEventListener(event, () => this.#shape(), listen);
    media.addEventListener("change", () => this.#shape(), listen);
    part.root.addEventListener("click", (event) => this.#clicked(event), listen);
    part.root.addEventListener("change", (event) => this.#switched(event), listen);
    media.setSigning("signing" in part.root.dataset || room.ticket?.role === SIGN_INTERPRETER);
    this.#follow();
  }

  close() {
    this.#stopListening.abort();
  }

  /** @returns {boolean} whether anybody in the room needs sign language */
  get signing() {
    return this.#media.signing || this.#othersSign;
  }

  get #othersSign() {
    const { others, mesh } = this.#room;
    return others.some(
      ({ id, role }) => role === SIGN_INTERPRETER || mesh.devicesOf(id)?.signing === true,
    );
  }

  /** @returns {[string, Link][]} */
  get #links() {
    const { others, mesh } = this.#room;
    return others.flatMap(({ id }) => {
      const link = mesh.linkTo(id);
      return link ? [/** @type {[string, Link]} */ ([id, link])] : [];
    });
  }

  #follow() {
    const { signal } = this.#stopListening;
    for (const [, link] of this.#links) {
      if (this.#levels.has(link)) continue;
      this.#levels.set(link, new PictureLevel({ insists: this.#insists }));
      link.addEventListener("health", () => this.#look(link), { signal });
    }
    this.#shape();
  }

  /** @param {Link} link */
  #look(link) {
    const level = this.#levels.get(link);
    if (!level || !link.health || link.state !== "connected") return;
    const { lossOut, roundTripMs, available } = link.health;
    // Where no picture goes out, nobody knows how much of it the line would carry.
    const sends = !!this.#media.tracks.video && level.level < SOUND;
    const sample = { lossOut, roundTripMs, available: sends ? available : null };
    if (level.look(sample, this)) this.#shape();
  }

  #shape() {
    const { signing } = this;
    const { camera, screen } = this.#media;
    if (camera) camera.contentHint = signing ? "motion" : "";
    const others = this.#room.others.filter(({ here }) => here).length;
    for (const [id, link] of this.#links) {
      const level = this.#levels.get(link)?.level ?? FULL;
      link.outgoing.shape(shapeOf(level, { signing, screen: !!screen, others }));
      this.#room.mesh.setWeak(id, this.#isWeak(link));
    }
    this.#show();
  }

  /** @param {Link} link */
  #isWeak(link) {
    return this.#levels.get(link)?.level === SOUND && !!this.#media.tracks.video;
  }

  #show() {
    const weak = !this.#media.soundOnly && this.#links.some(([, link]) => this.#isWeak(link));
    this.#part.toggle("[data-room-weak]", weak);
    this.#part.say("[data-room-weak-text]", weak ? word("room-weak") : "");
    const wanted = /** @type {HTMLInputElement | null} */ (
      this.#part.find("[data-signing-wanted]")
    );
    if (wanted) wanted.checked = this.#media.signing;
    this.#part.toggle("[data-signing-others]", this.#othersSign);
    this.#part.root.classList.toggle("room--signing", this.signing);
  }

  /** @param {Event} event */
  #clicked({ target }) {
    if (!(target instanceof Element) || !target.closest("[data-control=picture-anyway]")) return;
    this.#insists = true;
    for (const [, link] of this.#links) this.#levels.get(link)?.insist();
    this.#shape();
  }

  /** @param {Event} event */
  #switched({ target }) {
    if (target instanceof HTMLInputElement && target.matches("[data-signing-wanted]"))
      this.#media.setSigning(target.checked);
  }
}
