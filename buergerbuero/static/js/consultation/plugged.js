/** @typedef {"camera" | "microphone" | "speaker"} DeviceKind */
/** @typedef {Record<DeviceKind, MediaDeviceInfo[]>} Plugged */

const KINDS = Object.freeze(
  /** @type {const} */ ({
    camera: "videoinput",
    microphone: "audioinput",
    speaker: "audiooutput",
  }),
);

/**
 * What is plugged in. Before the person has allowed a device, browsers name none.
 * @returns {Promise<Plugged>}
 */
export async function pluggedIn() {
  const found = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  const of = (/** @type {DeviceKind} */ kind) =>
    found.filter((device) => device.kind === KINDS[kind] && device.deviceId && device.label);
  return { camera: of("camera"), microphone: of("microphone"), speaker: of("speaker") };
}

/**
 * On a phone the camera on the other side, else the next one.
 * @param {MediaTrackSettings} settings of the camera that is on
 * @param {{deviceId: string}[]} cameras
 * @returns {Pick<import("./choice.js").Chosen, "cameraId" | "facing">}
 */
export function otherCamera({ facingMode, deviceId }, cameras) {
  if (facingMode) return { cameraId: "", facing: facingMode === "user" ? "environment" : "user" };
  const place = cameras.findIndex((camera) => camera.deviceId === deviceId);
  return { cameraId: cameras[(place + 1) % cameras.length]?.deviceId ?? "", facing: "" };
}
