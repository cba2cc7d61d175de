/** The share of full scale above which somebody speaks; a quiet room stays below. */
export const SPEAKS_FROM = 0.01;
const SAMPLES = 1_024;

/** How loud the own microphone hears, between 0 and 1. */
export class Loudness {
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {AnalyserNode | null} */
  #analyser = null;
  #samples = new Float32Array(SAMPLES);
  /** @type {MediaStreamAudioSourceNode | null} */
  #source = null;
  /** @type {MediaStreamTrack | null} */
  #track = null;

  /** @param {MediaStreamTrack | null} track */
  follow(track) {
    if (track === this.#track || (track && !this.#begin())) return;
    this.#track = track;
    this.#source?.disconnect();
    this.#source =
      (track && this.#context?.createMediaStreamSource(new MediaStream([track]))) ?? null;
    if (this.#analyser) this.#source?.connect(this.#analyser);
  }

  /** @returns {number} */
  get now() {
    if (!this.#source || !this.#analyser) return 0;
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((total, sample) => total + sample * sample, 0);
    return Math.sqrt(power / SAMPLES);
  }

  close() {
    this.follow(null);
    this.#context?.close();
  }

  /** After a reload the browser lets nobody listen before the person has touched the page. */
  #begin() {
    if (this.#context) return true;
    if (navigator.userActivation?.hasBeenActive === false) return false;
    this.#context = new AudioContext();
    this.#analyser = this.#context.createAnalyser();
    this.#analyser.fftSize = SAMPLES;
    return true;
  }
}
