import { SYSTEM_CLOCK, Timers } from "../timers.js";
import { word } from "../words.js";
import { readFigures } from "./figures.js";
import { FiguresList } from "./figures-list.js";
import { adviceFor, Quality } from "./quality.js";
import { secrecyOf } from "./secrecy.js";

/** @typedef {import("./figures.js").Figures} Figures */
/** @typedef {import("./link.js").Link} Link */
/** @typedef {import("./quality.js").State} State */
/** @typedef {{link: Link, quality: Quality, figures: Figures | null}} Watched */

const PANEL = "connection";
const LOOK_MS = 2_000;
const PATIENCE_MS = 20_000;
const TROUBLES = Object.freeze(["stuck", "away"]);
/** What the head of the room says; the other states have their own band. */
const WORDS = Object.freeze({
  connecting: /** @type {const} */ ("room-connecting"),
  good: /** @type {const} */ ("room-connection-good"),
  weak: /** @type {const} */ ("room-connection-weak"),
  lost: /** @type {const} */ ("room-connection-lost"),
});

/** "Verbindung": how it is, what helps, and what is encrypted, in words; the figures for whoever wants them. */
export class ConnectionPanel {
  #around;
  #codes;
  #list;
  #timers = new Timers(SYSTEM_CLOCK);
  #stopListening = new AbortController();
  /** @type {Map<string, Watched>} */
  #watched = new Map();
  /** @type {State} */
  #state = "alone";
  #waitingSince = Date.now();

