import { word } from "../words.js";
import { browserTrouble } from "./browser.js";
import { DeviceLists } from "./device-lists.js";
import { showHelp } from "./help.js";
import { useSpeaker } from "./speaker.js";

/** @typedef {import("./media.js").Media} Media */
/** @typedef {import("./part.js").Part} Part */

/** "Geräte": other devices during the talk, and help where one cannot be had. It stands beside the pictures. */
export class DevicesPanel {
  #part;
  #media;
  #lists;
  #stopListening = new AbortController();
  /** @type {HTMLElement | null} what had the focus before */
  #opener = null;

  /**
   * @param {Part} part of the room
   * @param {Media} media
   */
  constructor(part, media) {
    this.#part = part;
    this.#media = media;
    this.#lists = new DeviceLists(part.root, media, (kind) => this.#chosen(kind));
    const { signal } = this.#stopListening;
    part.root.addEventListener("click", (event) => this.#clicked(event), { signal });
    document.addEventListener("keydown", (event) => this.#pressed(event), { signal });
    media.addEventListener("change", () => this.#show(), { signal });
    this.#show();
  }

  close() {
    this.#stopListening.abort();
    this.#lists.close();
  }

  get #isOpen() {
    return this.#part.root.classList.contains("room--panel");
  }

  /** @param {Event} event */
  #clicked({ target }) {
    const button = target instanceof Element && target.closest("[data-panel]");
    if (!(button instanceof HTMLElement)) return;
    if (button.dataset.panel === "close" || this.#isOpen) this.#toggle(false);
    else this.#openBy(button);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key !== "Escape" || !this.#isOpen || event.defaultPrevented) return;
    if (document.fullscreenElement || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.#toggle(false);
  }

  /** @param {HTMLElement} button */
  #openBy(button) {
    this.#opener = button;
    this.#toggle(true);
    this.#lists.show();
    this.#part.find("[data-panel-title]")?.focus();
  }

  /** @param {boolean} open */
  #toggle(open) {
    this.#part.root.classList.toggle("room--panel", open);
    this.#part.toggle("[data-room-panel]", open);
    for (const button of this.#part.root.querySelectorAll("[data-panel][aria-expanded]"))
      button.setAttribute("aria-expanded", String(open));
    if (open) return;
    const shown = this.#opener?.checkVisibility?.() ?? this.#opener?.isConnected;
    if (shown) this.#opener?.focus();
    else this.#part.find(".callbar [data-panel]")?.focus();
  }

  #show() {
    if (this.#media.opening) return;
    const trouble = this.#media.problem ?? browserTrouble();
    showHelp(this.#part.find("[data-help]"), trouble);
    this.#part.say("[data-panel-problem]", trouble ? word(trouble) : "");
    const helped =
      !trouble && this.#part.find("[data-room-ways]")?.contains(document.activeElement);
    this.#part.toggle("[data-panel-problem], [data-room-ways]", !!trouble);
    if (helped) this.#part.find("[data-panel-title]")?.focus();
    if (this.#isOpen) this.#lists.show();
  }

  /** @param {import("./plugged.js").DeviceKind} kind */
  #chosen(kind) {
    if (kind !== "speaker") this.#media.exchange(kind);
    else for (const video of this.#part.root.querySelectorAll("video")) useSpeaker(video);
  }
}
