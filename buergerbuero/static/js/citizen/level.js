import { word } from "../words.js";

/** @typedef {"heard" | "silent"} Hearing */

const BARS = 14;
const UPDATE_MS = 100;
const NAME_MS = 2_000;
const SILENT_MS = 5_000;
/** Loudness in decibels, from the first bar to the last. */
const QUIETEST_DB = -60;
const LOUDEST_DB = -8;
const QUIET_BARS = 3;
const LOUD_BARS = 13;

/** Shows how loud the microphone hears, in a `role=img` with fourteen bars. */
export class LevelMeter {
  #element;
  #onHearing;
  #context;
  #analyser;
  #samples;
  #timer;
  #namedAt = 0;
  #heardAt = Date.now();
  #loudest = 0;
  /** @type {Hearing | null} null: it may still come */
  #hearing = null;

  /**
   * @param {HTMLElement} element
   * @param {MediaStreamTrack} track
   * @param {(hearing: Hearing) => void} onHearing
   */
  constructor(element, track, onHearing) {
    this.#element = element;
    this.#onHearing = onHearing;
    this.#context = new AudioContext();
    this.#analyser = this.#context.createAnalyser();
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
    this.#timer = setInterval(() => this.#update(), UPDATE_MS);
  }

  stop() {
    clearInterval(this.#timer);
    this.#context.close();
    this.#show(0);
  }

  #update() {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const bars = barsOf(this.#samples);
    this.#show(bars);
    this.#noteHearing(bars);
    this.#loudest = Math.max(this.#loudest, bars);
    if (Date.now() - this.#namedAt >= NAME_MS) this.#name();
  }

  /** @param {number} bars */
  #show(bars) {
    for (const [index, bar] of [...this.#element.children].entries()) {
      bar.classList.toggle("is-on", index < bars);
    }
  }

  /** @param {number} bars */
  #noteHearing(bars) {
    // Who has spoken may be silent.
    if (this.#hearing === "heard") return;
    if (bars > 0) this.#heardAt = Date.now();
    const hearing = hearingOf(bars, Date.now() - this.#heardAt);
    if (!hearing || hearing === this.#hearing) return;
    this.#hearing = hearing;
    this.#onHearing(hearing);
  }

  #name() {
    this.#namedAt = Date.now();
    const name = word(nameOf(this.#loudest));
    this.#loudest = 0;
    if (this.#element.getAttribute("aria-label") !== name) {
      this.#element.setAttribute("aria-label", name);
    }
  }
}

/**
 * @param {Float32Array} samples
 * @returns {number}
 */
function barsOf(samples) {
  const power = samples.reduce((total, sample) => total + sample * sample, 0) / samples.length;
  const decibels = 10 * Math.log10(power || Number.MIN_VALUE);
  const share = (decibels - QUIETEST_DB) / (LOUDEST_DB - QUIETEST_DB);
  return Math.round(Math.min(1, Math.max(0, share)) * BARS);
}

/** @param {number} bars */
function nameOf(bars) {
  if (bars <= QUIET_BARS) return "level-quiet";
  return bars >= LOUD_BARS ? "level-loud" : "level-good";
}

/**
 * @param {number} bars
 * @param {number} silentForMs
 * @returns {Hearing | null}
 */
function hearingOf(bars, silentForMs) {
  if (bars > 0) return "heard";
  return silentForMs > SILENT_MS ? "silent" : null;
}
