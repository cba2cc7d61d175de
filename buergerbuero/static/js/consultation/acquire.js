/** @typedef {import("../words.js").Word} Word */
/** @typedef {import("../messages.js").Devices} Devices */
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

/**
 * Asks the browser for camera and microphone; where both together fail, for each alone.
 * @param {Devices} wanted
 * @returns {Promise<Acquired>}
 */
export async function acquire({ camera, microphone }) {
  if (!camera && !microphone) return { tracks: { audio: null, video: null }, problem: null };
  if (!window.isSecureContext) return nothing("device-insecure");
  if (!navigator.mediaDevices?.getUserMedia) return nothing("device-browser");
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
    return { tracks: await ask(wanted), problem: null };
  } catch (error) {
    return nothing(problemOf(/** @type {DOMException} */ (error), wanted));
  }
}

/**
 * @param {Devices} wanted
 * @returns {Promise<Tracks>}
 */
async function ask({ camera, microphone }) {
  const constraints = { video: camera && PICTURE, audio: microphone && SOUND };
  const stream = await navigator.mediaDevices.getUserMedia(constraints);
  return { audio: stream.getAudioTracks()[0] ?? null, video: stream.getVideoTracks()[0] ?? null };
}

/**
 * @param {DOMException} error
 * @param {Devices} wanted
 * @returns {Word}
 */
function problemOf({ name }, { camera }) {
  if (name === "NotAllowedError") return "device-blocked";
  if (name === "NotFoundError" || name === "OverconstrainedError") {
    return camera ? "device-no-camera" : "device-no-microphone";
  }
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
