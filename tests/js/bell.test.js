import assert from "node:assert/strict";
import { test } from "node:test";
import { Bell } from "../../buergerbuero/static/js/desk/bell.js";
import { TestClock } from "./clock.js";

function hung() {
  const clock = new TestClock();
  const rings = [];
  const start = clock.now();
  const bell = new Bell(() => rings.push((clock.now() - start) / 1_000), clock);
  return { bell, rings, clock };
}

test("knocks at once, after 30 seconds and then every minute", async () => {
  const { bell, rings, clock } = hung();
  bell.knocks(["1"]);
  await clock.pass(160_000);
  assert.deepEqual(rings, [0, 30, 90, 150]);
});

test("several knocks within 10 seconds sound once", async () => {
  const { bell, rings, clock } = hung();
  bell.knocks(["1"]);
  await clock.pass(9_000);
  bell.knocks(["1", "2"]);
  await clock.pass(2_000);
  bell.knocks(["1", "2", "3"]);
  assert.deepEqual(rings, [0, 11]);
});

test("is quiet once seen, and knocks again for the next one", async () => {
  const { bell, rings, clock } = hung();
  bell.knocks(["1"]);
  bell.seen();
  await clock.pass(120_000);
  assert.deepEqual(rings, [0]);
  assert.equal(bell.hasUnseen, false);
  assert.deepEqual(bell.knocks(["1", "2"]), ["2"]);
  assert.deepEqual(rings, [0, 120]);
});

test("is quiet when everybody who knocked has been called", async () => {
  const { bell, rings, clock } = hung();
  bell.knocks(["1"]);
  bell.knocks([]);
  await clock.pass(120_000);
  assert.deepEqual(rings, [0]);
});

test("makes no sound during a talk and goes on after it", async () => {
  const { bell, rings, clock } = hung();
  bell.silent = true;
  bell.knocks(["1"]);
  await clock.pass(60_000);
  assert.deepEqual(rings, []);
  bell.silent = false;
  await clock.pass(31_000);
  assert.deepEqual(rings, [90]);
});
