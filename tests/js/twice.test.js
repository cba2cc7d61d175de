import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

/** Just as much of a page as a form with two words on its button. */
class HTMLFormElement {
  words = [{ hidden: false }, { hidden: true }];

  matches(selector) {
    return selector === "[data-twice]";
  }

  querySelectorAll() {
    return this.words;
  }
}

let press = () => {};
globalThis.HTMLFormElement = HTMLFormElement;
globalThis.document = { addEventListener: (_name, run) => (press = run) };
const { listenForTwice } = await import("../../buergerbuero/static/js/desk/twice.js");

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  listenForTwice();
});

/** @returns {boolean} whether the form goes on its way */
function submits(form) {
  let stopped = false;
  press({ target: form, preventDefault: () => (stopped = true) });
  return !stopped;
}

test("the first press only changes the word, the second sends", () => {
  const form = new HTMLFormElement();
  assert.equal(submits(form), false);
  assert.deepEqual(form.words, [{ hidden: true }, { hidden: false }]);
  mock.timers.tick(4_900);
  assert.equal(submits(form), true);
  assert.deepEqual(form.words, [{ hidden: false }, { hidden: true }]);
});

test("after five seconds it is a first press again", () => {
  const form = new HTMLFormElement();
  submits(form);
  mock.timers.tick(5_000);
  assert.deepEqual(form.words, [{ hidden: false }, { hidden: true }]);
  assert.equal(submits(form), false);
  assert.equal(submits(form), true);
});

test("a press in another place does not count", () => {
  const [one, other] = [new HTMLFormElement(), new HTMLFormElement()];
  submits(one);
  assert.equal(submits(other), false);
  assert.deepEqual(one.words, [{ hidden: false }, { hidden: true }]);
  assert.equal(submits(one), false);
});

test("other forms are left alone", () => {
  const other = new HTMLFormElement();
  other.matches = () => false;
  assert.equal(submits(other), true);
  assert.equal(submits(other), true);
});
