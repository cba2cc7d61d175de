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
  return { link, channel, connection, carried: 0 };
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
  people.forEach(({ tell }, place) => {
    tell("link", ends[place].link);
  });
  for (const { channel } of ends) channel.opens();
  await agree(ends, people);
  return ends;
}

/** What they say is carried from one to the other until both have a number. */
async function agree(ends, people) {
  await until(() => {
    ends.forEach((from, place) => {
      const { sent } = from.channel;
      while (from.carried < sent.length) ends[1 - place].channel.hears(sent[from.carried++]);
    });
    return people.every(({ codes }) => codes.of("a").state === "agreed");
  });
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
  const [{ link }] = ends;
  link.dispatchEvent(new Event("state"));
  await quiet();
  assert.equal(one.codes.of("a").answer, "same");
  changeKeys(ends);
  link.state = "restoring";
  link.dispatchEvent(new Event("state"));
  await quiet();
  assert.equal(one.codes.of("a").answer, "same");
  for (const { link } of ends) {
    link.state = "connected";
    link.dispatchEvent(new Event("state"));
  }
  await until(() => one.codes.of("a").state === "waiting");
  const { digits, answer, renewed } = one.codes.of("a");
  assert.deepEqual([digits, answer, renewed], ["", "", true]);
  await until(() => other.codes.of("a").state === "waiting");
  await agree(ends, [one, other]);
  assert.notEqual(one.codes.of("a").digits, before);
  assert.equal(one.codes.of("a").digits, other.codes.of("a").digits);
  assert.deepEqual([one.codes.of("a").answer, one.codes.of("a").renewed], ["", true]);
});

/** The side that offers has another key from now on. */
function changeKeys([{ connection: offers }, { connection: answers }]) {
  const sdp = `a=fingerprint:sha-256 ${"CC:".repeat(32)}`;
  offers.localDescription = { type: "offer", sdp };
  answers.remoteDescription = { type: "offer", sdp };
}

/** The keys of a connection that is back are looked at again. */
async function comesBack({ link }) {
  link.dispatchEvent(new Event("state"));
  await quiet();
}

test("where keys cannot be read any more there is no number, and none when they can be again", async () => {
  const [one, other] = [codesWith(), codesWith()];
  const ends = await connect(one, other);
  const { connection, channel } = ends[0];
  const { remoteDescription } = connection;
  connection.remoteDescription = null;
  await comesBack(ends[0]);
  assert.deepEqual([one.codes.of("a").state, one.codes.of("a").digits], ["failed", ""]);
  connection.remoteDescription = remoteDescription;
  const said = channel.sent.length;
  await comesBack(ends[0]);
  assert.deepEqual([one.codes.of("a").state, channel.sent.length], ["failed", said]);
});

test("a connection whose keys were not known has no number later either", async () => {
  const { codes, tell } = codesWith();
  const there = end(true);
  const { remoteDescription } = there.connection;
  there.connection.remoteDescription = null;
  tell("link", there.link);
  there.channel.opens();
  await until(() => codes.of("a").state === "failed");
  there.connection.remoteDescription = remoteDescription;
  await comesBack(there);
  assert.deepEqual([codes.of("a").state, there.channel.sent], ["failed", []]);
});

const VALUE = "0".repeat(64);
for (const { what, offers, hears, until: said } of [
  { what: "a commitment", offers: false, hears: "commit", until: "nonce" },
  { what: "a value", offers: true, hears: "nonce", until: "reveal" },
])
  test(`who breaks off after ${what} was heard is not unseen: the next number is a new one`, async () => {
    const { codes, tell } = codesWith();
    const { link, channel } = end(offers);
    tell("link", link);
    channel.opens();
    channel.hears('{"kind":"ready"}');
    channel.hears(`{"kind":"${hears}","value":"${VALUE}"}`);
    await until(() => channel.sent.some((text) => JSON.parse(text).kind === said));
    tell("unlink", null);
    assert.equal(codes.of("a").renewed, true);
    tell("link", end(offers).link);
    assert.equal(codes.of("a").renewed, true);
  });

test("a connection on which nobody has begun leaves the first number the first", async () => {
  const { codes, tell } = codesWith();
  const { link, channel } = end(false);
  tell("link", link);
  channel.opens();
  channel.hears('{"kind":"ready"}');
  await quiet();
  tell("unlink", null);
  assert.equal(codes.of("a").renewed, false);
});

test("what was begun on a connection that is gone is not said on the next", async () => {
  const { codes, tell } = codesWith();
  const [gone, next] = [end(false), end(false)];
  tell("link", gone.link);
  gone.channel.opens();
  await until(() => gone.channel.sent.length === 1);
  gone.channel.hears(`{"kind":"commit","value":"${VALUE}"}`);
  tell("unlink", null);
  tell("link", next.link);
  next.channel.opens();
  await quiet();
  assert.deepEqual([codes.of("a").state, next.channel.sent], ["waiting", ['{"kind":"ready"}']]);
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
