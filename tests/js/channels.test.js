import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { CHANNELS, Channels } from "../../buergerbuero/static/js/consultation/channels.js";
import { Line } from "../../buergerbuero/static/js/consultation/line.js";
import { settle } from "./clock.js";
import { FakeConnection } from "./fake-connection.js";

/** The channels of one connection, and everything that they tell. */
function channels() {
  const connection = new FakeConnection({});
  const all = new Channels(connection);
  const told = [];
  all.addEventListener("open", ({ detail }) => told.push(`open ${detail}`));
  all.addEventListener("message", ({ detail }) => told.push(`${detail.name}: ${detail.data}`));
  for (const name of Object.keys(CHANNELS)) all.listen(name);
  const writing = connection.channels.find(({ name }) => name === "writing");
  return { all, told, writing, connection };
}

test("both sides make the same channels, so that nothing has to be agreed", () => {
  const { connection } = channels();
  const made = Object.fromEntries(connection.channels.map(({ name, id }) => [name, id]));
  assert.deepEqual(made, { ...CHANNELS });
});

test("the channels are those of docs/protocol.md, and each carries something", () => {
  const text = readFileSync(new URL("../../docs/protocol.md", import.meta.url), "utf-8");
  const [table] = text.split("| channel | number | carries |")[1].split("\n\n");
  const rows = [...table.matchAll(/^\| `(\w+)` \| (\d+) \|(?=.*\w)/gm)];
  const named = Object.fromEntries(rows.map(([, name, number]) => [name, Number(number)]));
  assert.deepEqual({ ...CHANNELS }, named);
});

test("before both have stepped in nothing is sent", () => {
  const { all, writing } = channels();
  writing.opens();
  assert.equal(all.isOpen("writing"), false);
  assert.equal(all.send("writing", "a"), false);
  assert.deepEqual(writing.sent, []);
});

test("what the other side says a moment too early is heard when both have stepped in", () => {
  const { all, told, writing } = channels();
  writing.opens();
  writing.hears("early");
  assert.deepEqual(told, []);
  all.goLive();
  assert.deepEqual(told, ["open writing", "writing: early"]);
  assert.equal(all.send("writing", "a"), true);
  assert.deepEqual(writing.sent, ["a"]);
});

test("what is said while nobody listens yet is heard by whoever does first, and each name waits for its own", () => {
  const connection = new FakeConnection({});
  const all = new Channels(connection);
  const told = [];
  all.addEventListener("message", ({ detail }) => told.push(`${detail.name}: ${detail.data}`));
  for (const channel of connection.channels) {
    channel.opens();
    channel.hears(`early in ${channel.name}`);
  }
  all.goLive();
  assert.deepEqual(told, []);
  all.listen("papers");
  assert.deepEqual(told, ["papers: early in papers"]);
  all.listen("writing");
  assert.deepEqual(told.slice(1), ["writing: early in writing"]);
});

test("what is said too early fills no more than a megabyte, in however few messages", () => {
  const { all, writing } = channels();
  const heard = [];
  all.addEventListener("message", ({ detail }) => heard.push(detail.data));
  writing.opens();
  for (const make of [(of) => new ArrayBuffer(of), (of) => "x".repeat(of)])
    for (let message = 0; message < 100; message += 1) writing.hears(make(250_000));
  writing.hears("short");
  all.goLive();
  const bytes = heard.reduce((sum, data) => sum + (data.byteLength ?? data.length), 0);
  assert.ok(bytes <= 1_000_000, `${bytes} bytes were kept`);
  assert.equal(heard.length, 4);
});

test("a channel that opens later tells so, and refuses until then", () => {
  const { all, told, writing } = channels();
  all.goLive();
  assert.equal(all.send("writing", "a"), false);
  writing.opens();
  assert.deepEqual(told, ["open writing"]);
});

test("what the browser refuses to send is not sent, and breaks nothing", () => {
  const { all, writing } = channels();
  all.goLive();
  writing.opens();
  writing.send = () => {
    throw new TypeError("too long");
  };
  assert.equal(all.send("writing", "a"), false);
});

/** A room with the people given, each with channels of their own. */
function roomOf(...ids) {
  const room = new EventTarget();
  const links = new Map(ids.map((id) => [id, channels()]));
  room.others = ids.map((id) => ({ id }));
  room.mesh = { linkTo: (id) => ({ channels: links.get(id)?.all }) };
  const tell = (name, id) => room.dispatchEvent(new CustomEvent(name, { detail: id }));
  return { room, links, tell };
}

async function lineIn(room) {
  const line = new Line(room, "writing");
  const told = [];
  line.addEventListener("open", ({ detail }) => told.push(`open ${detail}`));
  line.addEventListener("close", ({ detail }) => told.push(`close ${detail}`));
  line.addEventListener("message", ({ detail }) => told.push(`${detail.from}: ${detail.data}`));
  await settle();
  return { line, told };
}

test("a line follows who is there already, and says who speaks", async () => {
  const { room, links } = roomOf("a", "b");
  links.get("a").all.goLive();
  links.get("a").writing.opens();
  const { line, told } = await lineIn(room);
  links.get("a").writing.hears("hello");
  assert.deepEqual(told, ["open a", "a: hello"]);
  assert.deepEqual(line.sendAll("hi"), ["a"]);
});

test("after a new connection the old one is heard no more", async () => {
  const { room, links, tell } = roomOf("a");
  const { told } = await lineIn(room);
  const old = links.get("a");
  tell("unlink", "a");
  links.set("a", channels());
  tell("link", "a");
  const fresh = links.get("a");
  for (const { all, writing } of [old, fresh]) {
    all.goLive();
    writing.opens();
  }
  old.writing.hears("old");
  fresh.writing.hears("new");
  assert.deepEqual(told, ["close a", "open a", "a: new"]);
});

test("a line that has stopped hears nothing", async () => {
  const { room, links } = roomOf("a");
  const { line, told } = await lineIn(room);
  line.stop();
  links.get("a").all.goLive();
  links.get("a").writing.opens();
  assert.deepEqual(told, []);
});
