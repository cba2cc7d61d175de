/** A browser's devices: what is plugged in, and what is open. */
export class FakeDevices extends EventTarget {
  plugged;
  opened = [];
  asked = [];
  refusals = [];
  /** As on a phone. */
  oneCameraAtATime = false;

  /** @param plugged names such as "front" or "headset", with their kind */
  constructor(plugged) {
    super();
    this.plugged = plugged;
    const window = { isSecureContext: true, RTCPeerConnection: class {} };
    Object.defineProperty(globalThis, "window", { value: window, configurable: true });
    Object.defineProperty(globalThis, "navigator", {
      value: { mediaDevices: this, userAgent: "", maxTouchPoints: 0 },
      configurable: true,
    });
  }

  /** The names of what is open now. */
  get open() {
    return this.opened.filter(({ readyState }) => readyState === "live").map(({ name }) => name);
  }

  async getUserMedia(constraints) {
    this.asked.push(constraints);
    const tracks = ["audio", "video"]
      .filter((kind) => constraints[kind])
      .map((kind) => this.#openOne(kind, constraints[kind]));
    return streamOf(tracks);
  }

  /** From now on the person takes their time to allow a device. @returns lets them answer whatever waits */
  hold() {
    const waiting = [];
    const answer = this.getUserMedia.bind(this);
    this.getUserMedia = (constraints) =>
      new Promise((resolve) => waiting.push(() => resolve(answer(constraints))));
    return () => {
      for (const go of waiting.splice(0)) go();
    };
  }

  async getDisplayMedia() {
    const screen = this.#track({ name: "screen", kind: "video" });
    return streamOf([screen]);
  }

  async enumerateDevices() {
    return this.plugged.map(({ name, kind, group = name }) => ({
      deviceId: name,
      groupId: group,
      label: name,
      kind: `${kind}input`,
    }));
  }

  /** Pulls the plug. */
  unplug(name) {
    this.plugged = this.plugged.filter((device) => device.name !== name);
    for (const track of this.opened) if (track.name === name) track.end();
  }

  #openOne(kind, { deviceId, facingMode }) {
    const refusal = this.refusals.shift();
    if (refusal) throw refusal;
    const busy = this.opened.some((track) => track.kind === "video" && track.readyState === "live");
    if (kind === "video" && busy && this.oneCameraAtATime)
      throw new DOMException("", "NotReadableError");
    const fits = (device) =>
      device.kind === kind &&
      (!deviceId || device.name === deviceId.exact) &&
      (!facingMode?.exact || device.facing === facingMode.exact);
    const found = this.plugged.find(fits);
    const wished = deviceId || facingMode?.exact;
    if (!found) throw new DOMException("", wished ? "OverconstrainedError" : "NotFoundError");
    return this.#track(found);
  }

  #track(device) {
    const track = new FakeTrack(device);
    this.opened.push(track);
    return track;
  }
}

class FakeTrack {
  enabled = true;
  muted = false;
  readyState = "live";
  onended = null;

  constructor(device) {
    this.name = device.name;
    this.kind = device.kind;
    this.device = device;
  }

  getSettings() {
    const { name, facing, group = name } = this.device;
    return { deviceId: name, groupId: group, ...(facing && { facingMode: facing }) };
  }

  stop() {
    this.readyState = "ended";
  }

  /** Somebody else ends it: the browser, or a pulled plug. */
  end() {
    this.readyState = "ended";
    this.onended?.();
  }
}

function streamOf(tracks) {
  const of = (kind) => tracks.filter((track) => track.kind === kind);
  return { getAudioTracks: () => of("audio"), getVideoTracks: () => of("video") };
}

export const FRONT = Object.freeze({ name: "front", kind: "video", facing: "user" });
export const REAR = Object.freeze({ name: "rear", kind: "video", facing: "environment" });
export const WEBCAM = Object.freeze({ name: "webcam", kind: "video" });
export const SCANNER = Object.freeze({ name: "scanner", kind: "video" });
export const HEADSET = Object.freeze({ name: "headset", kind: "audio" });
export const BUILT_IN = Object.freeze({ name: "built-in", kind: "audio" });
