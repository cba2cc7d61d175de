import { pluggedIn } from "./plugged.js";

/** @param {MediaStreamTrack | null} camera */
export function facingOf(camera) {
  return camera?.getSettings().facingMode ?? "";
}

/**
 * Who sees themselves expects a mirror; what the rear camera shows must stay legible.
 * @param {MediaStreamTrack | null} camera
 */
export function isMirrored(camera) {
  return facingOf(camera) !== "environment";
}

/**
 * On a phone with two cameras one button says more than a list.
 * @param {MediaStreamTrack | null} camera
 * @returns {Promise<boolean>}
 */
export async function canSwitchCamera(camera) {
  if (!facingOf(camera)) return false;
  return (await pluggedIn()).camera.length > 1;
}
