import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutRelated } from "../../buergerbuero/static/js/consultation/description.js";
import { Link } from "../../buergerbuero/static/js/consultation/link.js";
import { settle } from "./clock.js";
import { connected, linked } from "./fake-connection.js";

const kinds = (sent) => sent.map(({ kind }) => kind);

test("the one who offers sends sound and picture in both directions at once", async () => {
  const { connection, sent } = await linked(Link, true);
  assert.deepEqual(sent, [{ kind: "offer", sdp: "offer-1" }]);
  const lines = connection.transceivers.map(({ kind, direction, track }) => [
    kind,
    direction,
    track,
  ]);
  assert.deepEqual(lines, [
    ["audio", "sendrecv", "sound"],
    ["video", "sendrecv", "picture"],
  ]);
});

test("the other answers on the same lines", async () => {
  const { link, connection, sent } = await linked(Link, false);
  assert.deepEqual(sent, []);
  link.receive({ kind: "offer", sdp: "x" });
  await settle();
  assert.deepEqual(sent, [{ kind: "answer", sdp: "answer-1" }]);
  const lines = connection.transceivers.map(({ direction, track }) => [direction, track]);
  assert.deepEqual(lines, [
    ["sendrecv", "sound"],
    ["sendrecv", "picture"],
  ]);
});

test("another camera needs no new offer", async () => {
  const { link, connection, sent } = await connected(Link, true);
  link.setTracks({ audio: "sound", video: null });
  await settle();
  assert.equal(connection.transceivers[1].track, null);
  assert.deepEqual(sent, []);
});

test("candidates wait for the description they belong to", async () => {
  const { link, connection } = await linked(Link, true);
  link.receive({ kind: "candidates", candidates: [{ candidate: "1" }, { candidate: "2" }] });
  await settle();
  assert.deepEqual(connection.candidates, []);
  link.receive({ kind: "answer", sdp: "x" });
  await settle();
  assert.deepEqual(connection.candidates, [{ candidate: "1" }, { candidate: "2" }]);
});

test("a prepared offer waits as long as it takes, without restarts", async () => {
  const { sent, clock, link } = await linked(Link, true);
  await clock.pass(180_000);
  assert.deepEqual(kinds(sent), ["offer"]);
  assert.equal(link.state, "connecting");
});

test("a failed connection is restarted at once, and every 4 seconds while it lasts", async () => {
  const { link, connection, sent, clock } = await connected(Link, true);
  connection.become("failed");
  await settle();
  assert.equal(link.state, "restoring");
  assert.deepEqual(sent, [{ kind: "offer", sdp: "offer-2", restart: true }]);
  assert.equal(connection.restarts, 1);
  link.receive({ kind: "answer", sdp: "y" });
  await clock.pass(3_999);
  assert.equal(connection.restarts, 1);
  await clock.pass(1_001);
  assert.equal(connection.restarts, 2);
});

test("a connection that is gone for 2 seconds is restarted, not before", async () => {
  const { connection, sent, clock } = await connected(Link, true);
  connection.become("disconnected");
  await clock.pass(2_000);
  assert.deepEqual(sent, []);
  await clock.pass(1_000);
  assert.deepEqual(kinds(sent), ["offer"]);
});

test("the one who does not offer asks for a restart", async () => {
  const { connection, sent, clock } = await connected(Link, false);
  connection.become("failed");
  await clock.pass(4_000);
  assert.deepEqual(kinds(sent), ["restart", "restart"]);
});

test("the one who offers restarts when asked, but not again for a trouble both have noticed", async () => {
  const { link, connection, clock } = await connected(Link, true);
  const asked = async () => {
    link.receive({ kind: "restart" });
    await settle();
    link.receive({ kind: "answer", sdp: "y" });
    await settle();
    return connection.restarts;
  };
  assert.equal(await asked(), 1);
  await clock.pass(1_999);
  assert.equal(await asked(), 1);
  await clock.pass(1);
  assert.equal(await asked(), 2);
});

test("when nothing arrives for 2.5 seconds it is restoring, after 4 it is restarted", async () => {
  const { link, sent, clock } = await connected(Link, true);
  link.expect(true);
  await clock.pass(2_000);
  assert.equal(link.state, "connected");
  await clock.pass(1_000);
  assert.equal(link.state, "restoring");
  assert.deepEqual(sent, []);
  await clock.pass(1_000);
  assert.deepEqual(kinds(sent), ["offer"]);
});

test("it is connected again as soon as something arrives", async () => {
  const { link, connection, clock } = await connected(Link, true);
  link.expect(true);
  await clock.pass(3_000);
  connection.bytes = 1_200;
  await clock.pass(1_000);
  assert.equal(link.state, "connected");
});

