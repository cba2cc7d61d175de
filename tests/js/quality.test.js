import assert from "node:assert/strict";
import { test } from "node:test";
import { adviceFor, Quality } from "../../buergerbuero/static/js/consultation/quality.js";
import { secrecyOf } from "../../buergerbuero/static/js/consultation/secrecy.js";

/** A connection looked at again and again; `lost` of a hundred packets each time. */
function looked(looks) {
  const quality = new Quality();
  const all = { packets: 0, lost: 0 };
  return looks.map(({ lost = 0, roundTripMs = 30, lostThere = null, packets = 100 }) => {
    all.packets += packets - lost;
    all.lost += lost;
    quality.hear({ ...all, roundTripMs, lostThere });
    return quality.weak;
  });
}
const times = (count, look) => Array(count).fill(look);

test("one bad moment makes no weak connection, three do, and five good ones end it", () => {
  const bad = { lost: 10 };
  assert.deepEqual(looked([bad, bad, {}, bad, bad]), times(5, false));
  assert.deepEqual(looked([bad, bad, bad]), [false, false, true]);
  assert.deepEqual(looked([...times(3, bad), ...times(5, {})]).slice(2), [
    ...times(5, true),
    false,
  ]);
});

test("slow, lossy here or lossy there: each is weak", () => {
  for (const bad of [{ roundTripMs: 500 }, { lost: 10 }, { lostThere: 0.2 }])
    assert.equal(looked(times(3, bad)).at(-1), true);
  for (const fine of [{ roundTripMs: null }, { lost: 4 }, { lostThere: 0.02 }, { packets: 0 }])
    assert.equal(looked(times(3, fine)).at(-1), false);
});

test("where hardly anything is sent, nothing is said of losses", () => {
  assert.equal(looked(times(4, { packets: 4, lost: 2 })).at(-1), false);
});

const FINE = Object.freeze({ loss: 0, online: true, writing: true });

test("while all is well nothing is advised", () => {
  for (const state of ["alone", "connecting", "good"]) assert.deepEqual(adviceFor(state, FINE), []);
});

test("losses come from the radio, slowness from the network", () => {
  assert.equal(adviceFor("weak", { ...FINE, loss: 0.2 })[0], "router");
  assert.equal(adviceFor("weak", FINE)[0], "network");
});

test("whatever fails leads on: sound only, writing only, telephone", () => {
  const ways = (state, known = FINE) =>
    adviceFor(state, known).filter((one) => ["sound", "writing", "phone"].includes(one));
  assert.deepEqual(ways("weak"), ["sound", "writing"]);
  for (const state of ["lost", "stuck"])
    assert.deepEqual(ways(state), ["sound", "writing", "phone"]);
  for (const state of ["away", "browser"]) assert.deepEqual(ways(state), ["phone"]);
});

test("writing is offered where it arrives", () => {
  assert.equal(adviceFor("stuck", { ...FINE, writing: false }).includes("writing"), false);
});

test("an office that is away is named in every state", () => {
  for (const state of ["good", "weak", "lost", "stuck", "away"])
    assert.equal(adviceFor(state, { ...FINE, online: false })[0], "server");
});

// Row 38 and class C13: what is said of encryption follows what is true.

const CONNECTED = Object.freeze({ connected: true, encrypted: true, answer: "" });

test("end to end is said only between browsers, connected, with the handshake done", () => {
  assert.equal(secrecyOf("peer", [CONNECTED]), "encrypted");
  assert.equal(secrecyOf("peer", [{ ...CONNECTED, connected: false }]), "none");
  assert.equal(secrecyOf("peer", [{ ...CONNECTED, encrypted: false }]), "none");
  assert.equal(secrecyOf("peer", []), "none");
  assert.equal(secrecyOf("", [CONNECTED]), "none");
  assert.equal(secrecyOf("relay", [CONNECTED]), "none");
  assert.equal(secrecyOf("fake", [CONNECTED]), "rehearsal");
});

test("one connection that is not encrypted takes it from all", () => {
  assert.equal(secrecyOf("peer", [CONNECTED, { ...CONNECTED, encrypted: false }]), "none");
});

test("confirmed is who has confirmed with everybody; one difference weighs more", () => {
  const same = { ...CONNECTED, answer: "same" };
  const different = { ...CONNECTED, answer: "different" };
  assert.equal(secrecyOf("peer", [same, same]), "confirmed");
  assert.equal(secrecyOf("peer", [same, CONNECTED]), "encrypted");
  assert.equal(secrecyOf("peer", [same, different]), "different");
  assert.equal(secrecyOf("peer", [{ ...same, connected: false }]), "none");
});

test("a difference is said also while a connection is away, that one or another", () => {
  const different = { ...CONNECTED, answer: "different" };
  const away = { ...CONNECTED, connected: false };
  assert.equal(secrecyOf("peer", [{ ...different, connected: false }]), "different");
  assert.equal(secrecyOf("peer", [different, away]), "different");
  assert.equal(secrecyOf("peer", [different, { ...CONNECTED, encrypted: false }]), "different");
});
