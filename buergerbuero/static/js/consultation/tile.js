import { word } from "../words.js";
import { showFullScreen } from "./full-screen.js";
import { useSpeaker } from "./speaker.js";

/** @typedef {import("./link.js").Link} Link */
/** @typedef {import("../messages.js").Devices} Devices */

const HELP_AFTER_MS = 20_000;

/** One other person's picture. While the connection is restored the last picture stays, dimmed. */
export class Tile {
  element;
  #video;
  #name;
  /** @type {Link | null} */
  #link = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #helpTimer;
  #wasConnected = false;
  #cameraOff = false;
  #weak = false;

  /**
   * @param {HTMLTemplateElement} template
   * @param {{id: string, name: string}} person
   */
  constructor(template, { id, name }) {
    const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    this.element = /** @type {HTMLElement} */ (copy.firstElementChild);
    this.element.id = `tile-${id}`;
    this.element.dataset.keep = "";
    this.#video = /** @type {HTMLVideoElement} */ (this.element.querySelector("video"));
    this.#name = name;
    this.#say("[data-tile-name]", name);
    this.element
      .querySelector("[data-tile-pin]")
      ?.setAttribute("aria-label", word("pin", { name }));
    this.element.querySelector("[data-tile-play]")?.addEventListener("click", () => this.#unmute());
    /** @type {HTMLElement | null} */
    const fullScreen = this.element.querySelector("[data-control='full-screen']");
    if (fullScreen) showFullScreen(fullScreen);
    // Some browsers pause a picture that is moved in the page.
    this.#video.addEventListener("pause", () => this.play());
  }

  /** @returns {boolean} once connected, never "connecting" again in the person's eyes */
  get wasConnected() {
    return this.#wasConnected;
  }

  /** @param {Link} link */
  show(link) {
    this.#link = link;
    link.addEventListener("remote", () => this.showState());
    link.addEventListener("state", () => this.showState());
    this.showState();
  }

  /** @param {string} role in words */
  showRole(role) {
    this.#say("[data-tile-role]", role);
  }

  /** @param {Devices | null} devices */
  showDevices(devices) {
    const screen = !!devices?.screen;
    this.#weak = !!devices?.weak;
    this.#cameraOff = devices !== null && ((!devices.camera && !screen) || this.#weak);
    // Of a screen nothing may be cut off.
    this.#video.classList.toggle("tile__video--whole", screen);
    this.#toggle("[data-tile-screen]", screen);
    this.#toggle("[data-tile-no-sound]", devices !== null && !devices.microphone);
    this.#showBlank();
  }

  /** Brings the tile to the state of its connection. */
  showState() {
    const connected = this.#link?.state === "connected";
    // A player needs its time to start: it may wait for the first picture. A last picture stays for as long.
    if (connected || !this.#video.srcObject) this.#playRemote();
    this.#wasConnected ||= connected;
    this.#showRestoring(this.#wasConnected && !connected);
    this.#showBlank();
  }

  /** Where the browser lets no sound out yet, the picture goes on without. */
  async play() {
    if (!this.#video.srcObject || !this.#video.isConnected) return;
    const error = await this.#video.play().catch((reason) => reason);
    if (error?.name === "NotAllowedError" && !this.#video.muted) {
      this.#video.muted = true;
      this.#video.play().catch(() => {});
    }
    this.#toggle("[data-tile-play]", this.#video.muted);
  }

  #unmute() {
    this.#video.muted = false;
    this.play();
  }

  remove() {
    clearTimeout(this.#helpTimer);
    this.#link = null;
    this.#video.srcObject = null;
    this.element.remove();
  }

  #showBlank() {
    this.element.classList.toggle("tile--empty", !this.#wasConnected || this.#cameraOff);
    const off = this.#weak ? "room-weak" : "camera-off";
    this.#say("[data-tile-blank]", word(this.#wasConnected ? off : "room-connecting"));
  }

  #playRemote() {
    const remote = this.#link?.remote ?? null;
    if (this.#video.srcObject === remote) return;
    // A picture that does not begin, as of a camera that is off, would keep the page from ever being loaded.
    if (document.readyState !== "complete")
      return window.addEventListener("load", () => this.showState(), { once: true });
    this.#video.srcObject = remote;
    useSpeaker(this.#video);
    this.play();
  }

  /** @param {boolean} restoring */
  #showRestoring(restoring) {
    const was = this.element.classList.contains("restoring");
    const mine = document.documentElement.dataset.live === "lost" || !navigator.onLine;
    const text = mine ? word("room-restoring") : word("room-restoring-other", { name: this.#name });
    if (restoring) this.#say("[data-tile-restoring-text]", text);
    if (was === restoring) return;
    this.element.classList.toggle("restoring", restoring);
    this.#toggle("[data-tile-restoring]", restoring);
    this.#toggle("[data-tile-help]", false);
    clearTimeout(this.#helpTimer);
    if (!restoring) return;
    this.#helpTimer = setTimeout(() => this.#toggle("[data-tile-help]", true), HELP_AFTER_MS);
  }

  /**
   * @param {string} selector
   * @param {string} text
   */
  #say(selector, text) {
    const place = this.element.querySelector(selector);
    if (place) place.textContent = text;
  }

  /**
   * @param {string} selector
   * @param {boolean} shown
   */
  #toggle(selector, shown) {
    /** @type {HTMLElement | null} */
    const place = this.element.querySelector(selector);
    if (place) place.hidden = !shown;
  }
}
