import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { choice } from "../../buergerbuero/static/js/consultation/choice.js";
import { settle } from "./clock.js";

const players = [];
let touched = true;

class FakeAudio {
  muted = false;
  paused = true;
  currentTime = 0;
  sinkId = "";

  constructor(url) {
    this.url = url;
    players.push(this);
  }

  async play() {
    await settle();
    if (!touched && !this.muted) throw new DOMException("", "NotAllowedError");
    this.paused = false;
  }

  pause() {
    this.paused = true;
  }

  async setSinkId(id) {
    if (id === "gone") throw new DOMException("", "NotFoundError");
    this.sinkId = id;
  }
}

const document = new EventTarget();
document.body = { dataset: { soundCalled: "called.wav" } };
Object.assign(globalThis, { Audio: FakeAudio, document });
const { playSound, unlockSound } = await import("../../buergerbuero/static/js/sound.js");

beforeEach(() => {
  touched = true;
  choice.speakerId = "";
});

test("the first touch unlocks the sound without a tone", async () => {
  unlockSound("called");
  document.dispatchEvent(new Event("pointerup"));
  await settle();
  await settle();
  assert.deepEqual([players[0].muted, players[0].paused], [true, true]);
});

test("when the first touch is a click on the sound itself, it is heard to the end", async () => {
  unlockSound("called");
  document.dispatchEvent(new Event("pointerup"));
  assert.equal(await playSound("called"), true);
  await settle();
  assert.deepEqual([players[0].muted, players[0].paused], [false, false]);
});

test("a browser that lets no sound out is told apart from every other trouble", async () => {
  touched = false;
  assert.equal(await playSound("called"), false);
  assert.equal(await playSound("knock"), true, "this page has no such sound");
});

test("it sounds where the person chose, and anywhere once that is gone", async () => {
  choice.speakerId = "headset";
  await playSound("called");
  assert.equal(players[0].sinkId, "headset");
  choice.speakerId = "gone";
  await playSound("called");
  await settle();
  assert.equal(choice.speakerId, "");
});
