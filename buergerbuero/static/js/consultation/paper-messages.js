/** What may be given and how much of it: docs/protocol.md says the same. */
export const LIMITS = Object.freeze({
  bytes: 20 * 1024 * 1024,
  /** Unfinished at once, for each person and in each direction. */
  open: 10,
  /** Offers of one person that are shown. Whoever sends more is not a person who chooses files. */
  offersAMinute: 30,
});
export const PART_BYTES = 16 * 1024;
const HEAD_BYTES = 8;
const LONGEST_PART = 64 * 1024;
const LONGEST_MESSAGE = 2_000;
const KINDS = Object.freeze(
  /** @type {const} */ (["offer", "accept", "refuse", "stop", "arrived", "broken", "ask"]),
);

/** @typedef {import("./paper.js").Paper} Paper */
/** @typedef {import("./paper.js").PaperState} PaperState */
/** @type {Readonly<Partial<Record<PaperMessage["kind"], PaperState>>>} */
const ENDS = Object.freeze({
  refuse: "refused",
  stop: "stopped",
  arrived: "arrived",
  broken: "broken",
});
/** Please show a paper. */
export const ASK = '{"kind":"ask"}';

/**
 * @typedef {object} PaperMessage
 * @property {typeof KINDS[number]} kind
 * @property {number} paper the number that the giver has chosen for it
 * @property {string} name of an offer
 * @property {number} size of an offer, in bytes
 * @property {string} hash of an offer: SHA-256, hexadecimal
 * @property {number} at of an acceptance: from which byte on
 */

/**
 * Nothing of it is believed before it was looked at.
 * @param {unknown} text
 * @returns {PaperMessage | null} null: not of this protocol
 */
export function readMessage(text) {
  if (typeof text !== "string" || text.length > LONGEST_MESSAGE) return null;
  const { kind, paper = 0, name = "", size = 0, hash = "", at = 0 } = parsed(text);
  const known = KINDS.includes(kind) && [paper, size, at].every(isNatural);
  if (!known || typeof name !== "string" || typeof hash !== "string") return null;
  const offers = size > 0 && size <= LIMITS.bytes && /^[0-9a-f]{64}$/.test(hash);
  if (kind === "offer" && !offers) return null;
  return { kind, paper, name, size, hash, at };
}

/**
 * @param {string} text
 * @returns {Record<string, any>}
 */
function parsed(text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

/** @param {unknown} value */
function isNatural(value) {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 2 ** 32;
}

/** @param {PaperMessage["kind"]} kind */
export function endMeant(kind) {
  return ENDS[kind];
}

/** @param {Paper} paper */
export function writeOffer({ number, name, size, hash }) {
  return JSON.stringify({ kind: "offer", paper: number, name, size, hash });
}

/** @param {Paper} paper */
export function writeAcceptance({ number, done }) {
  return JSON.stringify({ kind: "accept", paper: number, at: done });
}

/**
 * How it has ended. Whoever gives can only take back.
 * @param {Pick<Paper, "mine" | "state" | "number">} paper
 */
export function writeEnd({ mine, state, number }) {
  const [kind] = Object.entries(ENDS).find(([, end]) => end === state) ?? [""];
  return kind && JSON.stringify({ kind: mine ? "stop" : kind, paper: number });
}

/**
 * @param {number} paper
 * @param {number} at where in the file it begins
 * @param {Uint8Array} bytes
 * @returns {ArrayBuffer}
 */
export function writePart(paper, at, bytes) {
  const part = new Uint8Array(HEAD_BYTES + bytes.length);
  const head = new DataView(part.buffer);
  head.setUint32(0, paper);
  head.setUint32(4, at);
  part.set(bytes, HEAD_BYTES);
  return part.buffer;
}

/**
 * @param {ArrayBuffer} data
 * @returns {{paper: number, at: number, bytes: Uint8Array} | null}
 */
export function readPart(data) {
  if (data.byteLength <= HEAD_BYTES || data.byteLength > HEAD_BYTES + LONGEST_PART) return null;
  const head = new DataView(data);
  return {
    paper: head.getUint32(0),
    at: head.getUint32(4),
    bytes: new Uint8Array(data, HEAD_BYTES),
  };
}

/**
 * @param {Blob} content
 * @returns {Promise<string>} SHA-256, hexadecimal
 */
export async function hashOf(content) {
  const digest = await crypto.subtle.digest("SHA-256", await content.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
