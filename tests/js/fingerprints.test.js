// Row 37: by which certificates a connection is encrypted is asked of the browser.
import assert from "node:assert/strict";
import { createHash, webcrypto } from "node:crypto";
import { test } from "node:test";
import { readFingerprints } from "../../buergerbuero/static/js/consultation/fingerprints.js";

globalThis.crypto ??= webcrypto;

const print = (letter) => Array(32).fill(letter.repeat(2)).join(":");
const [OWN, THEIRS, FORGED] = ["A", "B", "C"].map(print);
const CERTIFICATE = new TextEncoder().encode("certificate").buffer;
const DIGEST = createHash("sha256")
  .update("certificate")
  .digest("hex")
  .toUpperCase()
  .replace(/(..)(?=.)/g, "$1:");

const sdp = (...prints) => prints.map((one) => `a=fingerprint:sha-256 ${one}\r\n`).join("");
const showing = (...certificates) => ({ getRemoteCertificates: () => certificates });

/** What a browser tells of a connection. `transports`: of sound, picture and channels. */
function connection({ transports = [{}, {}, {}], stats = [], ...descriptions } = {}) {
  const [sound, picture, sctp] = transports.map((transport) => ({ transport }));
  return {
    getStats: async () => new Map(stats.map((report) => [report.id, report])),
    getSenders: () => [sound, picture],
    getReceivers: () => [sound, picture],
    sctp,
    localDescription: { type: "offer", sdp: sdp(OWN) },
    remoteDescription: { type: "answer", sdp: sdp(THEIRS, THEIRS) },
    ...descriptions,
  };
}

function statistics(own, other, algorithm = "sha-256") {
  const certificate = (id, fingerprint) => ({
    id,
    type: "certificate",
    fingerprint,
    fingerprintAlgorithm: algorithm,
  });
  return [
    { id: "T", type: "transport", localCertificateId: "L", remoteCertificateId: "R" },
    certificate("L", own),
    certificate("R", other),
  ];
}

test("the certificate that the other side has shown goes before everything that was said", async () => {
  const same = showing(CERTIFICATE);
  const found = await readFingerprints(connection({ transports: [same, same, same] }));
  assert.deepEqual(found, { own: OWN, other: DIGEST, offers: true });
});

test("where the browser does not show it, its statistics tell", async () => {
  const found = await readFingerprints(
    connection({ stats: statistics(OWN.toLowerCase(), FORGED) }),
  );
  assert.deepEqual(found, { own: OWN, other: FORGED, offers: true });
});

test("else what the browser itself has written and holds the handshake against", async () => {
  const found = await readFingerprints(
    connection({ localDescription: { type: "answer", sdp: sdp(OWN.toLowerCase()) } }),
  );
  assert.deepEqual(found, { own: OWN, other: THEIRS, offers: false });
});

test("statistics of another hash are no fingerprints", async () => {
  const found = await readFingerprints(connection({ stats: statistics("11", "22", "sha-1") }));
  assert.deepEqual(found, { own: OWN, other: THEIRS, offers: true });
});

test("two ways with two certificates are refused: one of them is not compared", async () => {
  const [mine, another] = [
    showing(CERTIFICATE),
    showing(new TextEncoder().encode("another").buffer),
  ];
  for (const transports of [
    [another, mine, mine],
    [mine, another, mine],
    [mine, mine, another],
  ])
    assert.equal(await readFingerprints(connection({ transports })), null);
  const remoteDescription = { type: "answer", sdp: sdp(THEIRS, FORGED) };
  assert.equal(await readFingerprints(connection({ remoteDescription })), null);
});

test("before anything is known there are none", async () => {
  const nothing = { localDescription: null, remoteDescription: null };
  assert.equal(await readFingerprints(connection({ ...nothing, transports: [] })), null);
});
