import { acquire } from "./acquire.js";
import { choice } from "./choice.js";
import { otherCamera, pluggedIn } from "./plugged.js";
import { askForScreen } from "./screen.js";

/** @typedef {import("../words.js").Word} Word */
/** @typedef {import("../messages.js").Devices} Devices */
/** @typedef {import("./link.js").Tracks} Tracks */

const STOPPED_AFTER_MS = 2_000;

/**
 * The own camera, microphone and screen. Nothing is opened before the person acts; off means off:
 * the camera's lamp goes out. Event `change`.
 */
export class Media extends EventTarget {
  /** @type {Word | null} what to say of a device that could not be had */
  problem = null;
  /** The browser has stopped the picture, as for a telephone call. */
  stopped = false;
  /** The browser is asking, or the devices are starting. */
  opening = false;
  /** The person wants no picture of the others: the line is too weak. */
  soundOnly = false;
  /** The person needs sign language: every picture has to be smooth. */
  signing = false;
  /** @type {MediaStreamTrack | null} shown instead of the camera, which waits */
  screen = null;
  /** For the script of the table too: its own copy is nobody's choice. */
  choice = choice;
  /** @type {Tracks} */
  #own = { audio: null, video: null };
  #round = 0;

  /** @returns {Tracks} what the others get */
  get tracks() {
    return { audio: this.#own.audio, video: this.screen ?? this.#own.video };
  }

  /** @returns {MediaStreamTrack | null} */
  get camera() {
    return this.#own.video;
  }

  /** @returns {Devices} */
  get devices() {
    const { audio, video } = this.#own;
    return {
      camera: !!video,
      microphone: !!audio?.enabled,
      screen: !!this.screen,
      sound_only: this.soundOnly,
      signing: this.signing,
    };
  }

  /** @param {"camera" | "microphone"} kind @returns {string} "" while it is off */
  deviceId(kind) {
    const track = kind === "camera" ? this.#own.video : this.#own.audio;
    return track?.getSettings().deviceId ?? "";
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
    stop(this.#own);
    this.#take(tracks, problem);
  }

  /** @param {boolean} on @returns {Promise<void>} */
  async setMicrophone(on) {
    if (on && !this.#own.audio) return this.#add({ camera: false, microphone: true });
    if (this.#own.audio) this.#own.audio.enabled = on;
    this.#changed();
  }

  /** @param {boolean} on @returns {Promise<void>} */
  async setCamera(on) {
    if (on && !this.#own.video) return this.#add({ camera: true, microphone: false });
    if (!on) {
      this.#own.video?.stop();
      this.#take({ ...this.#own, video: null }, null);
    }
  }

  /**
   * Another device has been chosen. One that is off stays off.
   * @param {"camera" | "microphone"} kind
   */
  async exchange(kind) {
    const camera = kind === "camera";
    const slot = camera ? "video" : "audio";
    // A phone opens one camera at a time.
    if (camera) this.#own.video?.stop();
    if (!this.#own[slot]) return;
    const round = this.#round;
    const { tracks, problem } = await acquire({ camera, microphone: !camera });
    // Meanwhile it may have been switched off, or exchanged once more.
    const old = this.#own[slot];
    if (round !== this.#round || !old) return stop(tracks);
    const fresh = tracks[slot];
    if (fresh) fresh.enabled = old.enabled;
    if (fresh || camera) old.stop();
    this.#take({ ...this.#own, [slot]: fresh ?? (camera ? null : old) }, problem);
  }

  /** Front instead of rear, or the next camera. */
  async switchCamera() {
    const { video } = this.#own;
    if (!video) return;
    const round = this.#round;
    const { cameraId, facing } = choice;
    const { camera } = await pluggedIn();
    if (round !== this.#round || video !== this.#own.video) return;
    Object.assign(choice, otherCamera(video.getSettings(), camera));
    await this.exchange("camera");
    const { problem } = this;
    // Without a problem the person has switched it off meanwhile.
    if (round !== this.#round || this.#own.video || !problem) return;
    Object.assign(choice, { cameraId, facing });
    await this.setCamera(true);
    if (round !== this.#round) return;
    this.problem ??= problem;
    this.#changed();
  }

  /** @param {boolean} on */
  setSoundOnly(on) {
    this.soundOnly = on;
    this.#changed();
  }

  /** @param {boolean} on */
  setSigning(on) {
    if (on === this.signing) return;
    this.signing = on;
    this.#changed();
  }

  /** @param {boolean} on */
  async setScreen(on) {
    this.screen?.stop();
    const round = this.#round;
    const screen = on ? await askForScreen() : null;
    if (round !== this.#round) return screen?.stop();
    // The browser's own button ends it too.
    if (screen) screen.onended = () => this.screen === screen && this.setScreen(false);
    this.screen = screen;
    this.#changed();
  }

  /** Gives every device back. */
  release() {
    this.#round += 1;
    stop(this.#own);
    this.screen?.stop();
    this.screen = null;
    this.soundOnly = false;
    this.#take({ audio: null, video: null }, null);
  }

  /** @param {Devices} wanted */
  async #add(wanted) {
    const round = this.#round;
    const { tracks, problem } = await acquire(wanted);
    if (round !== this.#round) return stop(tracks);
    const audio = this.#own.audio ?? tracks.audio;
    const video = this.#own.video ?? tracks.video;
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
    this.#own = tracks;
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
  async #lost(track) {
    const { audio, video } = this.#own;
    if (track !== audio && track !== video) return;
    const tracks = { audio: track === audio ? null : audio, video: track === video ? null : video };
    this.#take(tracks, "device-lost");
    if (await isGone(track)) await this.#replace(track.kind === "video");
  }

  /** Unplugged: another one takes its place, as when a headset runs out of power. @param {boolean} camera */
  async #replace(camera) {
    const others = (await pluggedIn())[camera ? "camera" : "microphone"];
    if (others.length > 0) await this.#add({ camera, microphone: !camera });
  }

  /** @param {MediaStreamTrack} track */
  #setStopped(track) {
    if (track !== this.#own.video || track.muted === this.stopped) return;
    this.stopped = track.muted;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * Whether it was unplugged. One the person has taken away is still there, and is not asked for again.
 * @param {MediaStreamTrack} track
 */
async function isGone(track) {
  const { camera, microphone } = await pluggedIn();
  const { deviceId, groupId } = track.getSettings();
  // "default" is always there; which device it stands for, the group says.
  return ![...camera, ...microphone].some(
    (device) => device.deviceId === deviceId && device.groupId === groupId,
  );
}

/** @param {Tracks} tracks */
function stop({ audio, video }) {
  audio?.stop();
  video?.stop();
}
