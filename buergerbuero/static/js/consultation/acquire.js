import { browserTrouble } from "./browser.js";
import { choice } from "./choice.js";

/** @typedef {import("../words.js").Word} Word */
/** @typedef {import("../messages.js").Devices} Devices */
/** @typedef {import("./choice.js").Chosen} Chosen */
/** @typedef {import("./link.js").Tracks} Tracks */

/**
 * @typedef {object} Acquired
 * @property {Tracks} tracks
 * @property {Word | null} problem what to say of the device that could not be had
 */

/** @type {MediaTrackConstraints} */
const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
/** @type {MediaTrackConstraints} */
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const NOT_THERE = Object.freeze(["NotFoundError", "OverconstrainedError"]);

/**
 * Asks the browser for the chosen camera and microphone; where both together fail, for each alone.
 * @param {Devices} wanted
 * @returns {Promise<Acquired>}
 */
export async function acquire({ camera, microphone }) {
  if (!camera && !microphone) return { tracks: { audio: null, video: null }, problem: null };
  const trouble = browserTrouble();
  if (trouble) return nothing(trouble);
  if (!camera || !microphone) return one({ camera, microphone });
  try {
    return { tracks: await ask({ camera, microphone }), problem: null };
  } catch {
    return each();
  }
}

/** @returns {Promise<Acquired>} */
async function each() {
  const sound = await one({ camera: false, microphone: true });
  const picture = await one({ camera: true, microphone: false });
  const tracks = { audio: sound.tracks.audio, video: picture.tracks.video };
  if (!tracks.audio && !tracks.video) {
    const missing =
      sound.problem === "device-no-microphone" && picture.problem === "device-no-camera";
    return nothing(missing ? "device-none" : (sound.problem ?? "device-blocked"));
  }
  return { tracks, problem: sound.problem ?? picture.problem };
}

/**
 * @param {Devices} wanted exactly one of the two
 * @returns {Promise<Acquired>}
 */
async function one(wanted) {
  try {
    return { tracks: await askOrTakeAnother(wanted), problem: null };
  } catch (error) {
    return nothing(problemOf(/** @type {DOMException} */ (error), wanted));
  }
}

/**
 * A chosen device may have been unplugged since: then any other will do.
 * @param {Devices} wanted exactly one of the two
 */
async function askOrTakeAnother(wanted) {
  try {
    return await ask(wanted);
  } catch (error) {
    if (!NOT_THERE.includes(/** @type {DOMException} */ (error).name) || !forget(wanted))
      throw error;
    return ask(wanted);
  }
}

/**
 * @param {Devices} wanted
 * @returns {boolean} whether a device had been chosen
 */
function forget({ camera }) {
  const chosen = camera ? choice.cameraId || choice.facing : choice.microphoneId;
  if (camera) Object.assign(choice, { cameraId: "", facing: "" });
  else choice.microphoneId = "";
  return chosen !== "";
}

/**
 * @param {Devices} wanted
 * @returns {Promise<Tracks>}
 */
async function ask({ camera, microphone }) {
  const constraints = { video: camera && pictureOf(choice), audio: microphone && soundOf(choice) };
  const stream = await navigator.mediaDevices.getUserMedia(constraints);
  return { audio: stream.getAudioTracks()[0] ?? null, video: stream.getVideoTracks()[0] ?? null };
}

/**
 * @param {Chosen} chosen
 * @returns {MediaTrackConstraints}
 */
function pictureOf({ cameraId, facing }) {
  if (cameraId) return { ...PICTURE, deviceId: { exact: cameraId } };
  return facing ? { ...PICTURE, facingMode: { exact: facing } } : PICTURE;
}

/**
 * @param {Chosen} chosen
 * @returns {MediaTrackConstraints}
 */
function soundOf({ microphoneId }) {
  return microphoneId ? { ...SOUND, deviceId: { exact: microphoneId } } : SOUND;
}

/**
 * @param {DOMException} error
 * @param {Devices} wanted
 * @returns {Word}
 */
function problemOf({ name, message }, { camera }) {
  if (name === "NotAllowedError")
    return /system/i.test(message) ? "device-blocked-system" : "device-blocked";
  if (NOT_THERE.includes(name)) return camera ? "device-no-camera" : "device-no-microphone";
  if (name === "NotReadableError" || name === "AbortError") return "device-in-use";
  return name === "SecurityError" ? "device-blocked" : "device-browser";
}

/**
 * @param {Word} problem
 * @returns {Acquired}
 */
function nothing(problem) {
  return { tracks: { audio: null, video: null }, problem };
}

/**
 * Which devices the person has allowed for good, so that opening them asks nothing.
 * @returns {Promise<Devices>}
 */
export async function allowedDevices() {
  const [camera, microphone] = await Promise.all([isAllowed("camera"), isAllowed("microphone")]);
  return { camera, microphone };
}

/**
 * Firefox and older Safari know no permission of this name: then nothing counts as allowed.
 * @param {string} name
 * @returns {Promise<boolean>}
 */
async function isAllowed(name) {
  try {
    const status = await navigator.permissions.query({ name: /** @type {any} */ (name) });
    return status.state === "granted";
  } catch {
    return false;
  }
}
