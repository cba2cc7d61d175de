/** @typedef {"connecting" | "connected" | "restoring" | "closed"} LinkState */
/** @typedef {{state: LinkState, restart: boolean, stuck: boolean}} Verdict */

const STALLED_MS = 2_500;
const STALLED_RESTART_MS = 4_000;
const DISCONNECTED_MS = 2_000;
const NEVER_CONNECTED_MS = 8_000;
const RESTART_EVERY_MS = 4_000;
const RESTART_LATELY_MS = 2_000;
const STUCK_MS = 30_000;

/** Decides from what is known of a connection how it fares and when it needs a new way through the network. */
export class Upkeep {
  #expecting = false;
  #bytes = 0;
  #movedAt;
  #troubleSince = 0;
  #stuckSince = 0;
  #describedAt = 0;
  #restartedAt = Number.NEGATIVE_INFINITY;
  #wasConnected = false;
  #begun = false;

  /** @param {number} now */
  constructor(now) {
    this.#movedAt = now;
  }

  /**
   * @param {boolean} expecting
   * @param {number} now
   */
  expect(expecting, now) {
    if (expecting && !this.#expecting) this.#movedAt = now;
    this.#expecting = expecting;
  }

  /**
   * @param {number} bytes
   * @param {number} now
   */
  received(bytes, now) {
    if (bytes !== this.#bytes) this.#movedAt = now;
    this.#bytes = bytes;
  }

  /** From now on the way has to open; before, no side knows where the other is found. @param {number} now */
  begin(now) {
    this.#begun = true;
    this.#troubleSince = 0;
    this.#movedAt = now;
    if (this.#describedAt > 0) this.#describedAt = now;
  }

  /** Both sides know each other's description. @param {number} now */
  described(now) {
    this.#describedAt = now;
  }

  /** @param {number} now */
  restarted(now) {
    this.#restartedAt = now;
  }

  /** @param {number} now */
  restartedLately(now) {
    return now - this.#restartedAt < RESTART_LATELY_MS;
  }

  /**
   * @param {string} connection its `connectionState`
   * @param {number} now
   * @returns {Verdict}
   */
  judge(connection, now) {
    const up = connection === "connected";
    if (up && !this.#wasConnected) this.#firstConnected(now);
    const stalledMs = up && this.#expecting ? now - this.#movedAt : 0;
    const fine = up && stalledMs < STALLED_MS;
    this.#noteTrouble(up, fine, now);
    const restart = this.#needsRestart(connection, stalledMs, now) && this.#mayRestart(now);
    return { state: this.#stateOf(fine), restart, stuck: this.#isStuck(now) };
  }

  /** @param {number} now */
  #firstConnected(now) {
    this.#wasConnected = true;
    this.#movedAt = now;
  }

  /**
   * @param {boolean} up
   * @param {boolean} fine
   * @param {number} now
   */
  #noteTrouble(up, fine, now) {
    if (up) this.#troubleSince = 0;
    else this.#troubleSince ||= now;
    if (fine || !this.#isDue) this.#stuckSince = 0;
    else this.#stuckSince ||= now;
  }

  /**
   * @param {string} connection
   * @param {number} stalledMs
   * @param {number} now
   */
  #needsRestart(connection, stalledMs, now) {
    if (!this.#isDue) return false;
    if (connection === "failed" || stalledMs >= STALLED_RESTART_MS) return true;
    if (this.#troubleSince === 0) return false;
    const patience = this.#wasConnected ? DISCONNECTED_MS : NEVER_CONNECTED_MS;
    return now - Math.max(this.#troubleSince, this.#describedAt) > patience;
  }

  get #isDue() {
    return this.#begun && this.#describedAt > 0;
  }

  /** @param {number} now */
  #mayRestart(now) {
    return now - this.#restartedAt >= RESTART_EVERY_MS;
  }

  /** @param {number} now */
  #isStuck(now) {
    if (this.#stuckSince === 0 || now - this.#stuckSince < STUCK_MS) return false;
    this.#stuckSince = now;
    return true;
  }

  /**
   * @param {boolean} fine
   * @returns {LinkState}
   */
  #stateOf(fine) {
    if (fine) return "connected";
    return this.#wasConnected ? "restoring" : "connecting";
  }
}
