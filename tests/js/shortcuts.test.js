import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { pressedBy } from "../../buergerbuero/static/js/desk/shortcuts.js";

const LIST = new URL("../../buergerbuero/templates/desk/comfort.html", import.meta.url);

function stroke(key, more = {}) {
  const still = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };
  return { key, ...still, repeat: false, isComposing: false, defaultPrevented: false, ...more };
}

test("each key of the list on the page presses something, and no other key does", () => {
  const listed = [...readFileSync(LIST, "utf-8").matchAll(/<kbd>(.)<\/kbd>/g)].map(
    ([, key]) => key,
  );
  const alone = "abcdefghijklmnopqrstuvwxyzäöüß0123456789?.,-+# ".split("");
  const pressing = alone.filter((key) => pressedBy(stroke(key)) !== "");
  assert.deepEqual(pressing, listed.map((key) => key.toLowerCase()).sort(byAlphabet(alone)));
});

function byAlphabet(alphabet) {
  return (one, other) => alphabet.indexOf(one) - alphabet.indexOf(other);
}

test("caps lock changes nothing", () => {
  assert.equal(pressedBy(stroke("N")), "[data-call-next]");
});

test("a modifier makes it somebody else's key", () => {
  for (const modifier of ["ctrlKey", "altKey", "metaKey", "shiftKey"]) {
    assert.equal(pressedBy(stroke("n", { [modifier]: true })), "", modifier);
  }
});

test("the question mark may need the shift key", () => {
  assert.equal(pressedBy(stroke("?", { shiftKey: true })), "[data-shortcuts]");
});

test("a key that is held, composes a letter or was used already presses nothing", () => {
  for (const state of ["repeat", "isComposing", "defaultPrevented"]) {
    assert.equal(pressedBy(stroke("n", { [state]: true })), "", state);
  }
});

test("keys with long names press nothing", () => {
  for (const key of ["Enter", "Escape", "Tab", "constructor", "toString", "Dead"]) {
    assert.equal(pressedBy(stroke(key)), "", key);
  }
});
