import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { choice } from "../../buergerbuero/static/js/consultation/choice.js";
import { Media } from "../../buergerbuero/static/js/consultation/media.js";
import { settle } from "./clock.js";
import { BUILT_IN, FakeDevices, FRONT, HEADSET, REAR, SCANNER, WEBCAM } from "./fake-devices.js";

const BOTH = { camera: true, microphone: true };

beforeEach(() => {
  Object.assign(choice, { cameraId: "", microphoneId: "", speakerId: "", facing: "" });
});

async function opened(...plugged) {
  const devices = new FakeDevices(plugged);
  const media = new Media();
  await media.open(BOTH);
  return { devices, media };
}

const sent = ({ tracks: { audio, video } }) => [audio?.name ?? null, video?.name ?? null];

test("opens what was chosen", async () => {
  Object.assign(choice, { cameraId: "scanner", microphoneId: "built-in" });
  const { media } = await opened(WEBCAM, SCANNER, HEADSET, BUILT_IN);
  assert.deepEqual(sent(media), ["built-in", "scanner"]);
});

test("a chosen device that is gone is forgotten, and another one taken; the other choice stays", async () => {
  Object.assign(choice, { cameraId: "gone", microphoneId: "built-in" });
  const { media } = await opened(WEBCAM, HEADSET, BUILT_IN);
  assert.deepEqual(sent(media), ["built-in", "webcam"]);
  assert.equal(media.problem, null);
  assert.equal(choice.cameraId, "");
  assert.equal(choice.microphoneId, "built-in");
});

test("another camera replaces the one that is on", async () => {
  const { devices, media } = await opened(WEBCAM, SCANNER, HEADSET);
  choice.cameraId = "scanner";
  await media.exchange("camera");
  assert.deepEqual(sent(media), ["headset", "scanner"]);
  assert.deepEqual(devices.open, ["headset", "scanner"]);
});

test("another microphone stays as muted as the one before", async () => {
  const { devices, media } = await opened(WEBCAM, HEADSET, BUILT_IN);
  await media.setMicrophone(false);
  choice.microphoneId = "built-in";
  await media.exchange("microphone");
  assert.deepEqual(sent(media), ["built-in", "webcam"]);
  assert.equal(media.devices.microphone, false);
  assert.deepEqual(devices.open, ["webcam", "built-in"]);
});

test("a microphone that cannot be had leaves the one before on", async () => {
  const { devices, media } = await opened(WEBCAM, HEADSET, BUILT_IN);
  choice.microphoneId = "built-in";
  devices.refusals.push(new DOMException("", "NotReadableError"));
  await media.exchange("microphone");
  assert.deepEqual(sent(media), ["headset", "webcam"]);
  assert.equal(media.problem, "device-in-use");
});

test("choosing a camera while the picture is off does not switch it on", async () => {
  const { devices, media } = await opened(WEBCAM, SCANNER, HEADSET);
  await media.setCamera(false);
  choice.cameraId = "scanner";
  await media.exchange("camera");
  assert.deepEqual(devices.open, ["headset"]);
  await media.setCamera(true);
  assert.deepEqual(sent(media), ["headset", "scanner"]);
});

test("a phone changes from front to rear and back", async () => {
  const { devices, media } = await opened(FRONT, REAR, HEADSET);
  devices.oneCameraAtATime = true;
  await media.switchCamera();
  assert.deepEqual(sent(media), ["headset", "rear"]);
  await media.switchCamera();
  assert.deepEqual(sent(media), ["headset", "front"]);
  assert.deepEqual(devices.open, ["headset", "front"]);
});

test("where cameras do not say which way they look, the next one follows", async () => {
  const { media } = await opened(WEBCAM, SCANNER, HEADSET);
  await media.switchCamera();
  assert.deepEqual(sent(media), ["headset", "scanner"]);
  await media.switchCamera();
  assert.deepEqual(sent(media), ["headset", "webcam"]);
});

test("a camera that cannot be had gives way to the one before, and says why", async () => {
  const { devices, media } = await opened(FRONT, REAR, HEADSET);
  devices.refusals.push(new DOMException("", "NotReadableError"));
  await media.switchCamera();
  assert.deepEqual(sent(media), ["headset", "front"]);
  assert.equal(media.problem, "device-in-use");
});

test("a camera that is being turned stays closed once the talk is over", async () => {
  for (const turns of [0, 20]) {
    Object.assign(choice, { cameraId: "", facing: "" });
    const { devices, media } = await opened(FRONT, REAR, HEADSET);
    const answer = devices.hold();
    const switched = media.switchCamera();
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    media.release();
    answer();
    await settle();
    answer();
    await switched;
    assert.deepEqual(devices.open, []);
    assert.deepEqual(sent(media), [null, null]);
  }
});

test("a camera that is switched off while it is being turned stays off", async () => {
  for (const turns of [0, 20]) {
    Object.assign(choice, { cameraId: "", facing: "" });
    const { devices, media } = await opened(FRONT, REAR, HEADSET);
    const answer = devices.hold();
    const switched = media.switchCamera();
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    await media.setCamera(false);
    answer();
    await settle();
    answer();
    await switched;
    assert.deepEqual(devices.open, ["headset"]);
  }
});

