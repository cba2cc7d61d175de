import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { Paper } from "../../buergerbuero/static/js/consultation/paper.js";
import { hashOf, LIMITS } from "../../buergerbuero/static/js/consultation/paper-messages.js";
import { PaperPost } from "../../buergerbuero/static/js/consultation/paper-post.js";
import { TestClock } from "./clock.js";
import { connect, cut, joined, reload } from "./fake-line.js";

const HASH = "a".repeat(64);

/** A citizen and an advisor who are connected, with the papers that each of them knows. */
function room() {
  const { line, clock, post } = table();
  const citizen = post("citizen");
  const advisor = post("advisor");
  connect(line);
  return { line, clock, citizen, advisor, again: () => post("citizen") };
}

function table() {
  const line = joined();
  const clock = new TestClock();
  const post = (end) => {
    const made = new PaperPost(line[end], clock.now);
    made.offers = [];
    made.asks = [];
    made.gone = [];
    made.addEventListener("offer", ({ detail }) => made.offers.push(detail));
    made.addEventListener("change", ({ detail }) => {
      if (detail.mine) made.given = detail;
    });
    made.addEventListener("gone", ({ detail }) => made.gone.push(detail));
    made.addEventListener("ask", ({ detail }) => made.asks.push(detail));
    return made;
  };
  return { line, clock, post };
}

const PATIENCE_MS = 20_000;

