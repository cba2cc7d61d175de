import { acquire } from "../consultation/acquire.js";
import { playSound } from "../sound.js";
import { word } from "../words.js";
import { LevelMeter } from "./level.js";

/** @typedef {import("../words.js").Word} Word */
/** @typedef {import("../consultation/acquire.js").Acquired} Acquired */

const LONGEST_MS = 60_000;

/** The device check in the waiting room: nothing is asked before the click, everything is given back after it. */
export class DevicesTest {
  #round = 0;
  /** @type {MediaStreamTrack[]} */
  #tracks = [];
  /** @type {LevelMeter | null} */
  #meter = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  constructor() {
    document.addEventListener("click", (event) => this.#clicked(event));
    window.addEventListener("pagehide", () => this.stop());
  }

  /** Gives camera and microphone back. */
  stop() {
    this.#round += 1;
    clearTimeout(this.#timer);
    this.#meter?.stop();
    this.#meter = null;
    for (const track of this.#tracks.splice(0)) track.stop();
    const preview = this.#preview();
    if (preview) preview.srcObject = null;
    this.#showRunning(false);
  }

  /** @param {Event} event */
  #clicked(event) {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-devices-start]")) this.#start();
    if (event.target.closest("[data-devices-stop]")) this.#stopByHand();
    if (event.target.closest("[data-devices-sound]")) this.#testSound();
  }

  async #start() {
    this.stop();
    const round = this.#round;
    const acquired = await acquire({ camera: true, microphone: true });
    const { audio, video } = acquired.tracks;
    const tracks = [audio, video].filter((track) => track !== null);
    if (round !== this.#round) {
      for (const track of tracks) track.stop();
      return;
    }
    this.#tracks = tracks;
    this.#timer = setTimeout(() => this.stop(), LONGEST_MS);
    this.#show(acquired);
  }

  /** @param {Acquired} acquired */
  #show({ tracks: { audio, video }, problem }) {
    this.#say("[data-devices-problem]", problem);
    this.#result("camera", video ? "device-camera-good" : null);
    this.#result("microphone", audio ? "device-microphone-good" : null);
    const preview = this.#preview();
    if (preview && video) {
      preview.srcObject = new MediaStream([video]);
      preview.play().catch(() => {});
    }
    const meter = find("[data-devices-running] [role=img]");
    if (meter && audio)
      this.#meter = new LevelMeter(meter, audio, (silent) => this.#silence(silent));
    this.#showRunning(!!audio || !!video);
  }

  /** @param {boolean} silent */
  #silence(silent) {
    this.#result("microphone", silent ? "device-silent" : "device-microphone-good");
  }

  #stopByHand() {
    this.stop();
    find("[data-devices-start]")?.focus();
  }

  async #testSound() {
    const heard = await playSound("called");
    this.#say("[data-devices-problem]", heard ? null : "device-sound-blocked");
  }

  /** @param {boolean} running */
  #showRunning(running) {
    toggle("[data-devices-stop]", running);
    toggle("[data-devices-running]", running);
    toggle("[data-devices-start]", !running);
    if (running) find("[data-devices-stop]")?.focus();
    toggle("[data-devices-blank]", !this.#preview()?.srcObject);
  }

  /**
   * @param {"camera" | "microphone"} kind
   * @param {Word | null} key
   */
  #result(kind, key) {
    this.#say(`[data-devices-${kind}]`, key);
    const line = find(`[data-devices-${kind}]`)?.closest("li");
    line?.classList.toggle("is-open", !key);
    line?.classList.toggle("is-care", key === "device-silent");
  }

  /**
   * @param {string} selector
   * @param {Word | null} key
   */
  #say(selector, key) {
    const place = find(selector);
    if (!place) return;
    place.textContent = key ? word(key) : (place.dataset.before ?? "");
  }

  /** @returns {HTMLVideoElement | null} */
  #preview() {
    return document.querySelector("video[data-devices-preview]");
  }
}

/**
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
function find(selector) {
  return document.querySelector(selector);
}

/**
 * @param {string} selector
 * @param {boolean} shown
 */
function toggle(selector, shown) {
  const element = find(selector);
  if (element) element.hidden = !shown;
}