  /**
   * @param {import("./table.js").Around} around
   * @param {import("./codes.js").Codes} codes
   */
  constructor(around, codes) {
    this.#around = around;
    this.#codes = codes;
    this.#list = new FiguresList(around.part);
    const { signal } = this.#stopListening;
    const { room, side } = around;
    for (const event of ["state", "people", "link", "unlink"])
      room.addEventListener(event, () => this.#follow(), { signal });
    side.addEventListener("open", () => this.#show(), { signal });
    codes.addEventListener("change", () => this.#show(), { signal });
    around.part.root.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.#follow();
    this.#look();
  }

  close() {
    this.#stopListening.abort();
    this.#timers.clearAll();
  }

  /** Who is here, each with the connection there is now. */
  #follow() {
    const { room } = this.#around;
    const here = room.others.filter((person) => person.here).map(({ id }) => id);
    for (const id of this.#watched.keys()) if (!here.includes(id)) this.#watched.delete(id);
    for (const id of here) {
      const link = room.mesh.linkTo(id);
      if (link && this.#watched.get(id)?.link !== link) this.#watch(id, link);
    }
    this.#show();
  }

  /**
   * @param {string} id
   * @param {Link} link
   */
  #watch(id, link) {
    this.#watched.set(id, { link, quality: new Quality(), figures: null });
    const { signal } = this.#stopListening;
    link.addEventListener("state", () => this.#lookAt(id, link), { signal });
  }

  async #look() {
    this.#timers.set("look", LOOK_MS, () => this.#look());
    await Promise.all([...this.#watched].map(([id, { link }]) => this.#lookAt(id, link)));
    this.#show();
  }

  /**
   * @param {string} id
   * @param {Link} link
   */
  async #lookAt(id, link) {
    const figures = await link.ask(readFigures).catch(() => null);
    const watched = this.#watched.get(id);
    if (watched?.link === link && figures) {
      watched.figures = figures;
      watched.quality.hear(figures);
    }
    this.#show();
  }

  #show() {
    if (this.#stopListening.signal.aborted) return;
    this.#become(this.#stateNow());
    this.#showSecrecy();
    const { part, side, room } = this.#around;
    if (!side.isOpen(PANEL)) return;
    choose(part, "connection-line", [this.#state]);
    this.#showAdvice();
    this.#list.show(room.others.map(({ id, name }) => ({ name, ...this.#watched.get(id) })));
  }

  /** What has helped goes away under the finger. */
  #showAdvice() {
    const { part } = this.#around;
    const used = part.find("[data-connection-helps]")?.contains(document.activeElement);
    const advice = adviceFor(this.#state, this.#known());
    choose(part, "connection-advice", advice);
    part.toggle("[data-connection-helps]", advice.length > 0);
    const title = part.find(`[data-side-panel=${PANEL}] [data-side-title]`);
    if (used && !document.activeElement?.checkVisibility()) title?.focus();
  }

  /** @returns {State} */
  #stateNow() {
    const { room } = this.#around;
    if (!window.RTCPeerConnection) return "browser";
    if (room.state === "joining") return this.#isPatient() ? "connecting" : "away";
    const here = room.others.filter((person) => person.here);
    const watched = here.map(({ id }) => this.#watched.get(id));
    const states = watched.map((one) => one?.link.state ?? "connecting");
    if (states.includes("connecting") && room.state === "in")
      return this.#isPatient() ? "connecting" : "stuck";
    this.#waitingSince = Date.now();
    if (here.length === 0 || room.state !== "in") return "alone";
    if (!states.every((state) => state === "connected")) return "lost";
    return watched.some((one) => one?.quality.weak) ? "weak" : "good";
  }

  #isPatient() {
    return Date.now() - this.#waitingSince < PATIENCE_MS;
  }

  /** Said once: a connection that changes often would else be heard all the time. @param {State} state */
  #become(state) {
    const { part } = this.#around;
    const before = this.#state;
    this.#state = state;
    const head = part.find("[data-room-connection]");
    const text = state in WORDS ? word(WORDS[/** @type {keyof typeof WORDS} */ (state)]) : "";
    part.say("[data-room-connection]", text || (head?.dataset.plain ?? ""));
    part.toggle("[data-room-stuck]", TROUBLES.includes(state));
    if (before === state) return;
    head?.closest("button")?.setAttribute("data-state", state);
    if (TROUBLES.includes(state)) part.say("[data-room-stuck-text]", this.#line(state));
    const said = `${before} ${state}`;
    if (said === "good weak" || said === "weak good")
      part.say("[data-connection-news]", this.#line(state));
  }

  /** @param {State} state */
  #line(state) {
    const line = this.#around.part.find(`[data-connection-line="${state}"]`);
    return line?.textContent?.trim() ?? "";
  }

  #showSecrecy() {
    const { part, room } = this.#around;
    const here = room.others.filter((person) => person.here);
    const secrecy = secrecyOf(
      room.ticket?.kind ?? "",
      here.map(({ id }) => ({
        connected: this.#watched.get(id)?.link.state === "connected",
        encrypted: !!this.#watched.get(id)?.figures?.encrypted,
        answer: this.#codes.of(id).answer,
      })),
    );
    choose(part, "secrecy", [secrecy]);
  }

  #known() {
    const all = [...this.#watched.values()];
    return {
      loss: Math.max(0, ...all.map(({ quality }) => quality.loss)),
      online: navigator.onLine && document.documentElement.dataset.live !== "lost",
      writing:
        all.some(({ link }) => link.channels.isOpen("writing")) &&
        !!this.#around.part.find("[data-side-panel=writing]"),
    };
  }

  /** @param {Event} event */
  #clicked({ target }) {
    if (!(target instanceof Element) || !target.closest("[data-connection-again]")) return;
    this.#waitingSince = Date.now();
    this.#around.room.join();
  }
}

/**
 * Of the elements `[data-<name>]` those that are named are shown.
 * @param {import("./part.js").Part} part
 * @param {string} name
 * @param {string[]} chosen
 */
function choose(part, name, chosen) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (
    part.root.querySelectorAll(`[data-${name}]`)
  )) {
    element.hidden = !chosen.includes(element.getAttribute(`data-${name}`) ?? "");
  }
}
