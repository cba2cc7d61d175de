import assert from "node:assert/strict";
import { test } from "node:test";
import { isTimeToSay, secondsLeft } from "../../buergerbuero/static/js/countdown.js";

test("counts whole seconds and stops at zero", () => {
  assert.equal(secondsLeft(10_000, 8_001), 2);
  assert.equal(secondsLeft(10_000, 12_000), 0);
});

test("is said at 2:00, 1:00 and 0:20 and at no other second", () => {
  const said = [];
  for (let left = 125; left >= 0; left -= 1) if (isTimeToSay(left + 1, left)) said.push(left);
  assert.deepEqual(said, [120, 60, 20]);
});

test("is said late rather than never where seconds were missed", () => {
  assert.equal(isTimeToSay(64, 55), true);
  assert.equal(isTimeToSay(30, 0), false);
});
