import { readStats } from "./stats.js";

/**
 * What a connection carries now, for whoever wants to know. The browser counts from the beginning.
 * @typedef {object} Figures
 * @property {boolean} encrypted the handshake of this connection is done
 * @property {string[]} ciphers DTLS version, its cipher, and that of picture and sound
 * @property {boolean} relayed
 * @property {number | null} roundTripMs
 * @property {number} packets received
 * @property {number} lost
 * @property {number | null} lostThere share of what this side sent lately that did not arrive
 * @property {Picture | null} received
 * @property {Picture | null} sent
 * @property {string[]} codecs
 */
/** @typedef {{width: number, height: number, fps: number}} Picture */

/** DTLS 1.2 and 1.3 as browsers name them. @type {Readonly<Record<string, string>>} */
const VERSIONS = Object.freeze({ FEFD: "DTLS 1.2", FEFC: "DTLS 1.3" });

/**
 * @param {RTCPeerConnection} connection
 * @returns {Promise<Figures>}
 */
export async function readFigures(connection) {
  const stats = await readStats(connection);
  const [transport] = stats.of("transport");
  const there = stats.of("remote-inbound-rtp").map(({ fractionLost }) => fractionLost ?? 0);
  return {
    encrypted: stateOf(connection, transport) === "connected",
    ciphers: ciphersOf(transport),
    relayed: isRelayed(stats),
    roundTripMs: stats.roundTripMs,
    packets: stats.received("packetsReceived"),
    lost: stats.received("packetsLost"),
    lostThere: there.length === 0 ? null : Math.max(...there),
    received: pictureOf(stats.of("inbound-rtp")),
    sent: pictureOf(stats.of("outbound-rtp")),
    codecs: codecsOf(stats),
  };
}

/**
 * @param {RTCPeerConnection} connection
 * @param {any} transport its statistics; Firefox keeps none
 * @returns {string | undefined}
 */
function stateOf(connection, transport) {
  return transport?.dtlsState ?? connection.getSenders()[0]?.transport?.state;
}

/** @param {any} transport */
function ciphersOf({ tlsVersion = "", dtlsCipher = "", srtpCipher = "" } = {}) {
  const version = VERSIONS[tlsVersion.toUpperCase()] ?? "";
  return [version, dtlsCipher, srtpCipher].filter(Boolean);
}

/** @param {import("./stats.js").Stats} stats */
function isRelayed(stats) {
  const { localCandidateId, remoteCandidateId } = stats.pair ?? {};
  return [localCandidateId, remoteCandidateId].some(
    (id) => stats.get(id)?.candidateType === "relay",
  );
}

/**
 * @param {any[]} streams
 * @returns {Picture | null}
 */
function pictureOf(streams) {
  const picture = streams.find(({ kind, frameWidth }) => kind === "video" && frameWidth);
  if (!picture) return null;
  const { frameWidth: width, frameHeight: height, framesPerSecond: fps = 0 } = picture;
  return { width, height, fps: Math.round(fps) };
}

/** @param {import("./stats.js").Stats} stats */
function codecsOf(stats) {
  const types = stats.of("inbound-rtp").map(({ codecId }) => stats.get(codecId)?.mimeType ?? "");
  return types.map((type) => type.replace(/^\w+\//, "")).filter(Boolean);
}
