import assert from "node:assert/strict";
import { test } from "node:test";
import { choice } from "../../buergerbuero/static/js/consultation/choice.js";
import { Media } from "../../buergerbuero/static/js/consultation/media.js";
import { PaperPhoto } from "../../buergerbuero/static/js/consultation/paper-photo.js";
import { Part } from "../../buergerbuero/static/js/consultation/part.js";
import { settle } from "./clock.js";
import { FakeDevices, FRONT, HEADSET, REAR } from "./fake-devices.js";
import { FakeElement, fakeDocument } from "./fake-room.js";

const MARKUP = `
  <p data-papers-problem hidden></p>
  <div data-papers-stage="list"><button data-photo="open"></button></div>
  <div data-papers-stage="photo" hidden>
    <div data-photo-aim hidden><video data-photo-live></video><button data-photo="take"></button></div>
    <div data-photo-taken hidden><div data-photo-sheet></div><button data-photo="send"></button></div>
    <button data-photo="back"></button>
  </div>`;

/** Somebody on a phone, in a talk, with their camera on or off. */
async function phone({ camera }) {
  Object.assign(choice, { cameraId: "", microphoneId: "", facing: "" });
  const devices = new FakeDevices([FRONT, REAR, HEADSET]);
  const media = new Media();
  await media.open({ camera, microphone: true });
  const part = new Part(fakeDocument(MARKUP));
  const given = [];
  const photo = new PaperPhoto(part, media, async (content) => !!given.push(content));
  const press = (name) => part.find(`[data-photo=${name}]`).click();
  const problem = () => part.find("[data-papers-problem]").textContent;
  return { devices, media, part, photo, given, press, problem };
}

const cameras = ({ open }) => open.filter((name) => name !== "headset");

test("the camera turns to the paper and back", async () => {
  const { devices, press } = await phone({ camera: true });
  press("open");
  await settle();
  assert.deepEqual(cameras(devices), ["rear"]);
  press("back");
  await settle();
  assert.deepEqual(cameras(devices), ["front"]);
});

test("a camera that looks at a paper when the talk ends is not opened once more", async () => {
  const { devices, media, photo, press } = await phone({ camera: true });
  press("open");
  await settle();
  const { length } = devices.asked;
  photo.close();
  media.release();
  await settle();
  assert.equal(devices.asked.length, length);
  assert.deepEqual(devices.open, []);
  assert.equal(choice.facing, "");
});

test("whoever goes straight on to the next talk is seen there, not their desk", async () => {
  const { devices, photo, press } = await phone({ camera: true });
  press("open");
  await settle();
  photo.close();
  await settle();
  assert.deepEqual(cameras(devices), ["front"]);
});

test("a camera that is just turning back when the talk ends is not opened once more", async () => {
  const { devices, media, photo, press } = await phone({ camera: true });
  press("open");
  await settle();
  press("back");
  photo.close();
  media.release();
  await settle();
  assert.deepEqual(devices.open, []);
});

test("who goes in and out faster than the camera turns is seen as before", async () => {
  const { devices, press } = await phone({ camera: true });
  const answer = devices.hold();
  for (const name of ["open", "back", "open", "back"]) {
    press(name);
    await settle();
  }
  for (let turn = 0; turn < 6; turn += 1) {
    answer();
    await settle();
  }
  assert.deepEqual(cameras(devices), ["front"]);
});

test("who goes back and comes again while the camera turns has it at the paper", async () => {
  const { devices, press } = await phone({ camera: true });
  const answer = devices.hold();
  for (const name of ["open", "back", "open"]) {
    press(name);
    await settle();
  }
  for (let turn = 0; turn < 6; turn += 1) {
    answer();
    await settle();
  }
  assert.deepEqual(cameras(devices), ["rear"]);
  press("back");
  for (let turn = 0; turn < 6; turn += 1) {
    await settle();
    answer();
  }
  assert.deepEqual(cameras(devices), ["front"]);
});

test("a camera given back while it looked at a paper looks at the person when it opens again", async () => {
  const { devices, media, photo, press } = await phone({ camera: true });
  press("open");
  await settle();
  media.release();
  photo.leave();
  await settle();
  await media.setCamera(true);
  assert.deepEqual(cameras(devices), ["front"]);
});

test("who opens, goes back and opens again leaves no second camera open", async () => {
  const { devices, press } = await phone({ camera: false });
  const answer = devices.hold();
  for (const name of ["open", "back", "open"]) press(name);
  answer();
  await settle();
  assert.equal(cameras(devices).length, 1);
  press("back");
  assert.deepEqual(cameras(devices), []);
});

test("that there is no camera is not said to whoever has gone back", async () => {
  const { devices, press, problem } = await phone({ camera: false });
  devices.refusals.push(new DOMException("", "NotAllowedError"));
  const answer = devices.hold();
  press("open");
  press("back");
  answer();
  await settle();
  assert.equal(problem(), "");
});

/** A canvas whose picture is made when the test says so. */
class FakeCanvas extends FakeElement {
  width = 1;
  toBlob(done) {
    this.made = () => done(new Blob(["picture"]));
  }
  getContext() {
    return null;
  }
}

/** The camera's own app brings a photograph. */
async function brought({ part }) {
  const canvas = new FakeCanvas("canvas");
  document.createElement = () => canvas;
  globalThis.createImageBitmap = async () => ({ width: 1, height: 1, close() {} });
  const input = Object.assign(new HTMLInputElement(), { files: [{}], matches: () => true });
  const event = new Event("change");
  Object.defineProperty(event, "target", { value: input });
  part.root.dispatchEvent(event);
  await settle();
  return canvas;
}

async function sending(all) {
  all.press("open");
  await settle();
  const canvas = await brought(all);
  all.press("send");
  return canvas;
}

test("a photograph brought after the person has gone back is not looked at", async () => {
  const all = await phone({ camera: false });
  all.press("open");
  all.press("back");
  await brought(all);
  assert.deepEqual(all.part.find("[data-photo-sheet]").children, []);
});

test("a photograph is sent", async () => {
  const all = await phone({ camera: false });
  const canvas = await sending(all);
  canvas.made();
  await settle();
  assert.equal(all.given.length, 1);
});

test("who goes back before the photograph is made has sent nothing", async () => {
  const all = await phone({ camera: false });
  const canvas = await sending(all);
  all.press("back");
  canvas.made();
  await settle();
  assert.deepEqual(all.given, []);
  assert.equal(all.problem(), "");
});
