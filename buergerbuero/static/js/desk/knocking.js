import { giveFocus } from "../region.js";
import { playSound, soundIsAllowed, unlockSound } from "../sound.js";
import { SYSTEM_CLOCK } from "../timers.js";
import { markNew, showBand } from "./band.js";
import { Bell } from "./bell.js";
import { BellSwitch } from "./bell-switch.js";
import { Notices } from "./notices.js";
import { readSeen, writeSeen } from "./seen-knocks.js";

/** The band, the sound and the notice when somebody knocks. */
export class Knocking {
  #bell = new Bell(() => this.#ring(), SYSTEM_CLOCK, readSeen());
  #notices = new Notices();
  #switch = new BellSwitch(() => this.#setSilent());
  #talking = false;

  constructor() {
    unlockSound("knock", () => this.#showBlocked(false));
    document.addEventListener("click", (event) => this.#clicked(event));
    this.#setSilent();
    this.#tryBefore();
  }

  /**
   * After each change of region `knocks`.
   * @param {HTMLElement} root its `data-knocks` names the visits
   */
  show(root) {
    const ids = (root.dataset.knocks ?? "").split(" ").filter(Boolean);
    if (this.#bell.knocks(ids).length > 0) this.#notices.knock();
    this.#showAll();
    this.#notices.show();
  }

  /** After each change of the list. */
  showNew() {
    markNew(this.#bell.unseen);
  }

  /** @param {boolean} talking while a talk is running it does not knock */
  set talking(talking) {
    this.#talking = talking;
    this.#setSilent();
  }

  /** @param {string} visit whom this desk has called; "" when nobody */
  set withMe(visit) {
    this.#bell.withMe = visit;
    this.#showAll();
  }

  #setSilent() {
    this.#bell.silent = this.#talking || !this.#switch.on;
  }

  /** A browser that lets no sound out is said now, not when somebody knocks in vain. */
  async #tryBefore() {
    if (this.#switch.on && !(await soundIsAllowed())) this.#showBlocked(true);
  }

  async #ring() {
    this.#showBlocked(!(await playSound("knock")));
  }

  /** @param {Event} event */
  #clicked(event) {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-knocks-seen]")) this.#seen();
    if (event.target.closest("[data-sound-allow] button, [data-sound-test]")) this.#ring();
  }

  #seen() {
    const had = document.activeElement?.closest("[data-knock-band]");
    this.#bell.seen();
    this.#showAll();
    if (had) giveFocus(document.querySelector("main h1"));
  }

  #showAll() {
    showBand(this.#bell.unseen);
    this.showNew();
    writeSeen(this.#bell.seenNow);
  }

  /** @param {boolean} blocked */
  #showBlocked(blocked) {
    /** @type {HTMLElement | null} */
    const band = document.querySelector("[data-sound-allow]");
    if (band) band.hidden = !blocked;
  }
}
