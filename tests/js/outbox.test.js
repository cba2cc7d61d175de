import assert from "node:assert/strict";
import { test } from "node:test";
import { choice } from "../../buergerbuero/static/js/consultation/choice.js";
import { RoomWire } from "../../buergerbuero/static/js/consultation/wire.js";
import { settle, TestClock } from "./clock.js";

function wired(statuses = []) {
  const clock = new TestClock();
  const sent = [];
  const posts = {
    post: async (url, fields) => ({ ok: true, status: 200, message: "", data: { url, fields } }),
    postJson: async (url, value) => {
      sent.push([url, value]);
      const status = statuses.shift() ?? 204;
      return { ok: status > 0 && status < 300, status, message: "", data: null };
    },
  };
  return { wire: new RoomWire("/desk/room/", posts, clock), sent, clock };
}

const kinds = (sent) => sent.map(([, { body }]) => body.kind);

test("joins at the room's address", async () => {
  const { wire } = wired();
  assert.deepEqual((await wire.join()).data, {
    url: "/desk/room/join",
    fields: { wide: "" },
  });
});

test("joining says whether the address shall stay hidden, once that was chosen", async () => {
  const { wire } = wired();
  const said = [];
  for (const wish of [true, false, null]) {
    choice.hideAddress = wish;
    said.push((await wire.join()).data.fields);
  }
  assert.deepEqual(
    said.map(({ hide_address }) => hide_address),
    ["yes", "no", undefined],
  );
});

test("asks who helps to connect at the room's address", async () => {
  const { wire } = wired();
  assert.equal((await wire.servers()).data.url, "/desk/room/servers");
});

test("sends a signal with its receiver and its pair of epochs", async () => {
  const { wire, sent } = wired();
  wire.signal("c", [2, 1], { kind: "restart" });
  assert.deepEqual(sent, [
    ["/desk/room/signals", { to: "c", epochs: [2, 1], body: { kind: "restart" }, read: 0 }],
  ]);
});

test("each signal says how far this page has read when it goes out", async () => {
  const { wire, sent } = wired();
  wire.signal("c", [1, 1], { kind: "offer" });
  wire.signal("c", [1, 1], { kind: "candidates" });
  wire.hasRead(42);
  wire.hasRead(41);
  await settle();
  assert.deepEqual(
    sent.map(([, { read }]) => read),
    [0, 42],
  );
});

test("candidates within 50 ms travel together", async () => {
  const { wire, sent, clock } = wired();
  wire.candidate("c", [1, 1], { candidate: "1" });
  await clock.pass(49);
  wire.candidate("c", [1, 1], { candidate: "2" });
  assert.equal(sent.length, 0);
  await clock.pass(1);
  assert.deepEqual(sent[0][1].body.candidates, [{ candidate: "1" }, { candidate: "2" }]);
});

test("one signal waits for the one before it", async () => {
  const { wire, sent } = wired();
  wire.signal("c", [1, 1], { kind: "offer" });
  wire.signal("c", [1, 1], { kind: "candidates" });
  assert.deepEqual(kinds(sent), ["offer"]);
  await settle();
  assert.deepEqual(kinds(sent), ["offer", "candidates"]);
});

for (const status of [0, 429, 500, 503]) {
  test(`a signal that meets ${status} is sent again, in order`, async () => {
    const { wire, sent, clock } = wired([status, status]);
    wire.signal("c", [1, 1], { kind: "offer" });
    wire.signal("c", [1, 1], { kind: "candidates" });
    await clock.pass(499);
    assert.deepEqual(kinds(sent), ["offer"]);
    await clock.pass(1);
    assert.deepEqual(kinds(sent), ["offer", "offer"]);
    await clock.pass(1_000);
    assert.deepEqual(kinds(sent), ["offer", "offer", "offer", "candidates"]);
  });
}

for (const status of [403, 409]) {
  test(`after ${status} nobody waits for the rest: it is dropped without a word`, async () => {
    const { wire, sent, clock } = wired([status]);
    wire.signal("c", [1, 1], { kind: "offer" });
    wire.signal("c", [1, 1], { kind: "candidates" });
    await clock.pass(10_000);
    assert.deepEqual(kinds(sent), ["offer"]);
    wire.signal("c", [1, 2], { kind: "offer" });
    assert.equal(sent.length, 2);
  });
}

test("a signal the server finds wrong is not sent again", async () => {
  const { wire, sent, clock } = wired([400]);
  wire.signal("c", [1, 1], { kind: "offer" });
  wire.signal("c", [1, 1], { kind: "devices" });
  await clock.pass(10_000);
  assert.deepEqual(kinds(sent), ["offer", "devices"]);
});

test("what is not sent when the connection goes is not sent at all", async () => {
  const { wire, sent, clock } = wired([0]);
  wire.signal("c", [1, 1], { kind: "offer" });
  wire.candidate("c", [1, 1], { candidate: "1" });
  await settle();
  wire.drop("c", [1, 1]);
  await clock.pass(60_000);
  assert.deepEqual(kinds(sent), ["offer"]);
});

test("more than fifty candidates travel in several signals", async () => {
  const { wire, sent, clock } = wired();
  for (let n = 0; n < 51; n += 1) wire.candidate("c", [1, 1], { candidate: String(n) });
  await clock.pass(50);
  assert.deepEqual(
    sent.map(([, { body }]) => body.candidates.length),
    [50, 1],
  );
});
