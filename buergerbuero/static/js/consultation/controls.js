import { word } from "../words.js";
import { showFullScreen, toggleFullScreen } from "./full-screen.js";
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
  #root;
  #media;
  #stopListening = new AbortController();

  /**
   * @param {HTMLElement} root `[data-room]`
   * @param {Media} media
   */
  constructor(root, media) {
    this.#root = root;
    this.#media = media;
    const { signal } = this.#stopListening;
    root.addEventListener("click", (event) => this.#clicked(event), { signal });
    media.addEventListener("change", () => this.#show(), { signal });
    document.addEventListener("fullscreenchange", () => this.#showFullScreen(), { signal });
    this.#show();
  }

  close() {
    this.#stopListening.abort();
  }

  /** @param {Event} event */
  #clicked(event) {
    if (!(event.target instanceof Element)) return;
    /** @type {HTMLElement | null} */
    const button = event.target.closest("[data-control]");
    const { camera, microphone } = this.#media.devices;
    switch (button?.dataset.control) {
      case "microphone":
        return this.#media.setMicrophone(!microphone);
      case "camera":
        return this.#media.setCamera(!camera);
      case "camera-again":
        return this.#cameraAgain();
      case "both":
        return this.#media.open({ camera: true, microphone: true });
      case "sound-only":
        return this.#media.setCamera(false);
      case "corner":
        return this.#nextCorner();
      case "full-screen":
        return toggleFullScreen(button);
    }
  }

  async #cameraAgain() {
    await this.#media.setCamera(false);
    await this.#media.setCamera(true);
  }

  #nextCorner() {
    /** @type {HTMLElement | null} */
    const tile = this.#root.querySelector("[data-room-self]");
    if (!tile) return;
    const now = CORNERS.findIndex((corner) => tile.classList.contains(corner));
    tile.classList.remove(...CORNERS);
    tile.classList.add(CORNERS[(now + 1) % CORNERS.length]);
  }

  #show() {
    const { devices, problem, stopped } = this.#media;
    for (const kind of /** @type {const} */ (["camera", "microphone"])) {
      /** @type {HTMLElement | null} */
      const button = this.#root.querySelector(`[data-control="${kind}"]`);
      if (button) showSwitch(button, kind, devices[kind], "control--off");
    }
    this.#say("[data-room-problem]", problem ? word(problem) : "");
    this.#toggle("[data-room-stopped]", stopped);
  }

  #showFullScreen() {
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (
      this.#root.querySelectorAll("[data-control='full-screen']")
    )) {
      showFullScreen(button);
    }
  }

  /**
   * @param {string} selector
   * @param {string} text
   */
  #say(selector, text) {
    const place = this.#root.querySelector(selector);
    if (!place) return;
    if (place.textContent !== text) place.textContent = text;
    this.#toggle(selector, text !== "");
  }

  /**
   * @param {string} selector
   * @param {boolean} shown
   */
  #toggle(selector, shown) {
    /** @type {HTMLElement | null} */
    const place = this.#root.querySelector(selector);
    if (place) place.hidden = !shown;
  }
}
