/** @typedef {import("../words.js").Word} Word */

/**
 * @typedef {"chrome" | "chrome-android" | "firefox" | "safari-ios" | "safari-macos"} BrowserKind
 */

/**
 * Why this page can never have a camera, known before anything is asked.
 * @returns {Word | null}
 */
export function browserTrouble() {
  if (!window.isSecureContext) return "device-insecure";
  const able = "RTCPeerConnection" in window && !!window.RTCPeerConnection;
  return able && navigator.mediaDevices ? null : "device-browser";
}

/**
 * Where to allow a camera is another place in each browser, and no feature tells them apart.
 * @param {{userAgent: string, maxTouchPoints: number}} navigator
 * @returns {BrowserKind}
 */
export function browserKind({ userAgent, maxTouchPoints }) {
  // An iPad calls itself a Mac; a Mac has no touch.
  const isMac = userAgent.includes("Macintosh");
  if (/iPhone|iPad|iPod/.test(userAgent) || (isMac && maxTouchPoints > 1)) return "safari-ios";
  if (/Firefox\//.test(userAgent)) return "firefox";
  if (userAgent.includes("Android")) return "chrome-android";
  return isMac && !/Chrom(e|ium)\//.test(userAgent) ? "safari-macos" : "chrome";
}
