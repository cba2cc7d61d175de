import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { choice } from "../../buergerbuero/static/js/consultation/choice.js";
import { Media } from "../../buergerbuero/static/js/consultation/media.js";
import { Papers } from "../../buergerbuero/static/js/consultation/papers.js";
import { Part } from "../../buergerbuero/static/js/consultation/part.js";
import { Side } from "../../buergerbuero/static/js/consultation/side.js";
import { settle } from "./clock.js";
import { FakeDevices, FRONT, HEADSET, REAR } from "./fake-devices.js";
import { FakeChannels, FakeRoom, fakeDocument } from "./fake-room.js";

const MARKUP = `
  <p data-papers-status></p>
  <div class="alert-band" data-papers-band hidden><p data-papers-band-text></p></div>
  <div class="alert-band" data-papers-asked-band hidden><p data-papers-asked-text></p></div>
  <aside data-side-panel="papers" hidden>
    <p data-papers-problem hidden></p>
    <div data-papers-stage="list">
      <p data-papers-asked hidden></p>
      <button data-photo="open"></button><button data-papers="ask"></button>
      <p data-papers-none></p>
      <ul data-papers-list></ul>
      <template data-paper-template><li><p data-paper-text></p></li></template>
    </div>
    <div data-papers-stage="photo" hidden>
      <div data-photo-aim hidden><video data-photo-live></video></div>
      <div data-photo-taken hidden><div data-photo-sheet></div></div>
    </div>
    <div data-papers-stage="view" hidden></div>
  </aside>`;
const WORDS = {
  "paper-offer": "%(name)s gibt %(file)s.",
  "paper-arrived": "%(file)s ist da.",
  "paper-asked": "%(name)s bittet um ein Papier.",
};
const DEMIR = { id: "d", role: "advisor", name: "Frau Demir", here: true };
const SAID_MS = 200;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

/** Ayla's page, in a talk with Frau Demir. */
async function table({ camera = false } = {}) {
  Object.assign(choice, { cameraId: "", microphoneId: "", facing: "" });
  const devices = new FakeDevices([FRONT, REAR, HEADSET]);
  const media = new Media();
  await media.open({ camera, microphone: true });
  const part = new Part(fakeDocument(MARKUP, WORDS));
  const room = new FakeRoom(DEMIR);
  const channels = new FakeChannels();
  room.channels.set(DEMIR.id, channels);
  const side = new Side(part);
  const papers = new Papers({ part, room, media, side });
  await settle();
  const hears = (message) => channels.hears("papers", JSON.stringify(message));
  const offers = (paper, name) =>
    hears({ kind: "offer", paper, name, size: 10, hash: "a".repeat(64) });
  const shows = (name) => !part.find(`[data-papers-${name}]`).hidden;
  return { devices, media, part, room, side, channels, papers, hears, offers, shows };
}

const status = ({ part }) => part.find("[data-papers-status]").textContent;
const cameras = ({ devices }) => devices.open.filter((name) => name !== "headset");

for (const state of ["elsewhere", "refused"]) {
  test(`a camera opened for a photograph is given back when the room is ${state}`, async () => {
    const all = await table();
    all.part.find("[data-photo=open]").click();
    await settle();
    assert.deepEqual(cameras(all), ["front"]);
    all.room.become(state);
    assert.deepEqual(cameras(all), []);
    assert.equal(all.part.find("[data-papers-stage=photo]").hidden, true);
  });
}

test("a new connection to the same room leaves the photograph alone", async () => {
  const all = await table();
  all.part.find("[data-photo=open]").click();
  await settle();
  for (const state of ["joining", "in"]) all.room.become(state);
  assert.deepEqual(cameras(all), ["front"]);
});

test("a talk taken back in this window begins with the camera that was on before the photograph", async () => {
  const all = await table({ camera: true });
  all.part.find("[data-photo=open]").click();
  await settle();
  assert.deepEqual(cameras(all), ["rear"]);
  all.media.release();
  all.room.become("elsewhere");
  await settle();
  await all.media.open({ camera: true, microphone: true });
  assert.deepEqual(cameras(all), ["front"]);
});

test("of several papers offered at once each is heard", async () => {
  const all = await table();
  all.offers(1, "Bescheid.pdf");
  all.offers(2, "Antrag.pdf");
  mock.timers.tick(SAID_MS);
  assert.equal(status(all), "Frau Demir gibt Bescheid.pdf. Frau Demir gibt Antrag.pdf.");
});

test("a paper offered once more is heard once more", async () => {
  const all = await table();
  all.offers(1, "Bescheid.pdf");
  mock.timers.tick(SAID_MS);
  all.hears({ kind: "stop", paper: 1 });
  mock.timers.tick(SAID_MS);
  all.offers(2, "Bescheid.pdf");
  assert.equal(status(all), "");
  mock.timers.tick(SAID_MS);
  assert.equal(status(all), "Frau Demir gibt Bescheid.pdf.");
});

test("of a talk that is over nothing stands any more in a page that comes back", async () => {
  const all = await table();
  const places = ["band", "asked-band", "asked", "problem", "none"];
  all.offers(1, "Bescheid.pdf");
  all.side.open("writing");
  all.hears({ kind: "ask" });
  all.channels.isOpen = () => false;
  all.part.find("[data-papers=ask]").click();
  assert.deepEqual(places.map(all.shows), [true, true, true, true, false]);
  all.papers.close();
  assert.deepEqual(places.map(all.shows), [false, false, false, false, true]);
});

test("a file that is still read when the talk ends is no trouble any more", async () => {
  const all = await table();
  const field = new HTMLInputElement();
  field.matches = (selector) => selector === "[data-papers-files]";
  field.files = [{ name: "Brief.pdf", size: 5, arrayBuffer: async () => new ArrayBuffer(5) }];
  const event = new Event("change");
  Object.defineProperty(event, "target", { value: field });
  all.part.root.dispatchEvent(event);
  all.papers.close();
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resume) => setImmediate(resume));
  assert.equal(all.shows("problem"), false);
  assert.deepEqual(all.channels.sent, []);
});
