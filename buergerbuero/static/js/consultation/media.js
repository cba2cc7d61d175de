import { acquire } from "./acquire.js";

/** @typedef {import("../words.js").Word} Word */
/** @typedef {import("../messages.js").Devices} Devices */
/** @typedef {import("./link.js").Tracks} Tracks */

const STOPPED_AFTER_MS = 2_000;

/**
 * The own camera and microphone. Nothing is opened before the person acts; off means off:
 * the camera's lamp goes out. Event `change`.
 */
export class Media extends EventTarget {
  /** @type {Tracks} */
  tracks = { audio: null, video: null };
  /** @type {Word | null} what to say of a device that could not be had */
  problem = null;
  /** The browser has stopped the picture, as for a telephone call. */
  stopped = false;
  /** The browser is asking, or the devices are starting. */
  opening = false;
  #round = 0;

  /** @returns {Devices} */
  get devices() {
    return { camera: !!this.tracks.video, microphone: !!this.tracks.audio?.enabled };
  }

  /**
   * @param {Devices} wanted
   * @returns {Promise<void>}
   */
  async open(wanted) {
    const round = ++this.#round;
    this.opening = true;
    this.#changed();
    const { tracks, problem } = await acquire(wanted);
    if (round !== this.#round) return stop(tracks);
    stop(this.tracks);
    this.#take(tracks, problem);
  }

  /**
   * @param {boolean} on
   * @returns {Promise<void>}
   */
  async setMicrophone(on) {
    if (on && !this.tracks.audio) return this.#add({ camera: false, microphone: true });
    if (this.tracks.audio) this.tracks.audio.enabled = on;
    this.#changed();
  }

  /**
   * @param {boolean} on
   * @returns {Promise<void>}
   */
  async setCamera(on) {
    if (on && !this.tracks.video) return this.#add({ camera: true, microphone: false });
    if (!on) {
      this.tracks.video?.stop();
      this.#take({ ...this.tracks, video: null }, null);
    }
  }

  /** Gives every device back. */
  release() {
    this.#round += 1;
    stop(this.tracks);
    this.#take({ audio: null, video: null }, null);
  }

  /** @param {Devices} wanted */
  async #add(wanted) {
    const round = this.#round;
    const { tracks, problem } = await acquire(wanted);
    if (round !== this.#round) return stop(tracks);
    const audio = this.tracks.audio ?? tracks.audio;
    const video = this.tracks.video ?? tracks.video;
    stop({
      audio: audio === tracks.audio ? null : tracks.audio,
      video: video === tracks.video ? null : tracks.video,
    });
    this.#take({ audio, video }, problem);
  }

  /**
   * @param {Tracks} tracks
   * @param {Word | null} problem
   */
  #take(tracks, problem) {
    for (const track of [tracks.audio, tracks.video]) if (track) this.#watch(track);
    this.tracks = tracks;
    this.problem = problem;
    this.stopped = false;
    this.opening = false;
    this.#changed();
  }

  /** @param {MediaStreamTrack} track */
  #watch(track) {
    track.onended = () => this.#lost(track);
    if (track.kind !== "video") return;
    track.onmute = () => setTimeout(() => this.#setStopped(track), STOPPED_AFTER_MS);
    track.onunmute = () => this.#setStopped(track);
  }

  /** A device was unplugged or taken away. @param {MediaStreamTrack} track */
  #lost(track) {
    const { audio, video } = this.tracks;
    if (track !== audio && track !== video) return;
    const tracks = { audio: track === audio ? null : audio, video: track === video ? null : video };
    this.#take(tracks, "device-lost");
  }

  /** @param {MediaStreamTrack} track */
  #setStopped(track) {
    if (track !== this.tracks.video || track.muted === this.stopped) return;
    this.stopped = track.muted;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/** @param {Tracks} tracks */
function stop({ audio, video }) {
  audio?.stop();
  video?.stop();
}
