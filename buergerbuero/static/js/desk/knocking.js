import { post } from "../post.js";
import { giveFocus } from "../region.js";
import { playSound, soundIsAllowed, unlockSound } from "../sound.js";
import { SYSTEM_CLOCK } from "../timers.js";
import { markNew, showBand } from "./band.js";
import { Bell, isAlert } from "./bell.js";
import { BellSwitch } from "./bell-switch.js";
import { readSeen, writeSeen } from "./seen-knocks.js";

/** The band, the sound and the notice when somebody knocks. */
export class Knocking {
  #bell = new Bell(() => this.#ring(), SYSTEM_CLOCK, readSeen());
  #notices;
  #switch = new BellSwitch(() => this.#setSilent());
  #talking = false;
  #free = true;
  #offDuty = false;
  /** Whether the server knows that somebody here has seen all of them. */
  #told = true;

  /** @param {import("./notices.js").Notices} notices */
  constructor(notices) {
    this.#notices = notices;
    unlockSound("knock", () => this.#showBlocked(false));
    document.addEventListener("click", (event) => this.#clicked(event));
    for (const act of ["pointerdown", "keydown"]) {
      document.addEventListener(act, () => this.#somebodyIsHere(), { capture: true });
    }
    this.#setSilent();
    this.#tryBefore();
  }

  /** After each change of the regions `knocks` and `alerts`. */
  show() {
    const ids = [...knocks(), ...alerts()];
    const fresh = this.#bell.knocks(ids);
    if (fresh.length > 0) this.#told = false;
    if (fresh.some((id) => !this.#offDuty || isAlert(id))) this.#notices.knock();
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

  /** @param {string} state what this person says of themselves: free, break or away */
  set duty(state) {
    this.#free = state === "free";
    this.#offDuty = state === "break" || state === "away";
    this.#bell.offDuty = this.#offDuty;
  }

  /** @param {string} visit whom this desk has called; "" when nobody */
  set withMe(visit) {
    this.#bell.withMe = visit;
    this.#showAll();
  }

  #setSilent() {
    this.#bell.silent = this.#talking || !this.#switch.on;
    this.#showAll();
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

  /** Whoever is free and does anything here will have heard it. */
  #somebodyIsHere() {
    if (!this.#free || this.#talking || this.#bell.unseen.length === 0) return;
    this.#bell.rest();
    this.#tell();
  }

  /** So that nobody else is alarmed. Is it lost, then at worst somebody is. */
  #tell() {
    /** @type {HTMLElement | null} */
    const band = document.querySelector("[data-knock-band]");
    if (!this.#told && band?.dataset.tell) post(band.dataset.tell);
    this.#told = true;
  }

  #seen() {
    this.#tell();
    const had = document.activeElement?.closest("[data-knock-band]");
    this.#bell.seen();
    this.#showAll();
    if (had) giveFocus(document.querySelector("main h1"));
  }

  #showAll() {
    showBand(this.#bell.unseen, this.#switch.on);
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

/** @returns {string[]} who is here and not called */
function knocks() {
  const root = document.getElementById("region-knocks");
  return (root?.dataset.knocks ?? "").split(" ").filter(Boolean);
}

/** @returns {string[]} the doors that nobody opens */
function alerts() {
  /** @type {NodeListOf<HTMLElement>} */
  const all = document.querySelectorAll("#region-alerts [data-alert]");
  return [...all].map((one) => one.dataset.alert ?? "");
}
