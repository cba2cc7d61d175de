import { word } from "../words.js";
import { browserTrouble } from "./browser.js";
import { canSwitchCamera } from "./facing.js";
import { showFullScreen, toggleFullScreen } from "./full-screen.js";
import { DevicesPanel } from "./panel.js";
import { canShowScreen } from "./screen.js";
import { showSwitch } from "./switch.js";

/** @typedef {import("./media.js").Media} Media */

const CORNERS = Object.freeze([
  "tile--at-bottom-left",
  "tile--at-top-left",
  "tile--at-top-right",
  "tile--at-bottom-right",
]);

/** The call bar, the notices about the own devices, and the tools on the pictures. */
export class Controls {
  #part;
  #media;
  #panel;
  #stopListening = new AbortController();

  /**
   * @param {import("./part.js").Part} part of the room
   * @param {Media} media
   * @param {import("./side.js").Side} side
   */
  constructor(part, media, side) {
    this.#part = part;
    this.#media = media;
    this.#panel = new DevicesPanel(this.#part, media, side);
    const { signal } = this.#stopListening;
    part.root.addEventListener("click", (event) => this.#clicked(event), { signal });
    media.addEventListener("change", () => this.#show(), { signal });
    document.addEventListener("fullscreenchange", () => this.#showFullScreen(), { signal });
    this.#part.toggle("[data-control=screen]", canShowScreen());
    this.#show();
  }

  close() {
    this.#stopListening.abort();
    this.#panel.close();
  }

  /** @param {Event} event */
  #clicked(event) {
    if (!(event.target instanceof Element)) return;
    /** @type {HTMLElement | null} */
    const button = event.target.closest("[data-control]");
    const media = this.#media;
    const { camera, microphone, screen } = media.devices;
    switch (button?.dataset.control) {
      case "microphone":
        return media.setMicrophone(!microphone);
      case "camera":
        return media.setCamera(!camera);
      case "camera-again":
        return this.#cameraAgain();
      case "camera-switch":
        return media.switchCamera();
      case "screen":
        return media.setScreen(!screen);
      case "screen-end":
        return this.#endScreen();
      case "both":
        return media.open({ camera: true, microphone: true });
      case "sound-only":
        return this.#soundOnly();
      case "picture-again":
        return media.setSoundOnly(false);
      case "corner":
        return this.#nextCorner();
      case "full-screen":
        return toggleFullScreen(button);
    }
  }

  /** A telephone call takes both; one tap brings both back. */
  async #cameraAgain() {
    const { microphone } = this.#media.devices;
    await this.#media.setCamera(false);
    await this.#media.open({ camera: true, microphone });
  }

  async #endScreen() {
    await this.#media.setScreen(false);
    const buttons = ".callbar [data-control=screen], .callbar [data-side=more]";
    /** @type {NodeListOf<HTMLElement>} */
    const all = this.#part.root.querySelectorAll(buttons);
    [...all].find((button) => button.checkVisibility?.() ?? true)?.focus();
  }

  /** No picture in either direction: the whole line is free for the sound. */
  async #soundOnly() {
    this.#media.setSoundOnly(true);
    await this.#media.setScreen(false);
    await this.#media.setCamera(false);
    if (!this.#media.devices.microphone) await this.#media.setMicrophone(true);
  }

  #nextCorner() {
    const tile = this.#part.find("[data-room-self]");
    if (!tile) return;
    const now = CORNERS.findIndex((corner) => tile.classList.contains(corner));
    tile.classList.remove(...CORNERS);
    tile.classList.add(CORNERS[(now + 1) % CORNERS.length]);
  }

  #show() {
    const { devices, problem, stopped, opening } = this.#media;
    for (const kind of /** @type {const} */ (["camera", "microphone"])) {
      const button = this.#part.find(`.callbar [data-control="${kind}"]`);
      if (button) showSwitch(button, kind, devices[kind], "control--off");
    }
    const trouble = opening ? null : (problem ?? browserTrouble());
    this.#part.toggle("[data-room-trouble]", !!trouble);
    this.#part.say("[data-room-problem]", trouble ? word(trouble) : "");
    this.#part.toggle("[data-room-stopped]", stopped);
    this.#part.toggle("[data-room-sound-only]", this.#media.soundOnly);
    this.#showScreen(!!devices.screen);
    this.#showSwitchCamera();
  }

  /** @param {boolean} shown */
  #showScreen(shown) {
    this.#part.toggle("[data-room-screen]", shown);
    this.#part.say("[data-room-screen-text]", shown ? word("screen-own") : "");
    for (const button of this.#part.root.querySelectorAll("[data-control=screen]"))
      button.setAttribute("aria-pressed", String(shown));
  }

  async #showSwitchCamera() {
    const can = await canSwitchCamera(this.#media.camera);
    this.#part.toggle("[data-control=camera-switch]", can);
  }

  #showFullScreen() {
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (
      this.#part.root.querySelectorAll("[data-control='full-screen']")
    )) {
      showFullScreen(button);
    }
  }
}