test("silence is fine where the other says that both devices are off", async () => {
  const { link, sent, clock } = await connected(Link, true);
  link.expect(false);
  await clock.pass(60_000);
  assert.equal(link.state, "connected");
  assert.deepEqual(sent, []);
});

test("an answer to an offer that a later one replaced is passed over", async () => {
  const { link, connection, clock } = await linked(Link, true);
  await clock.pass(12_000);
  link.restart();
  await settle();
  link.receive({ kind: "answer", sdp: "to the first" });
  await settle();
  assert.equal(connection.remoteDescription, null);
  link.receive({ kind: "answer", sdp: "to the second" });
  await settle();
  assert.equal(connection.remoteDescription.sdp, "to the second");
});

test("there is never a second offer while the first may still be answered", async () => {
  const { link, sent } = await linked(Link, true);
  link.restart();
  await settle();
  assert.equal(sent.length, 1);
});

test("after 30 seconds without success only a new epoch helps", async () => {
  const { link, connection, clock } = await connected(Link, true);
  let stuck = 0;
  link.addEventListener("stuck", () => {
    stuck += 1;
  });
  connection.become("failed");
  await clock.pass(29_000);
  assert.equal(stuck, 0);
  await clock.pass(2_000);
  assert.equal(stuck, 1);
});

test("a closed link says and does nothing more", async () => {
  const { link, connection, sent, clock } = await connected(Link, true);
  link.close();
  connection.become("failed");
  await clock.pass(60_000);
  assert.equal(link.state, "closed");
  assert.deepEqual(sent, []);
});

const small = { active: true, scaleResolutionDownBy: 4 };
const full = { active: true, scaleResolutionDownBy: 1 };

test("the first picture is small, the full size follows while pictures flow", async () => {
  for (const offers of [true, false]) {
    const { connection, clock } = await connected(Link, offers);
    const [, picture] = connection.transceivers;
    assert.deepEqual(picture.parameters.encodings, [small]);
    await clock.pass(699);
    assert.deepEqual(picture.parameters.encodings, [small]);
    await clock.pass(1);
    assert.deepEqual(picture.parameters.encodings, [full]);
  }
});

test("a picture that is given to an open connection begins small too, and only the first", async () => {
  const { link, connection, clock } = await connected(Link, true, {
    tracks: { audio: null, video: null },
  });
  const [, picture] = connection.transceivers;
  await clock.pass(5_000);
  assert.deepEqual(picture.parameters.encodings, [small]);
  link.setTracks({ audio: null, video: "picture" });
  await settle();
  assert.deepEqual(picture.parameters.encodings, [small]);
  await clock.pass(700);
  link.setTracks({ audio: null, video: "another" });
  await settle();
  assert.deepEqual(picture.parameters.encodings, [full]);
});

// Somebody else

const named = (...letters) =>
  letters.map((one) => `a=fingerprint:sha-256 ${one.repeat(4)}\r\n`).join("");
const says = (offers, sdp) => ({ kind: offers ? "answer" : "offer", sdp });

/** A connection with whoever has the key A. */
async function known(offers) {
  const all = await linked(Link, offers);
  all.link.receive(says(offers, named("A", "A")));
  await settle();
  all.connection.become("connected");
  all.replaced = 0;
  all.link.addEventListener("replaced", () => {
    all.replaced += 1;
  });
  return all;
}

/** A new way through the network, with what the other side says to it. */
async function restarted({ link, clock }, offers, sdp) {
  await clock.pass(12_000);
  if (offers) link.restart();
  await settle();
  link.receive(says(offers, sdp));
  await settle();
}

test("a new way leads to the same key: however it is written, it goes on", async () => {
  for (const offers of [true, false]) {
    const all = await known(offers);
    const again = named("a").replace("sha", "SHA");
    await restarted(all, offers, again);
    assert.deepEqual([all.connection.remoteDescription.sdp, all.replaced], [again, 0]);
    assert.equal(all.link.state, "connected");
  }
});

test("Row 32. a description with another key is never taken: the connection is over", async () => {
  const other = named("A").replace("sha-256", "sha-512");
  for (const offers of [true, false])
    for (const sdp of [
      named("B"),
      named("A", "B"),
      named("B", "A"),
      other,
      `${other}${named("A")}`,
    ]) {
      const all = await known(offers);
      await restarted(all, offers, sdp);
      assert.equal(all.connection.remoteDescription.sdp, named("A", "A"));
      assert.deepEqual([all.link.state, all.replaced], ["closed", 1]);
      assert.equal(all.connection.signalingState, "closed");
    }
});

