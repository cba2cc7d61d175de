import assert from "node:assert/strict";
import { test } from "node:test";

import { Steps } from "../../buergerbuero/static/js/consultation/steps.js";
import { settle } from "./clock.js";

/** Steps that say when they begin, each until it is let go. */
function steps() {
  const all = new Steps();
  const begun = [];
  const letGo = {};
  const add = (name) =>
    all.add(() => {
      begun.push(name);
      return new Promise((done, fail) => {
        letGo[name] = { done, fail };
      });
    });
  return { all, begun, letGo, add };
}

test("the first step begins at once, each other one after the one before", async () => {
  const { begun, letGo, add } = steps();
  add("first");
  add("second");
  assert.deepEqual(begun, ["first"]);
  letGo.first.done();
  await settle();
  assert.deepEqual(begun, ["first", "second"]);
});

test("a step that fails does not keep the next from its turn", async (context) => {
  const warned = context.mock.method(console, "warn", () => {});
  const { begun, letGo, add } = steps();
  add("first");
  add("second");
  letGo.first.fail(new Error("no"));
  await settle();
  assert.deepEqual(begun, ["first", "second"]);
  assert.equal(warned.mock.callCount(), 1);
});

test("after the end no step begins, and the failure of the one under way is no news", async (context) => {
  const warned = context.mock.method(console, "warn", () => {});
  const { all, begun, letGo, add } = steps();
  add("first");
  add("second");
  all.end();
  letGo.first.fail(new Error("closed"));
  await settle();
  add("third");
  assert.deepEqual(begun, ["first"]);
  assert.equal(warned.mock.callCount(), 0);
});
