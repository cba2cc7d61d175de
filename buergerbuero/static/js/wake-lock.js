/** @type {WakeLockSentinel | null} */
let lock = null;
let wanted = false;

/**
 * Keeps the screen on while somebody waits or talks, where the browser can.
 * @param {boolean} on
 */
export function keepScreenOn(on) {
  wanted = on;
  if (on) request();
  else release();
}

async function request() {
  if (!wanted || lock || document.hidden || !navigator.wakeLock) return;
  // Refused when the battery is low: the page works all the same.
  lock = await navigator.wakeLock.request("screen").catch(() => null);
  lock?.addEventListener("release", () => {
    lock = null;
  });
  if (!wanted) release();
}

function release() {
  lock?.release();
  lock = null;
}

document.addEventListener("visibilitychange", request);
