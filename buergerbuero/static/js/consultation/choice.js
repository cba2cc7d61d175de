/**
 * With what the person wants to step in. It lives as long as the page: nothing is stored.
 * @type {import("../messages.js").Devices}
 */
export const choice = { camera: true, microphone: true };
