import assert from "node:assert/strict";
import { test } from "node:test";
import { WakeLock } from "../../buergerbuero/static/js/wake-lock.js";
import { settle } from "./clock.js";

/** A screen whose browser lets go of every lock while the page is hidden. */
class FakeScreen {
  hidden = false;
  refuses = false;
  locks = [];
  #onVisibility = () => {};

  get world() {
    return {
      wakeLock: { request: () => this.#request() },
      hidden: () => this.hidden,
      onVisibility: (run) => {
        this.#onVisibility = run;
      },
    };
  }

  get held() {
    return this.locks.filter(({ released }) => !released).length;
  }

  hide(hidden) {
    this.hidden = hidden;
    if (hidden) for (const lock of this.locks) lock.release();
    this.#onVisibility();
  }

  async #request() {
    if (this.refuses) throw new DOMException("", "NotAllowedError");
    const lock = new FakeLock();
    this.locks.push(lock);
    return lock;
  }
}

class FakeLock extends EventTarget {
  released = false;

  release() {
    if (this.released) return;
    this.released = true;
    this.dispatchEvent(new Event("release"));
  }
}

function kept() {
  const screen = new FakeScreen();
  const lock = new WakeLock(screen.world);
  lock.keep(true);
  return { screen, lock };
}

test("the screen stays on until it need not any more", async () => {
  const { screen, lock } = kept();
  await settle();
  assert.equal(screen.held, 1);
  lock.keep(false);
  assert.equal(screen.held, 0);
});

test("a page that comes back into sight keeps the screen on again", async () => {
  const { screen } = kept();
  await settle();
  screen.hide(true);
  assert.equal(screen.held, 0);
  screen.hide(false);
  await settle();
  assert.equal(screen.held, 1);
  assert.equal(screen.locks.length, 2);
});

test("asking often takes one lock", async () => {
  const { screen, lock } = kept();
  lock.keep(true);
  await settle();
  lock.keep(true);
  await settle();
  assert.equal(screen.locks.length, 1);
});

test("a lock that arrives after all is over is let go", async () => {
  const { screen, lock } = kept();
  lock.keep(false);
  await settle();
  assert.equal(screen.locks.length, 1);
  assert.equal(screen.held, 0);
});

test("a page out of sight and a battery that is low ask for nothing and break nothing", async () => {
  const { screen, lock } = kept();
  await settle();
  lock.keep(false);
  screen.hide(true);
  lock.keep(true);
  await settle();
  assert.equal(screen.locks.length, 1);
  screen.refuses = true;
  screen.hide(false);
  await settle();
  assert.equal(screen.held, 0);
  screen.refuses = false;
  screen.hide(false);
  await settle();
  assert.equal(screen.held, 1);
});

test("a browser without wake lock does without", async () => {
  const lock = new WakeLock({ wakeLock: undefined, hidden: () => false, onVisibility() {} });
  lock.keep(true);
  await settle();
  lock.keep(false);
});
