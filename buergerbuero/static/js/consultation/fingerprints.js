import { fingerprintsIn } from "./description.js";

/**
 * @typedef {object} Fingerprints
 * @property {string} own sha-256 of the certificate this side shows
 * @property {string} other sha-256 of the certificate the other side has shown
 * @property {boolean} offers whether this side made the offer
 */

const SHA_256 = "sha-256";

/**
 * By which certificates a connection is really encrypted: asked of the browser, never of what a server says. Picture,
 * sound and channels have to share them: else one of them could take another way than the one that is compared.
 * @param {RTCPeerConnection} connection
 * @returns {Promise<Fingerprints | null>} null: not known, or more than one
 */
export async function readFingerprints(connection) {
  const stats = await connection.getStats();
  const { localDescription: mine, remoteDescription: theirs } = connection;
  const own = inUse(stats, "localCertificateId") ?? described(mine);
  const other =
    (await shown(connection)) ?? inUse(stats, "remoteCertificateId") ?? described(theirs);
  if (own.size !== 1 || other.size !== 1) return null;
  return { own: [...own][0], other: [...other][0], offers: mine?.type === "offer" };
}

/**
 * What the other side has shown in the handshake. Not every browser tells.
 * @param {RTCPeerConnection} connection
 */
async function shown(connection) {
  const transports = transportsOf(connection);
  const certificates = [...transports].map((one) => one.getRemoteCertificates?.()[0]);
  if (certificates.length === 0 || !certificates.every(Boolean)) return null;
  const digests = certificates.map((one) =>
    crypto.subtle.digest("SHA-256", /** @type {ArrayBuffer} */ (one)),
  );
  return new Set((await Promise.all(digests)).map((one) => inHex(new Uint8Array(one))));
}

/** @param {RTCPeerConnection} connection */
function transportsOf(connection) {
  const lines = [...connection.getSenders(), ...connection.getReceivers(), connection.sctp];
  const transports = lines.map((one) => one?.transport ?? null);
  return new Set(transports.filter((one) => one !== null));
}

/**
 * @param {RTCStatsReport} stats
 * @param {"localCertificateId" | "remoteCertificateId"} end
 */
function inUse(stats, end) {
  /** @type {any[]} */
  const transports = [];
  stats.forEach((report) => {
    if (report.type === "transport") transports.push(report);
  });
  const certificates = transports.map((one) => stats.get(one[end]));
  const known = certificates.every((one) => one?.fingerprintAlgorithm?.toLowerCase() === SHA_256);
  if (certificates.length === 0 || !known) return null;
  return new Set(certificates.map((one) => one.fingerprint.toUpperCase()));
}

/**
 * The browser wrote it itself, or holds the handshake against it.
 * @param {RTCSessionDescription | null} description
 */
function described(description) {
  const found = fingerprintsIn(description?.sdp ?? "");
  return new Set(found.filter(([hash]) => hash === SHA_256).map(([, value]) => value));
}

/** @param {Uint8Array} bytes */
function inHex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(":");
}
