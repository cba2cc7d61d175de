import { Steps } from "./steps.js";

/** @typedef {import("./link.js").Tracks} Tracks */
/** @typedef {import("./picture-level.js").Shape} Shape */

const SMALL = 4;
const SMALL_FOR_MS = 700;
/** A picture can wait for the next one, a word cannot. */
const FIRST = Object.freeze({ priority: "high", networkPriority: "high" });

/**
 * What goes out over one connection: a line for sound and one for the picture. Nothing goes out before `goLive`.
 *
 * Where the browser says that it keeps a line shut, camera and microphone are bound to it before: then half of
 * the time is gone that an encoder needs for its first picture. That picture is a quarter as wide, since it has to
 * squeeze through a connection whose speed is not known yet. The full size follows while pictures flow.
 */
export class Outgoing {
  #timers;
  #steps = new Steps();
  /** @type {{audio: RTCRtpSender, video: RTCRtpSender} | null} */
  #senders = null;
  /** @type {Tracks} */
  #tracks = Object.freeze({ audio: null, video: null });
  #live = false;
  #shut = false;
  #connected = false;
  #sent = false;
  #full = false;
  /** @type {Shape | null} */
  #shape = null;

  /** @param {import("../timers.js").Timers} timers */
  constructor(timers) {
    this.#timers = timers;
  }

  /**
   * The lines are described: before, a browser does not let them be shut.
   * @param {RTCRtpSender} audio
   * @param {RTCRtpSender} video
   */
  begin(audio, video) {
    if (this.#senders) return;
    this.#senders = { audio, video };
    const active = this.#live;
    this.#steps.add(async () => {
      const done = await Promise.all([
        tune(audio, { active, ...FIRST }),
        tune(video, { active, scaleResolutionDownBy: SMALL }),
      ]);
      this.#shut = !active && done.every(Boolean);
    });
    this.#attach();
  }

  /** @param {Tracks} tracks */
  setTracks(tracks) {
    this.#tracks = tracks;
    this.#attach();
  }

  goLive() {
    this.#live = true;
    this.#steps.add(async () => {
      if (!this.#senders) return;
      const { audio, video } = this.#senders;
      await Promise.all([tune(video, { active: true }), tune(audio, { active: true })]);
    });
    this.#attach();
  }

  /**
   * How the picture goes out, as soon as it goes out in full.
   * @param {Shape} shape
   */
  shape(shape) {
    if (JSON.stringify(shape) === JSON.stringify(this.#shape)) return;
    this.#shape = shape;
    if (this.#full) this.#steps.add(() => this.#grow());
  }

  /** The way is open. */
  connected() {
    if (this.#connected) return;
    this.#connected = true;
    this.#growLater();
  }

  close() {
    this.#steps.end();
  }

  #attach() {
    this.#steps.add(async () => {
      if (!this.#senders || !(this.#live || this.#shut)) return;
      const { audio, video } = this.#tracks;
      await Promise.all([give(this.#senders.video, video), give(this.#senders.audio, audio)]);
      if (this.#live && video && !this.#sent) {
        this.#sent = true;
        this.#growLater();
      }
    });
  }

  #growLater() {
    if (!this.#connected || !this.#sent) return;
    this.#timers.set("full size", SMALL_FOR_MS, () => this.#steps.add(() => this.#grow()));
  }

  async #grow() {
    this.#full = true;
    if (!this.#senders) return;
    const { scale, maxBitrate, preference } = this.#shape ?? { scale: 1 };
    const wanted = { scaleResolutionDownBy: scale, ...(maxBitrate && { maxBitrate }) };
    await tune(this.#senders.video, wanted, preference);
  }
}

/**
 * A browser that cannot send less sends the full picture from the start.
 * @param {RTCRtpSender} sender
 * @param {RTCRtpEncodingParameters} wanted
 * @param {Shape["preference"]} [preference] what gives way first
 * @returns {Promise<boolean>} whether the browser says that it is so now
 */
async function tune(sender, wanted, preference) {
  const parameters = sender.getParameters();
  if (preference) parameters.degradationPreference = preference;
  for (const encoding of parameters.encodings ?? []) Object.assign(encoding, wanted);
  try {
    await sender.setParameters(parameters);
  } catch {
    return false;
  }
  const { encodings = [] } = sender.getParameters();
  return encodings.length > 0 && encodings.every(({ active }) => active === wanted.active);
}

/**
 * @param {RTCRtpSender} sender
 * @param {MediaStreamTrack | null} track
 */
async function give(sender, track) {
  if (sender.track !== track) await sender.replaceTrack(track);
}
