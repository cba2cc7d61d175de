import { fingerprintsIn } from "./description.js";

/** What the other side of one connection says of itself: by which key it is known, and where it is found. */
export class OtherEnd {
  #connection;
  #key = "";
  /** @type {RTCIceCandidateInit[]} */
  #early = [];

  /** @param {RTCPeerConnection} connection */
  constructor(connection) {
    this.#connection = connection;
  }

  /**
   * Browsers take another key at any time, and begin anew with whoever has it. The first is the one people compare.
   * @param {string | undefined} sdp
   * @returns {boolean} false: somebody else
   */
  keepsKey(sdp = "") {
    const keys = new Set(fingerprintsIn(sdp).map((one) => one.join(" ")));
    if (keys.size > 1) return false;
    const [key = ""] = keys;
    this.#key ||= key;
    return key === this.#key;
  }

  /** @param {RTCIceCandidateInit[]} candidates */
  async addCandidates(candidates) {
    if (!this.#connection.remoteDescription) {
      this.#early.push(...candidates);
      return;
    }
    // A candidate of an earlier generation is refused: it is of no use any more.
    await Promise.all(
      [...this.#early.splice(0), ...candidates].map((candidate) =>
        this.#connection.addIceCandidate(candidate).catch(() => {}),
      ),
    );
  }
}
