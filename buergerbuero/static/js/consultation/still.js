import { canvasOf, drawn } from "./paper-picture.js";

/** @typedef {{getPhotoCapabilities(): Promise<any>, takePhoto(settings: object): Promise<Blob>}} StillCamera */

const PATIENCE_MS = 6_000;
const SHARP = Object.freeze({ width: { ideal: 4096 }, height: { ideal: 2304 } });

/**
 * A still picture, as sharp as the camera can: the browser's own photograph, else a frame of the film in its largest size.
 * @param {MediaStreamTrack} camera
 * @param {HTMLVideoElement} video that shows it
 * @returns {Promise<HTMLCanvasElement>}
 */
export async function takeStill(camera, video) {
  const photo = await photograph(camera).catch(() => null);
  return photo ?? frame(camera, video);
}

/**
 * @param {MediaStreamTrack} camera
 * @returns {Promise<HTMLCanvasElement | null>} null: this browser cannot, or takes too long
 */
async function photograph(camera) {
  const { ImageCapture } = /** @type {any} */ (window);
  if (!ImageCapture) return null;
  /** @type {StillCamera} */
  const still = new ImageCapture(camera);
  const { imageWidth, imageHeight } = await still.getPhotoCapabilities();
  const largest = { imageWidth: imageWidth?.max, imageHeight: imageHeight?.max };
  const photo = await Promise.race([still.takePhoto(largest), after(PATIENCE_MS)]);
  return photo && drawn(photo);
}

/**
 * @param {MediaStreamTrack} camera
 * @param {HTMLVideoElement} video
 */
async function frame(camera, video) {
  const usual = camera.getConstraints();
  await camera.applyConstraints({ ...usual, ...SHARP }).catch(() => {});
  await nextFrame(video);
  const canvas = canvasOf(video, video.videoWidth, video.videoHeight);
  camera.applyConstraints(usual).catch(() => {});
  return canvas;
}

/** @param {HTMLVideoElement} video */
function nextFrame(video) {
  if (!video.requestVideoFrameCallback) return after(0);
  const shown = new Promise((resolve) => video.requestVideoFrameCallback(() => resolve(null)));
  return Promise.race([shown, after(PATIENCE_MS)]);
}

/** @param {number} ms @returns {Promise<null>} */
function after(ms) {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
}
