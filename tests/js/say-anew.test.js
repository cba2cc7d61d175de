import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { sayAnew } from "../../buergerbuero/static/js/say-anew.js";

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

test("the same sentence is emptied first, so that it is heard twice", () => {
  const place = { textContent: "Es klopft." };
  sayAnew(place, "Es klopft.");
  assert.equal(place.textContent, "");
  mock.timers.tick(200);
  assert.equal(place.textContent, "Es klopft.");
});

test("sentences of one moment are said together, each with its full stop", () => {
  const place = { textContent: "" };
  for (const text of ["Eins", "Zwei.", "Drei?", "Vier"]) sayAnew(place, text);
  mock.timers.tick(200);
  assert.equal(place.textContent, "Eins. Zwei. Drei? Vier");
});

test("what is said in two places stays apart, and so does what is said later", () => {
  const [one, other] = [{ textContent: "" }, { textContent: "" }];
  sayAnew(one, "Eins.");
  sayAnew(other, "Zwei.");
  mock.timers.tick(200);
  assert.deepEqual([one.textContent, other.textContent], ["Eins.", "Zwei."]);
  sayAnew(one, "Drei.");
  mock.timers.tick(200);
  assert.equal(one.textContent, "Drei.");
});