async function until(holds) {
  const begun = performance.now();
  while (!holds()) {
    assert.ok(performance.now() - begun < PATIENCE_MS, `in vain: ${holds}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Whatever is under way arrives. */
async function quiet() {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

function random(bytes) {
  const content = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += 65_536)
    crypto.getRandomValues(content.subarray(at, Math.min(bytes, at + 65_536)));
  return content;
}

async function offered({ citizen, advisor }, bytes = random(300_000)) {
  await advisor.give(new Blob([bytes]), "Bescheid.pdf");
  await until(() => citizen.offers.length > 0);
  return { bytes, taken: citizen.offers[0], given: advisor.given };
}

const isContent = (data) => data instanceof ArrayBuffer;
const contentOf = async (paper) => new Uint8Array(await paper.content.arrayBuffer());

test("an accepted paper arrives whole, and both sides know", async () => {
  const all = room();
  const { bytes, taken, given } = await offered(all);
  all.citizen.accept(taken);
  await until(() => given.state === "arrived");
  assert.equal(taken.state, "arrived");
  assert.deepEqual(await contentOf(taken), bytes);
});

test("not one byte is sent before the other side accepts", async () => {
  const all = room();
  await offered(all);
  await quiet();
  assert.deepEqual(all.line.advisor.sent.filter(isContent), []);
});

test("not one byte is sent of a refused paper", async () => {
  const all = room();
  const { taken, given } = await offered(all);
  all.citizen.end(taken, "refused");
  await until(() => given.state === "refused");
  assert.deepEqual(all.line.advisor.sent.filter(isContent), []);
});

test("sending is no faster than what leaves: the queue stays short", async () => {
  const all = room();
  const { taken, given } = await offered(all, random(3_000_000));
  all.citizen.accept(taken);
  await until(() => given.state === "arrived");
  assert.ok(all.line.advisor.channel.most < 300_000);
});

/** The moment when the first of its content has come, and most is still to come. */
function firstPart({ line }) {
  return new Promise((resolve) => {
    line.citizen.addEventListener("message", ({ detail }) => isContent(detail.data) && resolve());
  });
}

test("either side can break off in the middle", async () => {
  for (const who of ["citizen", "advisor"]) {
    const all = room();
    const { taken, given } = await offered(all, random(3_000_000));
    const begun = firstPart(all);
    all.citizen.accept(taken);
    await begun;
    all[who].end(who === "citizen" ? taken : given);
    await until(() => taken.state === "stopped" && given.state === "stopped");
    await quiet();
    const sent = all.line.advisor.sent.length;
    await quiet();
    assert.equal(all.line.advisor.sent.length, sent);
    assert.equal(taken.content, null);
  }
});

test("an offer that was taken back is gone", async () => {
  const all = room();
  const { taken, given } = await offered(all);
  all.advisor.end(given);
  await until(() => all.citizen.gone.length > 0);
  assert.deepEqual(all.citizen.gone, [taken]);
});

test("after a new connection it goes on where it was", async () => {
  const all = room();
  const { bytes, taken, given } = await offered(all, random(3_000_000));
  all.citizen.accept(taken);
  await until(() => taken.done > 1_000_000);
  const { done } = taken;
  cut(all.line);
  connect(all.line);
  await until(() => given.state === "arrived");
  assert.deepEqual(await contentOf(taken), bytes);
  const sent = all.line.advisor.sent
    .filter(isContent)
    .reduce((sum, one) => sum + one.byteLength, 0);
  assert.ok(sent < bytes.length + 600_000, `${sent} bytes were sent; ${done} were there before`);
});

test("an offer that nobody answered is there once after a new connection", async () => {
  const all = room();
  const { taken, given } = await offered(all);
  cut(all.line);
  connect(all.line);
  await quiet();
  assert.deepEqual(all.citizen.offers, [taken]);
  all.citizen.accept(taken);
  await until(() => given.state === "arrived");
});

test("a page that was loaded anew is asked again, and it begins anew", async () => {
  const all = room();
  const { bytes, taken, given } = await offered(all, random(3_000_000));
  all.citizen.accept(taken);
  await until(() => taken.done > 1_000_000);
  cut(all.line);
  reload(all.line);
  const reloaded = all.again();
  connect(all.line);
  await until(() => reloaded.offers.length === 1);
  reloaded.accept(reloaded.offers[0]);
  await until(() => given.state === "arrived");
  assert.deepEqual(await contentOf(reloaded.offers[0]), bytes);
});

test("a giver's page that was loaded anew has nothing more: the other side is told", async () => {
  const all = room();
  await all.citizen.give(new Blob([random(100)]), "Ausweis.jpg");
  await until(() => all.advisor.offers.length === 1);
  cut(all.line);
  reload(all.line);
  all.again();
  connect(all.line);
  const [paper] = all.advisor.offers;
  all.advisor.accept(paper);
  await until(() => paper.state === "stopped");
});

test("what was said while the connection was away is said again", async () => {
  const all = room();
  const { taken, given } = await offered(all);
  cut(all.line);
  all.citizen.end(taken, "refused");
  connect(all.line);
  await until(() => given.state === "refused");
});

test("whoever leaves the room gives and gets nothing more", async () => {
  const all = room();
  const { given } = await offered(all);
  all.advisor.keepOnly([]);
  assert.equal(given.state, "stopped");
});

test("an advisor may ask for a paper", async () => {
  const all = room();
  assert.equal(all.advisor.ask(), true);
  await until(() => all.citizen.asks.length > 0);
  assert.deepEqual(all.citizen.asks, ["advisor"]);
});

// A hostile other side

const offer = (paper, more = {}) =>
  JSON.stringify({ kind: "offer", paper, name: "x.pdf", size: 10, hash: HASH, ...more });

function part(paper, at, length) {
  const data = new ArrayBuffer(8 + length);
  new DataView(data).setUint32(0, paper);
  new DataView(data).setUint32(4, at);
  return data;
}

/** The citizen's page, spoken to by hand: nobody answers it. */
function alone() {
  const { line, clock, post } = table();
  const citizen = post("citizen");
  connect(line);
  return { line, clock, citizen, hears: (data) => line.citizen.hears(data) };
}

test("messages that are not of the protocol do nothing", () => {
  const { citizen, hears } = alone();
  const wrong = [
    "",
    "null",
    "[]",
    '"offer"',
    "{",
    "{}",
    JSON.stringify({ kind: "toString", paper: 1 }),
    JSON.stringify({ kind: "offer", paper: 1 }),
    offer(-1),
    offer(1.5),
    offer("1"),
    offer(2 ** 32),
    offer(1, { name: null }),
    offer(1, { size: 0 }),
    offer(1, { size: "10" }),
    offer(1, { size: LIMITS.bytes + 1 }),
    offer(1, { size: 2 ** 60 }),
    offer(1, { hash: "short" }),
    offer(1, { hash: null }),
    offer(1, { name: "x".repeat(3_000) }),
    JSON.stringify({ kind: "accept", paper: 7, at: 0 }),
    JSON.stringify({ kind: "arrived", paper: 7 }),
    new ArrayBuffer(0),
    new ArrayBuffer(8),
    part(7, 0, 100_000),
    part(7, 0, 10),
    '{"__proto__": {"kind": "offer"}}',
    `${"[".repeat(900)}${"]".repeat(900)}`,
  ];
  for (const data of wrong) hears(data);
  assert.deepEqual([citizen.offers, citizen.asks, citizen.given], [[], [], undefined]);
});

test("more than was announced, or from another place, breaks the paper and is not kept", async () => {
  for (const data of [part(1, 0, 11), part(1, 5, 5), part(1, 4_000_000_000, 5)]) {
    const { citizen, hears } = alone();
    hears(offer(1));
    const [paper] = citizen.offers;
    citizen.accept(paper);
    hears(data);
    assert.deepEqual([paper.state, paper.done, paper.content], ["broken", 0, null]);
    hears(part(1, 0, 10));
    await quiet();
    assert.deepEqual([paper.state, paper.content], ["broken", null]);
  }
});

/** Bytes of all that is reached. What is not is swept away beside the script: it is done when no less is left. */
async function kept() {
  setFlagsFromString("--expose-gc");
  const sweep = runInNewContext("gc");
  let [least, same] = [Number.POSITIVE_INFINITY, 0];
  while (same < 5) {
    sweep();
    await quiet();
    const now = process.memoryUsage().arrayBuffers;
    same = now < least ? 0 : same + 1;
    least = Math.min(least, now);
  }
  return least;
}

test("however small the parts are, a paper takes no more room than was announced", async () => {
  const { citizen, hears } = alone();
  const size = 200_000;
  hears(offer(1, { size }));
  const before = await kept();
  const [paper] = citizen.offers;
  citizen.accept(paper);
  for (let at = 0; at < size - 1; at += 1) hears(part(1, at, 1));
  assert.equal(paper.done, size - 1);
  const more = (await kept()) - before;
  assert.ok(more < 1.1 * size, `${more} bytes for ${size}`);
  citizen.end(paper);
  assert.ok((await kept()) - before < size / 10);
});

test("other bytes than were announced are not kept", async () => {
  const { citizen, hears } = alone();
  hears(offer(1));
  const [paper] = citizen.offers;
  citizen.accept(paper);
  hears(part(1, 0, 10));
  await until(() => paper.state === "broken");
  assert.equal(paper.content, null);
});

test("a paper broken off while it is compared is not kept", async () => {
  const bytes = random(100);
  const hash = await hashOf(new Blob([bytes]));
  const paper = new Paper({
    person: "advisor",
    mine: false,
    number: 1,
    name: "x",
    size: 100,
    hash,
  });
  paper.accept();
  paper.take(0, bytes);
  const compared = paper.close();
  paper.end("stopped");
  assert.equal(await compared, true);
  assert.equal(paper.content, null);
});

test("of a paper that is still compared when the room is over nothing is said or kept", async () => {
  const all = room();
  const { taken } = await offered(all, random(100));
  all.citizen.accept(taken);
  await until(() => taken.isWhole);
  let changes = 0;
  all.citizen.addEventListener("change", () => (changes += 1));
  const sent = all.line.citizen.sent.length;
  all.citizen.close();
  await quiet();
  assert.deepEqual([changes, taken.content], [0, null]);
  assert.equal(all.line.citizen.sent.length, sent);
});

test("bytes that nobody has accepted are not kept", async () => {
  const { citizen, hears } = alone();
  hears(offer(1));
  hears(part(1, 0, 10));
  assert.equal(citizen.offers[0].done, 0);
});

test("an offer cannot be changed after it was read", () => {
  const { citizen, hears, line } = alone();
  hears(offer(1));
  hears(offer(1, { size: 11 }));
  assert.deepEqual(
    citizen.offers.map(({ size }) => size),
    [10],
  );
  assert.equal(line.citizen.sent.at(-1), '{"kind":"refuse","paper":1}');
});

test("a flood of offers stays outside", () => {
  const { citizen, hears, line } = alone();
  for (let paper = 0; paper < 1_000; paper += 1) hears(offer(paper));
  assert.equal(citizen.offers.length, LIMITS.open);
  assert.equal(line.citizen.sent.length, 1_000 - LIMITS.open);
});

test("who offers and takes back without end is heard no more for a minute", async () => {
  const { citizen, hears, clock } = alone();
  for (let paper = 0; paper < 1_000; paper += 1) {
    hears(offer(paper));
    hears(JSON.stringify({ kind: "stop", paper }));
  }
  assert.equal(citizen.offers.length, LIMITS.offersAMinute);
  await clock.pass(61_000);
  hears(offer(7_777));
  assert.equal(citizen.offers.length, LIMITS.offersAMinute + 1);
});

test("how a paper has ended the giver cannot say for the taker", () => {
  const { citizen, hears } = alone();
  hears(offer(1));
  for (const kind of ["arrived", "broken", "refuse"]) hears(JSON.stringify({ kind, paper: 1 }));
  assert.equal(citizen.offers[0].state, "offered");
});

test("an acceptance beyond the end is no acceptance", async () => {
  const all = room();
  const { given } = await offered(all);
  all.line.advisor.hears(JSON.stringify({ kind: "accept", paper: given.number, at: 4_000_000 }));
  assert.equal(given.state, "offered");
});

test("whoever gives learns whether anybody was there to take it", async () => {
  const { line, post } = table();
  const citizen = post("citizen");
  assert.equal(await citizen.give(new Blob(["paper"]), "Papier 1.jpg"), false);
  post("advisor");
  connect(line);
  assert.equal(await citizen.give(new Blob(["paper"]), "Papier 1.jpg"), true);
});
