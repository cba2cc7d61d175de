import assert from "node:assert/strict";
import { test } from "node:test";
import { Stream } from "../../buergerbuero/static/js/live.js";
import { FakePage } from "./fake-page.js";

const URL = "/live/visit?lang=de";

function opened(setUp = () => {}) {
  const page = new FakePage();
  const stream = new Stream(URL, page.handlers, page.world);
  setUp(stream, page);
  stream.open();
  return { page, stream, clock: page.clock };
}

function event(name, data, id = "") {
  return `${id && `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

test("hands on regions, rooms and signals", () => {
  const { page } = opened();
  page.source.say("hello", { stream: "s1" });
  page.source.say("region", { region: "place", html: "<p>" });
  page.source.say("room", null);
  page.source.say("signal", { from: "a" }, "1");
  assert.deepEqual(page.heard, [
    ["state", "open"],
    ["region", { region: "place", html: "<p>" }],
    ["room", null],
    ["signal", { from: "a" }],
  ]);
});

test("a message that is no JSON is passed over", () => {
  const { page } = opened();
  page.source.dispatchEvent(new MessageEvent("region", { data: "<html>" }));
  assert.deepEqual(page.heard, [["state", "open"]]);
});

test("answers a ping with the id of this stream", async () => {
  const { page, clock } = opened();
  page.source.say("hello", { stream: "s1" });
  page.source.say("ping", {});
  await clock.pass(0);
  assert.deepEqual(page.posts, [["/live/present", { stream: "s1" }]]);
  assert.equal(page.sources.length, 1);
});

test("opens a new stream when the server does not know this one", async () => {
  const { page, clock } = opened();
  page.source.say("hello", { stream: "s1" });
  page.postStatus = 410;
  page.source.say("ping", {});
  await clock.pass(0);
  assert.equal(page.sources.length, 2);
  assert.equal(page.sources[0].closed, true);
});

test("a stream that is silent for 45 seconds is opened anew", async () => {
  const { page, clock } = opened();
  page.source.say("hello", { stream: "s1" });
  await clock.pass(44_999);
  assert.equal(page.sources.length, 1);
  assert.deepEqual(page.states, ["open"]);
  await clock.pass(1);
  assert.equal(page.sources.length, 2);
  assert.deepEqual(page.states, ["open", "lost"]);
  page.source.say("hello", { stream: "s2" });
  assert.deepEqual(page.states, ["open", "lost", "open"]);
});

test("each message keeps the stream", async () => {
  const { page, clock } = opened();
  for (let seconds = 0; seconds < 200; seconds += 20) {
    page.source.say("ping", {});
    await clock.pass(20_000);
  }
  assert.equal(page.sources.length, 1);
});

test("after an error it tries again after 1, 2, 4, 8 and 8 seconds", async () => {
  const { page, clock } = opened();
  page.source.say("hello", { stream: "s1" });
  for (const seconds of [1, 2, 4, 8, 8, 8]) {
    const before = page.sources.length;
    page.source.fail();
    await clock.pass(seconds * 1_000 - 1);
    assert.equal(page.sources.length, before, `before ${seconds} s`);
    await clock.pass(1);
    assert.equal(page.sources.length, before + 1, `after ${seconds} s`);
  }
});

test("a single failure is no loss yet, a second one is", async () => {
  const { page, clock } = opened();
  page.source.say("hello", { stream: "s1" });
  page.source.fail();
  assert.deepEqual(page.states, ["open"]);
  await clock.pass(1_000);
  page.source.fail();
  assert.deepEqual(page.states, ["open", "lost"]);
  await clock.pass(2_000);
  page.source.say("hello", { stream: "s2" });
  assert.deepEqual(page.states, ["open", "lost", "open"]);
});

test("polls every 15 seconds when no message comes within 5", async () => {
  const { page, clock } = opened();
  page.pollAnswer = () => ({ status: 200, text: event("region", { region: "place", html: "x" }) });
  await clock.pass(4_999);
  assert.equal(page.polls.length, 0);
  await clock.pass(1);
  assert.deepEqual(page.polls, ["/live/visit?lang=de&once=1"]);
  assert.deepEqual(page.heard, [
    ["state", "polling"],
    ["region", { region: "place", html: "x" }],
  ]);
  await clock.pass(15_000);
  assert.equal(page.polls.length, 2);
});

test("polls every second when somebody is called", async () => {
  const { page, stream, clock } = opened();
  page.pollAnswer = () => ({ status: 200, text: "" });
  await clock.pass(5_000);
  stream.hurry = true;
  await clock.pass(3_000);
  assert.equal(page.polls.length, 5);
});

test("tries a stream again each minute and stops polling once it speaks", async () => {
  const { page, clock } = opened();
  page.pollAnswer = () => ({ status: 200, text: "" });
  await clock.pass(5_000);
  await clock.pass(59_999);
  assert.equal(page.sources.length, 1);
  await clock.pass(1);
  assert.equal(page.sources.length, 2);
  page.source.say("hello", { stream: "s2" });
  const polls = page.polls.length;
  await clock.pass(40_000);
  assert.equal(page.polls.length, polls);
  assert.deepEqual(page.states, ["polling", "open"]);
});

test("a poll does not answer pings and its hello is not this stream", async () => {
  const { page, clock } = opened();
  const text = event("hello", { stream: "once" }) + event("ping", {});
  page.pollAnswer = () => ({ status: 200, text });
  await clock.pass(5_000);
  assert.deepEqual(page.posts, []);
});

test("a failing poll is a loss; the next good one opens a stream at once", async () => {
  const { page, clock } = opened();
  await clock.pass(5_000);
  assert.deepEqual(page.states, ["lost"]);
  page.pollAnswer = () => ({ status: 200, text: "" });
  await clock.pass(15_000);
  assert.deepEqual(page.states, ["lost", "polling"]);
  assert.equal(page.sources.length, 2);
});

test("names the last signal when it opens anew or polls", async () => {
  const { page, clock } = opened();
  page.source.say("signal", { from: "a" }, "41");
  page.source.fail();
  await clock.pass(1_000);
  assert.equal(page.source.url, "/live/visit?lang=de&after=41");
  await clock.pass(5_000);
  assert.deepEqual(page.polls, ["/live/visit?lang=de&once=1&after=41"]);
});

test("each signal comes with its position", () => {
  const page = new FakePage();
  const positions = [];
  const handlers = { onSignal: (_message, position) => positions.push(position) };
  const stream = new Stream("/live/visit", handlers, page.world);
  stream.open();
  page.source.say("signal", { from: "a" }, "1790000000041");
  stream.hear(1790000000042, { from: "a" });
  assert.deepEqual(positions, [1790000000041, 1790000000042]);
});

test("a signal that comes twice counts once", () => {
  const { page } = opened();
  page.source.say("signal", { from: "a" }, "41");
  page.source.say("signal", { from: "a" }, "41");
  page.source.say("signal", { from: "b" }, "40");
  const signals = page.heard.filter(([kind]) => kind === "signal").map(([, { from }]) => from);
  assert.deepEqual(signals, ["a", "b"]);
});

for (const reason of ["signed-out", "closed"]) {
  test(`ends for good when the server says ${reason}`, async () => {
    const { page, clock } = opened();
    page.source.say("end", { reason });
    page.tell("online");
    await clock.pass(120_000);
    assert.equal(page.sources.length, 1);
    assert.equal(page.sources[0].closed, true);
    assert.deepEqual(page.heard.at(-1), ["end", reason]);
  });
}

test("opens a new stream when the server has moved, and a little later when it restarts", async () => {
  const { page, clock } = opened();
  page.source.say("end", { reason: "moved" });
  assert.equal(page.sources.length, 2);
  page.source.say("end", { reason: "restart" });
  assert.equal(page.sources.length, 2);
  await clock.pass(1_000);
  assert.equal(page.sources.length, 3);
  assert.deepEqual(page.states, ["open"]);
});

test("a poll that is refused ends it: the person is signed out", async () => {
  const { page, clock } = opened();
  page.pollAnswer = () => ({ status: 401, text: "" });
  await clock.pass(5_000);
  assert.deepEqual(page.heard.at(-1), ["end", "signed-out"]);
  await clock.pass(60_000);
  assert.equal(page.polls.length, 1);
});

for (const event of ["visible", "pageshow", "resume", "online"]) {
  test(`opens anew when the page says ${event}, but not twice within a second`, async () => {
    const { page, clock } = opened();
    page.source.say("hello", { stream: "s1" });
    await clock.pass(3_000);
    page.tell(event);
    page.tell(event);
    assert.equal(page.sources.length, 2);
  });
}

test("says at once that there is no network, and takes it back with the next message", () => {
  const { page } = opened();
  page.source.say("hello", { stream: "s1" });
  page.tell("offline");
  assert.deepEqual(page.states, ["open", "lost"]);
  page.source.say("ping", {});
  assert.deepEqual(page.states, ["open", "lost", "open"]);
});

test("a stream that has ended says nothing more of the network", () => {
  const { page } = opened();
  page.source.say("end", { reason: "signed-out" });
  const before = [...page.states];
  page.tell("offline");
  assert.deepEqual(page.states, before);
});

test("a page nobody looks at gives its stream back and opens it when seen", async () => {
  const { page, clock } = opened((stream) => {
    stream.idleWhenHidden = true;
  });
  page.source.say("hello", { stream: "s1" });
  page.isHidden = true;
  page.tell("hidden");
  assert.equal(page.source.closed, true);
  await clock.pass(120_000);
  assert.equal(page.sources.length, 1);
  page.isHidden = false;
  page.tell("visible");
  assert.equal(page.sources.length, 2);
});

test("a waiting visit keeps its stream while hidden", async () => {
  const { page } = opened();
  page.isHidden = true;
  page.tell("hidden");
  assert.equal(page.source.closed, false);
});
