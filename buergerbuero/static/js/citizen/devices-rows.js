import { isMirrored } from "../consultation/facing.js";
import { word } from "../words.js";
import { LevelMeter } from "./level.js";

/** @typedef {import("../words.js").Word} Word */
/** @typedef {import("../consultation/link.js").Tracks} Tracks */
/** @typedef {import("../consultation/part.js").Part} Part */

/** What the check has found out about camera and microphone: picture, level, and a line for each in words. */
export class DevicesRows {
  /** @type {import("./level.js").Hearing | null} */
  hearing = null;
  #part;
  #changed;
  /** @type {Tracks} */
  #tracks = { audio: null, video: null };
  #seen = false;
  /** @type {LevelMeter | null} */
  #meter = null;
  /** @type {MediaStreamTrack | null} */
  #metered = null;

  /**
   * @param {Part} part
   * @param {() => void} changed
   */
  constructor(part, changed) {
    this.#part = part;
    this.#changed = changed;
  }

  /** Both have been seen and heard, now or before. */
  get good() {
    return this.#seen && this.hearing === "heard";
  }

  begin() {
    this.hearing = null;
    this.#seen = false;
  }

  /** @param {Tracks} tracks */
  show(tracks) {
    this.#tracks = tracks;
    this.#seen = !!tracks.video;
    this.#showPicture();
    this.#showLevel();
    this.#row("camera", tracks.video ? "device-camera-good" : "device-not-there", this.#seen);
    this.#showHearing();
  }

  /** The devices have been given back: what was good stays good. */
  end() {
    this.#tracks = { audio: null, video: null };
    this.#showPicture();
    this.#showLevel();
    if (this.#seen) this.#row("camera", "device-works", true);
    if (this.hearing === "heard") this.#row("microphone", "device-works", true);
  }

  #showPicture() {
    const { video } = this.#tracks;
    const preview = /** @type {HTMLVideoElement | null} */ (
      this.#part.find("video[data-devices-preview]")
    );
    if (!preview) return;
    const shown = /** @type {MediaStream | null} */ (preview.srcObject)?.getVideoTracks()[0];
    if (shown !== video) preview.srcObject = video && new MediaStream([video]);
    if (video) preview.play().catch(() => {});
    preview.classList.toggle("is-mirrored", isMirrored(video));
    this.#part.toggle("[data-devices-blank]", !video);
  }

  #showLevel() {
    const { audio } = this.#tracks;
    this.#part.toggle("[data-devices-running]", !!audio);
    if (audio === this.#metered) return;
    this.#meter?.stop();
    this.#metered = audio;
    if (audio) this.hearing = null;
    const bars = this.#part.find("[data-devices-running] [role=img]");
    this.#meter = audio && bars && new LevelMeter(bars, audio, (hearing) => this.#heard(hearing));
  }

  /** @param {import("./level.js").Hearing} hearing */
  #heard(hearing) {
    this.hearing = hearing;
    this.#showHearing();
    this.#changed();
  }

  #showHearing() {
    const on = !!this.#tracks.audio;
    this.#row(
      "microphone",
      on ? this.#hearingWord() : "device-not-there",
      this.hearing === "heard",
    );
    const line = this.#part.find("[data-devices-row=microphone]");
    line?.classList.toggle("is-care", on && this.hearing === "silent");
  }

  /** @returns {Word} */
  #hearingWord() {
    if (this.hearing === "silent") return "device-silent";
    return this.hearing ? "device-microphone-good" : "device-microphone-open";
  }

  /**
   * @param {"camera" | "microphone"} kind
   * @param {Word} key
   * @param {boolean} good
   */
  #row(kind, key, good) {
    this.#part.say(`[data-devices-${kind}]`, word(key));
    this.#part.find(`[data-devices-row=${kind}]`)?.classList.toggle("is-open", !good);
  }
}
