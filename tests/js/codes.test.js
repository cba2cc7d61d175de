// Row 37: a number belongs to one connection, and so does what was said of it.
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";
import { Channels } from "../../buergerbuero/static/js/consultation/channels.js";
import { Codes } from "../../buergerbuero/static/js/consultation/codes.js";
import { settle, TestClock } from "./clock.js";
import { FakeConnection } from "./fake-connection.js";

globalThis.crypto ??= webcrypto;

const ENDS = Object.freeze([`sha-256 ${"AA:".repeat(32)}`, `sha-256 ${"BB:".repeat(32)}`]);

/** One end of a connection to a room; what it says is written into its channel. */
function end(offers) {
  const connection = new FakeConnection({});
  const [own, other] = offers ? ENDS : [...ENDS].reverse();
  Object.assign(connection, {
    localDescription: { type: offers ? "offer" : "answer", sdp: `a=fingerprint:${own}` },
    remoteDescription: { type: offers ? "answer" : "offer", sdp: `a=fingerprint:${other}` },
    getStats: async () => new Map(),
    getSenders: () => [],
    getReceivers: () => [],
  });
  const channels = new Channels(connection);
  channels.goLive();
  const channel = connection.channels.find(({ name }) => name === "code");
  const ask = (read) => read(connection);
  const link = Object.assign(new EventTarget(), { channels, ask, state: "connected" });
  return { link, channel, connection };
}

/** The numbers of a room where one person is. */
function codesWith() {
  const room = new EventTarget();
  const clock = new TestClock();
  const at = { link: null };
  Object.assign(room, { others: [{ id: "a" }], mesh: { linkTo: () => at.link } });
  const codes = new Codes(room, clock);
  const told = [];
  codes.addEventListener("change", () => told.push(codes.of("a").state));
  const tell = (name, link) => {
    at.link = link;
    room.dispatchEvent(new CustomEvent(name, { detail: "a" }));
  };
  return { codes, clock, tell, told };
}

async function until(holds) {
  const limit = Date.now() + 20_000;
  while (!holds()) {
    assert.ok(Date.now() < limit, "it never happened");
    await new Promise((resume) => setImmediate(resume));
  }
}

/** Two people get to know each other over one new connection. */
async function connect(...people) {
  const ends = people.map((_, place) => end(place === 0));
  const carried = [0, 0];
  people.forEach(({ tell }, place) => {
    tell("link", ends[place].link);
  });
  for (const { channel } of ends) channel.opens();
  await until(() => {
    ends.forEach(({ channel: { sent } }, place) => {
      while (carried[place] < sent.length) ends[1 - place].channel.hears(sent[carried[place]++]);
    });
    return people.every(({ codes }) => codes.of("a").state === "agreed");
  });
  return ends;
}

/** Whatever was begun has come to its end. */
async function quiet() {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resume) => setImmediate(resume));
}

test("two people share a number and say what they found", async () => {
  const [one, other] = [codesWith(), codesWith()];
  await connect(one, other);
  const { digits, answer, renewed } = one.codes.of("a");
  assert.equal(digits, other.codes.of("a").digits);
  assert.deepEqual([answer, renewed], ["", false]);
  one.codes.answer("a", "same");
  assert.equal(one.codes.of("a").answer, "same");
});

test("with the connection go the number and what was said of it; the next is a new one", async () => {
  const [one, other] = [codesWith(), codesWith()];
  await connect(one, other);
  const before = one.codes.of("a").digits;
  one.codes.answer("a", "same");
  for (const { tell } of [one, other]) tell("unlink", null);
  assert.deepEqual(one.codes.of("a"), {
    state: "waiting",
    digits: "",
    answer: "",
    renewed: true,
  });
  await connect(one, other);
  const { digits, answer, renewed } = one.codes.of("a");
  assert.notEqual(digits, before);
  assert.deepEqual([answer, renewed], ["", true]);
});

test("a connection that comes back with another key has another number, and nothing is confirmed", async () => {
  const [one, other] = [codesWith(), codesWith()];
  const ends = await connect(one, other);
  const before = one.codes.of("a").digits;
  one.codes.answer("a", "same");
  const [{ link, connection }] = ends;
  link.dispatchEvent(new Event("state"));
  await quiet();
  assert.equal(one.codes.of("a").answer, "same");
  const sdp = `a=fingerprint:sha-256 ${"CC:".repeat(32)}`;
  connection.remoteDescription = { type: "answer", sdp };
  link.state = "restoring";
  link.dispatchEvent(new Event("state"));
  await quiet();
  assert.equal(one.codes.of("a").answer, "same");
  link.state = "connected";
  link.dispatchEvent(new Event("state"));
  await until(() => one.codes.of("a").state === "waiting");
  const { digits, answer, renewed } = one.codes.of("a");
  assert.deepEqual([digits, answer, renewed], ["", "", true]);
  assert.notEqual(before, "");
});

test("silence is said after ten seconds", async () => {
  const { codes, clock, tell } = codesWith();
  const { link, channel } = end(true);
  tell("link", link);
  channel.opens();
  await clock.pass(9_999);
  assert.equal(codes.of("a").state, "waiting");
  await clock.pass(1);
  assert.equal(codes.of("a").state, "late");
});

test("nobody answers for a number that is not there", async () => {
  const { codes, tell } = codesWith();
  const { link, channel } = end(true);
  tell("link", link);
  channel.opens();
  await settle();
  codes.answer("a", "same");
  assert.equal(codes.of("a").answer, "");
});

test("what was confirmed is not, once somebody begins anew on the same connection", async () => {
  const [one, other] = [codesWith(), codesWith()];
  const ends = [];
  const remembered = other.tell;
  other.tell = (name, link) => {
    ends.push(link);
    remembered(name, link);
  };
  await connect(one, other);
  other.codes.answer("a", "same");
  ends[0].channels.raw("code").hears('{"kind":"ready"}');
  await settle();
  assert.equal(other.codes.of("a").answer, "same");
  ends[0].channels.raw("code").hears(`{"kind":"commit","value":"${"0".repeat(64)}"}`);
  await until(() => other.codes.of("a").state === "failed");
  assert.deepEqual([other.codes.of("a").answer, other.codes.of("a").digits], ["", ""]);
});

test("a room that is left hears nothing more", async () => {
  const { codes, tell, told, clock } = codesWith();
  const { link, channel } = end(true);
  codes.close();
  tell("link", link);
  channel.opens();
  await clock.pass(20_000);
  assert.deepEqual(told, []);
});
