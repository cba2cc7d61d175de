import { readStats } from "./stats.js";

const TOLD_LATELY_MS = 8_000;

/**
 * What a connection does, read once a second.
 * @typedef {object} Health
 * @property {number} bytes received as picture and sound
 * @property {number | null} roundTripMs
 * @property {number | null} lossOut the share of what was sent that the other side has not got, of late
 * @property {number | null} available bits a second that the line is thought to carry
 */

/**
 * @param {RTCPeerConnection} connection
 * @returns {Promise<Health>}
 */
export async function readHealth(connection) {
  const stats = await readStats(connection);
  return {
    bytes: stats.received("bytesReceived"),
    roundTripMs: stats.roundTripMs,
    lossOut: most(stats.of("remote-inbound-rtp")),
    available: stats.pair?.availableOutgoingBitrate ?? null,
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
 * What was told long ago is of a line that carries nothing now.
 * @param {any[]} told by the other side, of sound and of picture
 */
function most(told) {
  const latest = Math.max(...told.map(({ timestamp }) => timestamp));
  const fresh = told.filter(({ timestamp }) => latest - timestamp < TOLD_LATELY_MS);
  const shares = fresh.map((report) => report.fractionLost).filter((share) => share !== undefined);
  return shares.length > 0 ? Math.max(...shares) : null;
}