test("of two cameras chosen one after the other the first does not stay open", async () => {
  const { devices, media } = await opened(WEBCAM, SCANNER, HEADSET);
  choice.cameraId = "scanner";
  const first = media.exchange("camera");
  choice.cameraId = "webcam";
  await Promise.all([first, media.exchange("camera")]);
  assert.deepEqual(devices.open, ["headset", "webcam"]);
  assert.deepEqual(sent(media), ["headset", "webcam"]);
});

test("a microphone muted while another one is being opened stays muted", async () => {
  const { media } = await opened(WEBCAM, HEADSET, BUILT_IN);
  choice.microphoneId = "built-in";
  const exchanged = media.exchange("microphone");
  await media.setMicrophone(false);
  await exchanged;
  assert.deepEqual(sent(media), ["built-in", "webcam"]);
  assert.equal(media.devices.microphone, false);
});

test("an unplugged headset gives way to the microphone that is left", async () => {
  const { devices, media } = await opened(WEBCAM, HEADSET, BUILT_IN);
  devices.unplug("headset");
  assert.deepEqual(sent(media), [null, "webcam"]);
  assert.equal(media.problem, "device-lost");
  await settle();
  assert.deepEqual(sent(media), ["built-in", "webcam"]);
  assert.equal(media.problem, null);
});

test("an unplugged camera without another one is said", async () => {
  const { devices, media } = await opened(WEBCAM, HEADSET);
  devices.unplug("webcam");
  await settle();
  assert.deepEqual(sent(media), ["headset", null]);
  assert.equal(media.problem, "device-lost");
  assert.equal(devices.asked.length, 1);
});

test("a device that the person took away in the browser is not asked for again", async () => {
  const { devices, media } = await opened(WEBCAM, SCANNER, HEADSET);
  media.tracks.video.end();
  await settle();
  assert.deepEqual(sent(media), ["headset", null]);
  assert.equal(devices.asked.length, 1);
});

test("the screen goes out instead of the camera, which comes back", async () => {
  const { devices, media } = await opened(WEBCAM, HEADSET);
  await media.setScreen(true);
  assert.deepEqual(sent(media), ["headset", "screen"]);
  assert.deepEqual(media.devices, {
    camera: true,
    microphone: true,
    screen: true,
    sound_only: false,
    signing: false,
  });
  assert.equal(media.screen.contentHint, "detail");
  await media.setScreen(false);
  assert.deepEqual(sent(media), ["headset", "webcam"]);
  assert.deepEqual(devices.open, ["headset", "webcam"]);
});

test("the browser's own button ends the screen too", async () => {
  const { media } = await opened(WEBCAM, HEADSET);
  await media.setScreen(true);
  media.screen.end();
  await settle();
  assert.deepEqual(sent(media), ["headset", "webcam"]);
  assert.equal(media.devices.screen, false);
});

test("who thinks better of showing the screen goes on as before", async () => {
  const { devices, media } = await opened(WEBCAM, HEADSET);
  devices.getDisplayMedia = async () => {
    throw new DOMException("", "NotAllowedError");
  };
  await media.setScreen(true);
  assert.deepEqual(sent(media), ["headset", "webcam"]);
  assert.equal(media.problem, null);
});

test("a screen that is chosen after the talk is over is not shown", async () => {
  const { devices, media } = await opened(WEBCAM, HEADSET);
  const chosen = media.setScreen(true);
  media.release();
  await chosen;
  assert.deepEqual(sent(media), [null, null]);
  assert.deepEqual(devices.open, []);
});

test("giving everything back closes camera, microphone and screen", async () => {
  const { devices, media } = await opened(WEBCAM, HEADSET);
  await media.setScreen(true);
  media.release();
  assert.deepEqual(devices.open, []);
  assert.deepEqual(media.devices, {
    camera: false,
    microphone: false,
    screen: false,
    sound_only: false,
    signing: false,
  });
});

const REFUSALS = [
  ["NotAllowedError", "Permission denied", "device-blocked"],
  ["NotAllowedError", "Permission denied by system", "device-blocked-system"],
  ["SecurityError", "", "device-blocked"],
  ["NotReadableError", "Could not start video source", "device-in-use"],
  ["AbortError", "", "device-in-use"],
  ["TypeError", "", "device-browser"],
];

for (const [name, message, problem] of REFUSALS) {
  test(`${name} "${message}" is ${problem}`, async () => {
    const devices = new FakeDevices([WEBCAM, HEADSET]);
    for (let times = 0; times < 3; times += 1)
      devices.refusals.push(new DOMException(message, name));
    const media = new Media();
    await media.open(BOTH);
    assert.equal(media.problem, problem);
    assert.deepEqual(devices.open, []);
  });
}

test("nothing is asked where the page is not secure or the browser too old", async () => {
  const devices = new FakeDevices([WEBCAM, HEADSET]);
  const media = new Media();
  window.RTCPeerConnection = undefined;
  await media.open(BOTH);
  assert.equal(media.problem, "device-browser");
  window.isSecureContext = false;
  await media.open(BOTH);
  assert.equal(media.problem, "device-insecure");
  assert.deepEqual(devices.asked, []);
});