// Before both have stepped in

const sentOn = (connection) => connection.transceivers.map(({ sent }) => sent);
const trackOn = (connection) => connection.transceivers.map(({ track }) => track);

test("before both have stepped in the devices are bound, and nothing goes out", async () => {
  for (const offers of [true, false]) {
    const { link, connection } = await connected(Link, offers, { live: false });
    assert.deepEqual(trackOn(connection), ["sound", "picture"]);
    assert.deepEqual(sentOn(connection), [null, null]);
    link.goLive();
    await settle();
    assert.deepEqual(sentOn(connection), ["sound", "picture"]);
  }
});

test("a browser that cannot keep a line shut is given the devices only then", async () => {
  const refuse = () => Promise.reject(new DOMException("", "InvalidStateError"));
  const pretend = () => Promise.resolve();
  for (const setParameters of [refuse, pretend]) {
    const { link, connection } = await linked(Link, false, { live: false });
    await connection.setRemoteDescription({ type: "offer", sdp: "x" });
    for (const { sender } of connection.transceivers) sender.setParameters = setParameters;
    link.receive({ kind: "offer", sdp: "x" });
    await settle();
    assert.deepEqual(trackOn(connection), [null, null]);
    link.goLive();
    await settle();
    assert.deepEqual(trackOn(connection), ["sound", "picture"]);
  }
});

test("while the person reads no way has to open: there are no restarts", async () => {
  const { link, connection, sent, clock } = await linked(Link, true, { live: false });
  link.receive({ kind: "answer", sdp: "x" });
  await settle();
  connection.become("failed");
  await clock.pass(180_000);
  assert.deepEqual(kinds(sent), ["offer"]);
  link.goLive();
  await settle();
  assert.deepEqual(kinds(sent), ["offer", "offer"]);
  assert.equal(connection.restarts, 1);
});

test("who has stepped in has eight seconds to connect, however long they have read", async () => {
  const { link, connection, clock } = await linked(Link, true, { live: false });
  link.receive({ kind: "answer", sdp: "x" });
  await clock.pass(60_000);
  link.goLive();
  await clock.pass(8_000);
  assert.equal(connection.restarts, 0);
  await clock.pass(1_000);
  assert.equal(connection.restarts, 1);
});

test("a description tells nobody where its sender is", async () => {
  const { link, connection, sent } = await linked(Link, false, { live: false });
  connection.setLocalDescription = async () => {
    connection.localDescription = { sdp: WITH_ADDRESSES };
  };
  link.receive({ kind: "offer", sdp: "x" });
  await settle();
  assert.deepEqual(sent, [{ kind: "answer", sdp: WITHOUT_ADDRESSES }]);
});

const WITH_ADDRESSES = [
  "v=0",
  "o=- 1 2 IN IP4 127.0.0.1",
  "m=audio 46154 UDP/TLS/RTP/SAVPF 111",
  "c=IN IP4 192.0.2.7",
  "a=rtcp:46155 IN IP6 2001:db8::7",
  "a=candidate:1 1 udp 2122260223 192.0.2.7 46154 typ host",
  "a=end-of-candidates",
  "a=mid:0",
  "",
].join("\r\n");
const WITHOUT_ADDRESSES = [
  "v=0",
  "o=- 1 2 IN IP4 127.0.0.1",
  "m=audio 46154 UDP/TLS/RTP/SAVPF 111",
  "c=IN IP4 0.0.0.0",
  "a=rtcp:46155 IN IP4 0.0.0.0",
  "a=mid:0",
  "",
].join("\r\n");

test("an address does not tell of the one behind it", () => {
  const place = "candidate:1 1 udp 41885439 192.0.2.200 49170 typ relay";
  const told = withoutRelated({ candidate: `${place} raddr 10.1.2.3 rport 5000 generation 0` });
  assert.deepEqual(told, { candidate: `${place} raddr 0.0.0.0 rport 0 generation 0` });
  assert.deepEqual(withoutRelated({ candidate: place }), { candidate: place });
});

test("other servers are for the next restart; a browser that cannot change them keeps the old", async () => {
  const { link, connection, sent } = await connected(Link, true);
  const configuration = { iceServers: [{ urls: "turn:fresh" }] };
  link.configure(configuration);
  connection.setConfiguration = (given) => {
    connection.configured = given;
  };
  link.configure(configuration);
  assert.deepEqual([connection.configured, sent, link.state], [configuration, [], "connected"]);
});
