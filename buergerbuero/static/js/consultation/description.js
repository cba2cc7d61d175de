// Where the address of the first candidate stands: RFC 8866 §5.7 and RFC 3605.
const PLACE = /^(c=|a=rtcp:\d+ )IN IP[46] .*$/;
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
