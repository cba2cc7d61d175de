/** @typedef {import("../messages.js").Devices} Devices */

/**
 * @typedef {object} Chosen "" is whatever the browser takes by itself
 * @property {string} cameraId
 * @property {string} microphoneId
 * @property {string} speakerId
 * @property {"" | "user" | "environment"} facing the front or the rear camera of a phone
 */

/**
 * With what the person wants to step in, and whether they have tried it. It lives as long as the page: nothing is stored.
 * `hideAddress` null: nothing said; the server keeps what was said before.
 * @type {Devices & Chosen & {checked: boolean, hideAddress: boolean | null}}
 */
export const choice = {
  camera: true,
  microphone: true,
  checked: false,
  cameraId: "",
  microphoneId: "",
  speakerId: "",
  facing: "",
  hideAddress: null,
};

/** What joining and entering say of it. @returns {Record<string, string>} */
export function addressWish() {
  if (choice.hideAddress === null) return {};
  return { hide_address: choice.hideAddress ? "yes" : "no" };
}
