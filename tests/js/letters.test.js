import assert from "node:assert/strict";
import { test } from "node:test";

import { Letters } from "../../buergerbuero/static/js/consultation/letters.js";
import { TestClock } from "./clock.js";
import { connect, joined } from "./fake-line.js";

const AT_MOST_MS = 500; // EN 301 549, 6.2.4
const LETTERS = 40;

/** Somebody types to somebody else, one letter each `pause`: how long each of them waits for the line. */
async function waits(pause) {
  const { advisor: line, citizen } = joined();
  const clock = new TestClock();
  const room = new EventTarget();
  room.others = [{ id: "citizen", role: "citizen", name: "Ayla", epoch: 1, here: true }];
  const letters = new Letters(room, line, clock, 1);
  connect({ advisor: line, citizen });
  const [typed, sent] = [[], []];
  line.send = (_to, data) => {
    while (sent.length < JSON.parse(data).text.length) sent.push(clock.now());
    return true;
  };
  for (let length = 1; length <= LETTERS; length += 1) {
    typed.push(clock.now());
    letters.write("x".repeat(length));
    await clock.pass(pause);
  }
  await clock.pass(AT_MOST_MS);
  return typed.map((at, number) => (sent[number] ?? Number.POSITIVE_INFINITY) - at);
}

test("row 24: however somebody types, every letter is given to the line within half a second", async () => {
  for (const pause of [1, 20, 90, 199, 200, 201, 450, 3_000])
    assert.ok(Math.max(...(await waits(pause))) <= AT_MOST_MS, `a letter every ${pause} ms`);
});
