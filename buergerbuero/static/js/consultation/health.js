const TOLD_LATELY_MS = 8_000;

/**
 * What a connection does, read once a second.
 * @typedef {object} Health
 * @property {number} bytes received as picture and sound
 * @property {number} frames decoded
 * @property {number} lost packets
 * @property {number | null} roundTripMs
 * @property {number | null} lossOut the share of what was sent that the other side has not got, of late
 * @property {number | null} available bits a second that the line is thought to carry
 * @property {string} local kind of the own candidate in use: host, srflx, prflx, relay or ""
 * @property {string} remote
 */

/**
 * @param {RTCPeerConnection} connection
 * @returns {Promise<Health>}
 */
export async function readHealth(connection) {
  const reports = new Map();
  const stats = await connection.getStats();
  stats.forEach((report) => {
    reports.set(report.id, report);
  });
  const all = [...reports.values()];
  const inbound = all.filter((report) => report.type === "inbound-rtp");
  const pair = selectedPair(all, reports);
  return {
    bytes: sum(inbound, "bytesReceived"),
    frames: sum(inbound, "framesDecoded"),
    lost: sum(inbound, "packetsLost"),
    roundTripMs:
      pair?.currentRoundTripTime === undefined ? null : pair.currentRoundTripTime * 1_000,
    lossOut: most(all.filter((report) => report.type === "remote-inbound-rtp")),
    available: pair?.availableOutgoingBitrate ?? null,
    local: reports.get(pair?.localCandidateId)?.candidateType ?? "",
    remote: reports.get(pair?.remoteCandidateId)?.candidateType ?? "",
  };
}

/**
 * Firefox before 113 knows only the state of ICE.
 * @param {RTCPeerConnection} connection
 * @returns {string}
 */
export function connectionState({ connectionState: state, iceConnectionState: ice }) {
  return state ?? (ice === "completed" ? "connected" : ice);
}

/**
 * Firefox marks the pair itself, the others name it in the transport.
 * @param {any[]} all
 * @param {Map<string, any>} reports
 */
function selectedPair(all, reports) {
  const transport = all.find((report) => report.type === "transport");
  return (
    reports.get(transport?.selectedCandidatePairId) ??
    all.find((report) => report.type === "candidate-pair" && report.selected)
  );
}

/**
 * @param {any[]} reports
 * @param {string} field
 */
function sum(reports, field) {
  return reports.reduce((total, report) => total + (report[field] ?? 0), 0);
}

/**
 * What was told long ago is of a line that carries nothing now.
 * @param {any[]} told by the other side, of sound and of picture
 */
function most(told) {
  const latest = Math.max(...told.map(({ timestamp }) => timestamp));
  const fresh = told.filter(({ timestamp }) => latest - timestamp < TOLD_LATELY_MS);
  const shares = fresh.map((report) => report.fractionLost).filter((share) => share !== undefined);
  return shares.length > 0 ? Math.max(...shares) : null;
}
