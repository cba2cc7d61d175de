// Where the address of the first candidate stands: RFC 8866 §5.7 and RFC 3605.
const PLACE = /^(c=|a=rtcp:\d+ )IN IP[46] .*$/;
const RELATED = / raddr \S+ rport \d+/;
const FINGERPRINT = /^\s*a=fingerprint:\s*(\S+)\s+(\S+)/gim;
const ADDRESSES = /^a=(candidate|end-of-candidates)/;

/**
 * A description that tells nobody where its sender is. Addresses follow as candidates, which the server
 * holds back until the citizen has stepped in.
 * @param {string} sdp
 * @returns {string}
 */
export function withoutAddresses(sdp) {
  return sdp
    .split("\r\n")
    .filter((line) => !ADDRESSES.test(line))
    .map((line) => line.replace(PLACE, "$1IN IP4 0.0.0.0"))
    .join("\r\n");
}

/**
 * Whoever is to connect needs this address; how the browser came by it, and so one's own behind it, they do not.
 * @param {RTCIceCandidateInit} init
 * @returns {RTCIceCandidateInit}
 */
export function withoutRelated(init) {
  return { ...init, candidate: init.candidate?.replace(RELATED, " raddr 0.0.0.0 rport 0") };
}

/**
 * By which keys its sender will be known.
 * @param {string} sdp
 * @returns {[string, string][]} hash and value, however often each is named
 */
export function fingerprintsIn(sdp) {
  return [...sdp.matchAll(FINGERPRINT)].map(([, hash, value]) => [
    hash.toLowerCase(),
    value.toUpperCase(),
  ]);
}
