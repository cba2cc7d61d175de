/** What the browser tells of one connection now, by kind and by what belongs together. */
export class Stats {
  /** @type {Map<string, any>} */
  #reports = new Map();

  /** @param {RTCStatsReport} stats */
  constructor(stats) {
    stats.forEach((report) => {
      this.#reports.set(report.id, report);
    });
  }

  /** @param {string} type @returns {any[]} */
  of(type) {
    return [...this.#reports.values()].filter((report) => report.type === type);
  }

  /** @param {string | undefined} id */
  get(id) {
    return this.#reports.get(id ?? "");
  }

  /** The two ends in use. Firefox marks the pair itself, the others name it in the transport. */
  get pair() {
    const [transport] = this.of("transport");
    return (
      this.get(transport?.selectedCandidatePairId) ??
      this.of("candidate-pair").find(({ selected }) => selected)
    );
  }

  /** @returns {number | null} */
  get roundTripMs() {
    const seconds = this.pair?.currentRoundTripTime;
    return seconds === undefined ? null : seconds * 1_000;
  }

  /**
   * @param {string} field of everything that is received
   * @returns {number}
   */
  received(field) {
    return this.of("inbound-rtp").reduce((total, report) => total + (report[field] ?? 0), 0);
  }
}

/** @param {RTCPeerConnection} connection */
export async function readStats(connection) {
  return new Stats(await connection.getStats());
}
