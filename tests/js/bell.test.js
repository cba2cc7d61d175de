import assert from "node:assert/strict";
import { test } from "node:test";
import { Bell } from "../../buergerbuero/static/js/desk/bell.js";
import { TestClock } from "./clock.js";

function hung(seenBefore = []) {
  const clock = new TestClock();
  const rings = [];
  const start = clock.now();
  const bell = new Bell(() => rings.push((clock.now() - start) / 1_000), clock, seenBefore);
  return { bell, rings, clock };
}

test("knocks at once and then every half minute", async () => {
  const { bell, rings, clock } = hung();
  bell.knocks(["1"]);
  await clock.pass(160_000);
  assert.deepEqual(rings, [0, 30, 60, 90, 120, 150]);
});

test("several knocks within 10 seconds sound once, and again 30 seconds after that sound", async () => {
  const { bell, rings, clock } = hung();
  bell.knocks(["1"]);
  await clock.pass(4_000);
  bell.knocks(["1", "2"]);
  await clock.pass(5_000);
  bell.knocks(["1", "2", "3"]);
  await clock.pass(40_000);
  assert.deepEqual(rings, [0, 30]);
});

test("a knock after ten seconds sounds by itself and starts the half minute anew", async () => {
  const { bell, rings, clock } = hung();
  bell.knocks(["1"]);
  await clock.pass(10_000);
  bell.knocks(["1", "2"]);
  await clock.pass(65_000);
  assert.deepEqual(rings, [0, 10, 40, 70]);
});

test("whoever comes with a repetition is knocked for again after half a minute, not a whole one", async () => {
  const { bell, rings, clock } = hung();
  bell.knocks(["1"]);
  await clock.pass(35_000);
  bell.knocks(["1", "2"]);
  await clock.pass(30_000);
  assert.deepEqual(rings, [0, 30, 60]);
});

test("in a crowd there are never two sounds within 10 seconds", async () => {
  const { bell, rings, clock } = hung();
  const line = [];
  for (let second = 0; second < 120; second += 1) {
    line.push(`${second}`);
    bell.knocks(line);
    await clock.pass(1_000);
  }
  const gaps = rings.slice(1).map((at, place) => at - rings[place]);
  assert.deepEqual(
    gaps,
    gaps.map(() => 10),
  );
  assert.equal(rings.length, 12);
});

test("is quiet once seen, and knocks again for the next one", async () => {
  const { bell, rings, clock } = hung();
  bell.knocks(["1"]);
  bell.seen();
  await clock.pass(120_000);
  assert.deepEqual(rings, [0]);
  assert.deepEqual(bell.unseen, []);
  assert.deepEqual(bell.knocks(["1", "2"]), ["2"]);
  assert.deepEqual(rings, [0, 120]);
});

test("names who is unseen, the newest last, wherever they stand in the line", () => {
  const { bell } = hung();
  bell.knocks(["2"]);
  bell.knocks(["1", "2", "3"]);
  assert.deepEqual(bell.unseen, ["2", "1", "3"]);
  bell.knocks(["2", "3"]);
  assert.deepEqual([bell.unseen, bell.seenNow], [["2", "3"], []]);
  bell.seen();
  assert.deepEqual([bell.unseen, bell.seenNow], [[], ["2", "3"]]);
});

test("is quiet when everybody who knocked has been called", async () => {
  const { bell, rings, clock } = hung();
  bell.knocks(["1"]);
  bell.knocks([]);
  await clock.pass(120_000);
  assert.deepEqual(rings, [0]);
});

test("knocks for somebody who was away and is back", async () => {
  const { bell, rings, clock } = hung();
  bell.knocks(["1"]);
  bell.seen();
  bell.knocks([]);
  await clock.pass(60_000);
  assert.deepEqual(bell.knocks(["1"]), ["1"]);
  assert.deepEqual([rings, bell.unseen], [[0, 60], ["1"]]);
});

test("does not knock for somebody this desk has called and takes back", async () => {
  const { bell, rings, clock } = hung();
  bell.knocks(["1"]);
  bell.withMe = "1";
  bell.knocks([]);
  await clock.pass(60_000);
  bell.knocks(["1"]);
  bell.withMe = "";
  await clock.pass(120_000);
  assert.deepEqual([rings, bell.unseen], [[0], []]);
});

test("does not knock anew after a reload for those who were seen", async () => {
  const { bell, rings, clock } = hung(["1", "2"]);
  bell.knocks(["1", "2"]);
  await clock.pass(60_000);
  assert.deepEqual([rings, bell.unseen], [[], []]);
  assert.deepEqual(bell.knocks(["2", "3"]), ["3"]);
  assert.deepEqual([rings, bell.unseen], [[60], ["3"]]);
});

test("makes no sound during a talk and goes on after it", async () => {
  // Row 16.
  const { bell, rings, clock } = hung();
  bell.silent = true;
  bell.knocks(["1"]);
  await clock.pass(60_000);
  assert.deepEqual(rings, []);
  bell.silent = false;
  await clock.pass(31_000);
  assert.deepEqual(rings, [90]);
});

test("rests once somebody is at the desk, though what is unseen stays, until the next one", async () => {
  const { bell, rings, clock } = hung();
  bell.knocks(["1"]);
  await clock.pass(35_000);
  bell.rest();
  await clock.pass(120_000);
  assert.deepEqual([rings, bell.unseen], [[0, 30], ["1"]]);
  bell.knocks(["1", "2"]);
  await clock.pass(35_000);
  assert.deepEqual(rings, [0, 30, 155, 185]);
});

test("on a break it sounds only where nobody opens, then at once and until that is seen", async () => {
  const { bell, rings, clock } = hung();
  bell.offDuty = true;
  bell.knocks(["1"]);
  await clock.pass(60_000);
  assert.deepEqual([rings, bell.unseen], [[], ["1"]]);
  bell.knocks(["1", "alert-colleagues-1"]);
  await clock.pass(60_000);
  assert.deepEqual(rings, [60, 90, 120]);
  bell.knocks(["1"]);
  await clock.pass(60_000);
  assert.deepEqual(rings, [60, 90, 120]);
});

test("each further step is heard anew, also at the same desk", async () => {
  const { bell, rings, clock } = hung();
  bell.knocks(["alert-colleagues-1"]);
  bell.seen();
  await clock.pass(60_000);
  bell.knocks(["alert-heads-1"]);
  assert.deepEqual([rings, bell.unseen], [[0, 60], ["alert-heads-1"]]);
});

test("a talk is not disturbed by word that nobody opens either", async () => {
  // Row 16.
  const { bell, rings, clock } = hung();
  bell.silent = true;
  bell.knocks(["alert-heads-1"]);
  await clock.pass(60_000);
  assert.deepEqual([rings, bell.unseen], [[], ["alert-heads-1"]]);
});
