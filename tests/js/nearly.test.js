import assert from "node:assert/strict";
import { test } from "node:test";
import { Nearly } from "../../buergerbuero/static/js/citizen/nearly.js";

/** How often it rings while the place goes through these, "away" after the number where so. */
function rings(...places) {
  let count = 0;
  const nearly = new Nearly(() => {
    count += 1;
  });
  for (const place of places) {
    const [ahead, away] = place.split(" ");
    nearly.follow({ ...(ahead && { ahead }), ...(away && { absent: "" }) });
  }
  return count;
}

test("it rings once when only one person is ahead", () => {
  assert.equal(rings("3", "2", "1"), 1);
  assert.equal(rings("2", "1", "1", "0"), 1);
});

test("it rings, too, when several go at once", () => {
  assert.equal(rings("5", "0"), 1);
});

test("whoever comes to a short line hears nothing: they have read it", () => {
  assert.equal(rings("1"), 0);
  assert.equal(rings("0"), 0);
  assert.equal(rings("1", "0"), 0);
});

test("it rings again for whoever had been put further back", () => {
  assert.equal(rings("2", "1", "2", "1"), 2);
});

test("whoever is away is left in peace, also on coming back", () => {
  assert.equal(rings("3", "3 away", "1 away", "1"), 0);
});

test("a place that is gone, since one is called, does not ring", () => {
  assert.equal(rings("3", "", "1"), 0);
});
