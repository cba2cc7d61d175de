/**
 * @typedef {object} WakeLockWorld
 * @property {{request(type: "screen"): Promise<WakeLockSentinel>} | undefined} wakeLock
 * @property {() => boolean} hidden
 * @property {(run: () => void) => void} onVisibility
 */

/** Keeps the screen on while somebody waits or talks, where the browser can. */
export class WakeLock {
  #world;
  #wanted = false;
  #asking = false;
  /** @type {WakeLockSentinel | null} */
  #lock = null;

  /** @param {WakeLockWorld} world */
  constructor(world) {
    this.#world = world;
    // The browser takes the lock away while the page is out of sight.
    world.onVisibility(() => this.#settle());
  }

  /** @param {boolean} on */
  keep(on) {
    this.#wanted = on;
    this.#settle();
  }

  async #settle() {
    if (!this.#wanted) return this.#release();
    const { wakeLock, hidden } = this.#world;
    if (this.#lock || this.#asking || hidden() || !wakeLock) return;
    this.#asking = true;
    // Refused when the battery is low: the page works all the same.
    const lock = await wakeLock.request("screen").catch(() => null);
    this.#asking = false;
    this.#lock = lock;
    lock?.addEventListener("release", () => {
      if (this.#lock === lock) this.#lock = null;
    });
    if (!this.#wanted) this.#release();
  }

  #release() {
    this.#lock?.release();
    this.#lock = null;
  }
}

/** @type {WakeLock | null} */
let screenLock = null;

/** @param {boolean} on */
export function keepScreenOn(on) {
  screenLock ??= new WakeLock({
    wakeLock: navigator.wakeLock,
    hidden: () => document.hidden,
    onVisibility: (run) => document.addEventListener("visibilitychange", run),
  });
  screenLock.keep(on);
}
