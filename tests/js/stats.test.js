import assert from "node:assert/strict";
import { test } from "node:test";
import { readFigures } from "../../buergerbuero/static/js/consultation/figures.js";
import { readHealth } from "../../buergerbuero/static/js/consultation/health.js";

const SOUND = { id: "S", type: "inbound-rtp", kind: "audio", codecId: "C", packetsLost: 1 };
const PICTURE = { id: "P", type: "inbound-rtp", kind: "video", packetsLost: 2, frameWidth: 640 };
const STREAMS = [
  { ...SOUND, bytesReceived: 100, packetsReceived: 10 },
  {
    ...PICTURE,
    bytesReceived: 1_000,
    packetsReceived: 20,
    frameHeight: 360,
    framesPerSecond: 29.6,
  },
  { id: "C", type: "codec", mimeType: "audio/opus" },
];
const ENDS = [
  { id: "L", type: "local-candidate", candidateType: "host" },
  { id: "R", type: "remote-candidate", candidateType: "relay" },
];
const PAIR = { type: "candidate-pair", localCandidateId: "L", remoteCandidateId: "R" };
const IN_USE = { ...PAIR, id: "used", currentRoundTripTime: 0.04, availableOutgoingBitrate: 9_000 };
const OTHER = { ...PAIR, id: "other", remoteCandidateId: "L", currentRoundTripTime: 7 };
const TRANSPORT = { id: "T", type: "transport", dtlsState: "connected", tlsVersion: "FEFD" };

/** A connection of which the browser tells this. */
const telling = (...reports) => ({
  getStats: async () => new Map(reports.map((report) => [report.id, report])),
  getSenders: () => [],
});

for (const [name, reports] of Object.entries({
  "named by the transport": [OTHER, IN_USE, { ...TRANSPORT, selectedCandidatePairId: "used" }],
  "marked by itself": [OTHER, { ...IN_USE, selected: true }],
}))
  test(`the pair in use is the one ${name}`, async () => {
    const connection = telling(...reports, ...ENDS);
    const { roundTripMs, available } = await readHealth(connection);
    assert.deepEqual([roundTripMs, available], [40, 9_000]);
    const figures = await readFigures(connection);
    assert.deepEqual([figures.roundTripMs, figures.relayed], [40, true]);
  });

test("sound and picture are counted together", async () => {
  const { bytes } = await readHealth(telling(...STREAMS));
  const { packets, lost, received, sent, codecs } = await readFigures(telling(...STREAMS));
  assert.deepEqual([bytes, packets, lost], [1_100, 30, 3]);
  assert.deepEqual([received, sent], [{ width: 640, height: 360, fps: 30 }, null]);
  assert.deepEqual(codecs, ["opus"]);
});

test("of a connection of which the browser tells nothing nothing is made up", async () => {
  const connection = telling();
  const unknown = { roundTripMs: null, lossOut: null, available: null };
  assert.deepEqual(await readHealth(connection), { bytes: 0, ...unknown });
  const { encrypted, ciphers, relayed, roundTripMs, lostThere } = await readFigures(connection);
  assert.deepEqual([encrypted, ciphers, relayed], [false, [], false]);
  assert.deepEqual([roundTripMs, lostThere], [null, null]);
});

test("what the other side told long ago is not of now", async () => {
  const told = (id, timestamp, fractionLost) => ({
    id,
    type: "remote-inbound-rtp",
    timestamp,
    fractionLost,
  });
  const connection = telling(told("1", 1_000, 0.5), told("2", 20_000, 0.1));
  assert.equal((await readHealth(connection)).lossOut, 0.1);
});

test("encrypted is said once the handshake is done, and how", async () => {
  const { encrypted, ciphers } = await readFigures(telling({ ...TRANSPORT, dtlsCipher: "X" }));
  assert.deepEqual([encrypted, ciphers], [true, ["DTLS 1.2", "X"]]);
  const begun = await readFigures(telling({ ...TRANSPORT, dtlsState: "connecting" }));
  assert.equal(begun.encrypted, false);
});
