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
  /** @type {Map<string, any>} */
  const reports = new Map();
  (await connection.getStats()).forEach((report) => {
    reports.set(report.id, report);
  });
  const all = [...reports.values()];
  const of = (/** @type {string} */ type) => all.filter((report) => report.type === type);
  const [transport] = of("transport");
  const pair =
    reports.get(transport?.selectedCandidatePairId) ??
    of("candidate-pair").find(({ selected }) => selected);
  const inbound = of("inbound-rtp");
  const there = of("remote-inbound-rtp").map(({ fractionLost }) => fractionLost ?? 0);
  return {
    encrypted: stateOf(connection, transport) === "connected",
    ciphers: ciphersOf(transport),
    relayed: [pair?.localCandidateId, pair?.remoteCandidateId].some(
      (id) => reports.get(id)?.candidateType === "relay",
    ),
    roundTripMs: inMs(pair?.currentRoundTripTime),
    packets: sum(inbound, "packetsReceived"),
    lost: sum(inbound, "packetsLost"),
    lostThere: there.length === 0 ? null : Math.max(...there),
    received: pictureOf(inbound),
    sent: pictureOf(of("outbound-rtp")),
    codecs: codecsOf(inbound, reports),
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

/** @param {number | undefined} seconds */
function inMs(seconds) {
  return seconds === undefined ? null : seconds * 1_000;
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

/**
 * @param {any[]} streams
 * @param {Map<string, any>} reports
 */
function codecsOf(streams, reports) {
  const types = streams.map(({ codecId }) => reports.get(codecId)?.mimeType ?? "");
  return types.map((type) => type.replace(/^\w+\//, "")).filter(Boolean);
}

/**
 * @param {any[]} reports
 * @param {string} field
 */
function sum(reports, field) {
  return reports.reduce((total, report) => total + (report[field] ?? 0), 0);
}
