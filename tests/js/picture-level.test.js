import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  FULL,
  LEAST,
  LESS,
  PictureLevel,
  SOUND,
  shapeOf,
} from "../../buergerbuero/static/js/consultation/picture-level.js";

const SOUND_BITRATE = 50_000;
const FINE = { lossOut: 0, roundTripMs: 40, available: 3_000_000 };
const SILENT = { lossOut: null, roundTripMs: null, available: null };
const LOSSY = { ...FINE, lossOut: 0.3 };
const SLOW = { ...FINE, roundTripMs: 1_500 };
const NARROW = { ...FINE, available: 50_000 };
const SO_SO = { ...FINE, lossOut: 0.05 };
const TALKING = { signing: false };
const SIGNING = { signing: true };

/** The levels after each of so many seconds with the same line. */
function seconds(level, count, sample, how = TALKING) {
  return Array.from({ length: count }, () => {
    level.look(sample, how);
    return level.level;
  });
}

/** A connection that has had its time to find out what it can carry. */
function settled({ insists = false } = {}) {
  const level = new PictureLevel({ insists });
  seconds(level, 10, FINE);
  return level;
}

test("a good line, and one of which nothing is known, carry the whole picture", () => {
  for (const sample of [FINE, SILENT])
    assert.ok(
      seconds(new PictureLevel({ insists: false }), 100, sample).every((one) => one === FULL),
    );
});

for (const [name, sample] of Object.entries({ LOSSY, SLOW, NARROW }))
  test(`${name}: the picture gets smaller, smaller still, and stops`, () => {
    const levels = seconds(settled(), 11, sample);
    assert.deepEqual(levels, [0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 3]);
    assert.deepEqual([FULL, LESS, LEAST, SOUND], [0, 1, 2, 3]);
  });

test("a new connection may first find out how much it can carry; loss counts at once", () => {
  assert.deepEqual(seconds(new PictureLevel({ insists: false }), 7, NARROW), [0, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual(seconds(new PictureLevel({ insists: false }), 3, LOSSY), [0, 0, 1]);
});

test("a single bad second changes nothing", () => {
  const level = settled();
  for (let round = 0; round < 20; round += 1) {
    seconds(level, 2, LOSSY);
    seconds(level, 1, FINE);
  }
  assert.equal(level.level, FULL);
});

test("it comes back by itself, step by step, after the line was good for a while", () => {
  const level = settled();
  seconds(level, 11, LOSSY);
  const back = seconds(level, 300, FINE);
  assert.deepEqual(
    [LEAST, LESS, FULL].map((level) => back.indexOf(level)),
    [7, 15, 23],
  );
  assert.equal(back.at(-1), FULL);
});

test("neither good nor bad: all stays as it is", () => {
  const level = settled();
  seconds(level, 11, LOSSY);
  assert.ok(seconds(level, 300, SO_SO).every((one) => one === SOUND));
});

/** How many seconds of such a line it takes until the picture is at a level. */
function until(level, wanted, sample) {
  let count = 0;
  while (level.level !== wanted) {
    level.look(sample, TALKING);
    count += 1;
  }
  return count;
}

test("after each try that failed it waits longer, a minute at most", () => {
  const level = settled();
  const waits = Array.from({ length: 6 }, () => {
    until(level, SOUND, LOSSY);
    return until(level, LEAST, FINE);
  });
  assert.deepEqual(waits, [8, 16, 32, 64, 64, 64]);
});

test("a try that went well for a while has not failed, and a minute of the whole picture ends all waiting", () => {
  const level = settled();
  until(level, SOUND, LOSSY);
  until(level, LEAST, FINE);
  until(level, SOUND, LOSSY);
  until(level, LEAST, FINE);
  seconds(level, 20, SO_SO);
  until(level, SOUND, LOSSY);
  assert.equal(until(level, LEAST, FINE), 16);
  until(level, FULL, FINE);
  seconds(level, 64, FINE);
  until(level, SOUND, LOSSY);
  assert.equal(until(level, LEAST, FINE), 8);
});

test("where people sign the picture never stops by itself, and comes back when they begin to", () => {
  const level = settled();
  assert.ok(!seconds(level, 200, LOSSY, SIGNING).includes(SOUND));
  assert.equal(level.level, LEAST);
  seconds(level, 20, LOSSY);
  assert.equal(level.level, SOUND);
  assert.deepEqual(seconds(level, 1, LOSSY, SIGNING), [LEAST]);
});

test("who asks for the picture keeps it, on this connection and on the next", () => {
  const level = settled();
  seconds(level, 11, LOSSY);
  level.insist();
  assert.equal(level.level, LEAST);
  for (const one of [level, settled({ insists: true })])
    assert.ok(!seconds(one, 200, LOSSY).includes(SOUND));
});

test("Row 25. Who signs is at least 320 × 240 large, and smooth before sharp", () => {
  for (const level of [FULL, LESS, LEAST, SOUND]) {
    const { scale, preference } = shapeOf(level, { signing: true, screen: false, others: 2 });
    assert.ok(1280 / scale >= 320 && 720 / scale >= 240);
    assert.equal(preference, "maintain-framerate");
  }
});

test("letters on a screen stay sharp at every level", () => {
  for (const level of [FULL, LESS, LEAST, SOUND])
    for (const signing of [true, false]) {
      const { scale, preference } = shapeOf(level, { signing, screen: true, others: 5 });
      assert.deepEqual([scale, preference], [1, "maintain-resolution"]);
    }
});

test("each level needs less of the line than the one before", () => {
  for (const signing of [true, false]) {
    const rates = [FULL, LESS, LEAST].map(
      (level) => shapeOf(level, { signing, screen: false, others: 1 }).maxBitrate,
    );
    assert.ok(rates[FULL] > rates[LESS] && rates[LESS] > rates[LEAST], `${rates}`);
  }
});

test("to each of more than two others a smaller picture goes, and letters stay sharp", () => {
  const sent = (others, screen = false) => shapeOf(FULL, { signing: false, screen, others });
  assert.deepEqual(
    [1, 2, 3, 5].map((others) => sent(others).scale),
    [1, 1, 1.5, 2],
  );
  assert.ok(sent(3).maxBitrate > sent(5).maxBitrate);
  assert.equal(sent(5, true).scale, 1);
});

test("the table of bandwidth for whoever runs it is computed from these limits", () => {
  const text = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf-8");
  const said = [...text.matchAll(/^\| (\d) \| ([\d. |]+) \|$/gm)].map(([, people, figures]) => [
    Number(people),
    ...figures.split(" | ").map(Number),
  ]);
  const computed = [2, 3, 4, 6].map((people) => {
    const others = people - 1;
    const { maxBitrate } = shapeOf(FULL, { signing: false, screen: false, others });
    const stream = (maxBitrate + SOUND_BITRATE) / 1_000_000;
    const streams = [1, others, 2 * others, people * others];
    return [people, ...streams.map((count) => Number((count * stream).toFixed(2)))];
  });
  assert.deepEqual(said, computed);
});
