import { settle, TestClock } from "./clock.js";

const TRACKS = Object.freeze({ audio: "sound", video: "picture" });

/** Stands in for the browser's RTCPeerConnection: it writes down what is asked of it. */
export class FakeConnection extends EventTarget {
  static made = [];
  connectionState = "new";
  signalingState = "stable";
  localDescription = null;
  remoteDescription = null;
  candidates = [];
  restarts = 0;
  bytes = 0;
  transceivers = [];
  channels = [];

  constructor(configuration) {
    super();
    this.configuration = configuration;
    FakeConnection.made.push(this);
  }

  createDataChannel(name, { id }) {
    const channel = Object.assign(new FakeChannel(), { name, id });
    this.channels.push(channel);
    return channel;
  }

  addTransceiver(kind, { direction }) {
    const transceiver = new FakeTransceiver(kind, direction);
    this.transceivers.push(transceiver);
    return transceiver;
  }

  getTransceivers() {
    return this.transceivers;
  }

  async setLocalDescription() {
    const answers = this.signalingState === "have-remote-offer";
    this.localDescription = { sdp: `${answers ? "answer" : "offer"}-${++this.described}` };
    this.signalingState = answers ? "stable" : "have-local-offer";
  }

  described = 0;

  async setRemoteDescription({ type, sdp }) {
    this.remoteDescription = { type, sdp };
    this.signalingState = type === "offer" ? "have-remote-offer" : "stable";
    if (type !== "offer" || this.transceivers.length > 0) return;
    this.transceivers = ["audio", "video"].map((kind) => new FakeTransceiver(kind, "recvonly"));
  }

  async addIceCandidate(candidate) {
    this.candidates.push(candidate);
  }

  restartIce() {
    this.restarts += 1;
  }

  async getStats() {
    return new Map([["1", { id: "1", type: "inbound-rtp", bytesReceived: this.bytes }]]);
  }

  become(state) {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }

  close() {
    this.signalingState = "closed";
  }
}

export class FakeChannel extends EventTarget {
  readyState = "connecting";
  sent = [];

  opens() {
    this.readyState = "open";
    this.dispatchEvent(new Event("open"));
  }

  hears(data) {
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
  }

  send(data) {
    this.sent.push(data);
  }
}

class FakeTransceiver {
  receiver = { track: {} };
  parameters = { encodings: [{ active: true }] };

  constructor(kind, direction) {
    this.kind = kind;
    this.direction = direction;
    this.sender = {
      track: null,
      setStreams() {},
      getParameters: () => structuredClone(this.parameters),
      setParameters: async (parameters) => {
        this.parameters = parameters;
      },
      replaceTrack: async (track) => {
        this.sender.track = track;
      },
    };
  }

  get track() {
    return this.sender.track;
  }

  /** What goes out: nothing while the line is shut. */
  get sent() {
    return this.parameters.encodings.every(({ active }) => active) ? this.track : null;
  }
}

/** One link between fakes, with what it sends. `live: false`: nobody has stepped in yet. */
export async function linked(Link, offers, { live = true, tracks = TRACKS, ...more } = {}) {
  const clock = new TestClock();
  const sent = [];
  const world = {
    now: clock.now,
    setTimeout: clock.setTimeout,
    clearTimeout: clock.clearTimeout,
    RTCPeerConnection: FakeConnection,
    MediaStream: class {
      constructor(tracks = []) {
        this.tracks = tracks;
      }
    },
  };
  const options = {
    offers,
    configuration: {},
    send: (body) => sent.push(body),
    sendCandidate: () => {},
    ...more,
  };
  const link = new Link(options, world);
  link.setTracks(tracks);
  if (live) link.goLive();
  await settle();
  return { link, clock, sent, connection: FakeConnection.made.at(-1) };
}

/** A link whose two sides know each other and are connected. */
export async function connected(Link, offers, more = {}) {
  const all = await linked(Link, offers, more);
  all.link.receive(offers ? { kind: "answer", sdp: "x" } : { kind: "offer", sdp: "x" });
  await settle();
  all.connection.become("connected");
  all.sent.length = 0;
  return all;
}
