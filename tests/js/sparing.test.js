import assert from "node:assert/strict";
import { test } from "node:test";
import { Sparing } from "../../buergerbuero/static/js/sparing.js";
import { TestClock } from "./clock.js";

const MINUTE = 60_000;

function listener() {
  const clock = new TestClock();
  const said = [];
  const sparing = new Sparing((text) => said.push(text), "fresh", clock);
  return { clock, said, tell: (text) => sparing.tell(text) };
}

test("news is said at once, and nothing twice", () => {
  const { said, tell } = listener();
  tell("old");
  tell("old");
  assert.deepEqual(said, ["old"]);
});

test("what was so from the beginning is not said", () => {
  const { said, tell } = listener();
  tell("fresh");
  assert.deepEqual(said, []);
});

test("the next news waits until a minute is over", async () => {
  const { clock, said, tell } = listener();
  tell("old");
  tell("fresh");
  await clock.pass(MINUTE - 1);
  assert.deepEqual(said, ["old"]);
  await clock.pass(1);
  assert.deepEqual(said, ["old", "fresh"]);
});

test("of many changes in a minute only the last is said, and none when it is as before", async () => {
  const { clock, said, tell } = listener();
  for (const text of ["old", "fresh", "older"]) tell(text);
  await clock.pass(MINUTE);
  assert.deepEqual(said, ["old", "older"]);
  for (const text of ["fresh", "older"]) tell(text);
  await clock.pass(MINUTE);
  assert.deepEqual(said, ["old", "older"]);
});

test("after a quiet minute news is said at once again", async () => {
  const { clock, said, tell } = listener();
  tell("old");
  await clock.pass(MINUTE);
  tell("fresh");
  assert.deepEqual(said, ["old", "fresh"]);
});
