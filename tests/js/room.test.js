import assert from "node:assert/strict";
import { test } from "node:test";
import { Room } from "../../buergerbuero/static/js/consultation/room.js";
import { settle, TestClock } from "./clock.js";

const ADVISOR = { id: "a", role: "advisor", name: "Frau Demir" };
const CITIZEN = { id: "c", role: "citizen", name: "Frau Krüger" };
const COLLEAGUE = { id: "k", role: "colleague", name: "Herr Weiss" };

class FakeLink extends EventTarget {
  received = [];
  closed = false;
  expecting = null;
  tracks = null;
  live = false;

  constructor(options) {
    super();
    this.options = options;
  }

  receive(body) {
    this.received.push(body.kind);
  }

  expect(expecting) {
    this.expecting = expecting;
  }

  configure(configuration) {
    this.options.configuration = configuration;
  }

  setTracks(tracks) {
    this.tracks = tracks;
  }

  goLive() {
    this.live = true;
  }

  /** The first picture has had its time. */
  settle() {
    this.dispatchEvent(new Event("settled"));
  }

  restart() {}

  close() {
    this.closed = true;
  }
}

class FakeWire {
  answers = [];
  joins = 0;
  signals = [];
  bodies = [];
  dropped = [];

  async join() {
    this.joins += 1;
    return this.answers.shift();
  }

  async servers() {
    return { ok: true, status: 200, data: { ice_servers: [{ urls: "turn:fresh" }] } };
  }

  signal(to, epochs, body) {
    this.signals.push([to, epochs.join("-"), body.kind]);
    this.bodies.push(body);
  }

  candidate() {}

  drop(to, epochs) {
    this.dropped.push([to, epochs.join("-")]);
  }
}

/** The room of one person; `at` gives each participant the epoch of that moment. */
function roomOf(me) {
  const wire = new FakeWire();
  const links = [];
  const clock = new TestClock();
  const makeLink = (options) => {
    links.push(new FakeLink(options));
    return links.at(-1);
  };
  const room = new Room(wire, makeLink, clock);
  const people = (epochs) =>
    [ADVISOR, CITIZEN, COLLEAGUE]
      .filter(({ id }) => id in epochs)
      .map((person) => ({ ...person, epoch: epochs[person.id], here: epochs[person.id] > 0 }));
  const ticket = (epochs, more = {}) => ({
    kind: "peer",
    visit: "v",
    me,
    role: "",
    epoch: epochs[me],
    ice_servers: [{ urls: "turn:x" }],
    ice_policy: "relay",
    participants: people(epochs),
    ...more,
  });
  const hear = (epochs) => room.heardRoom({ visit: "v", me, participants: people(epochs) });
  const signal = (from, epochs, kind = "offer", more = {}) =>
    room.heardSignal({ from, epochs, body: { kind, ...more } });
  return { room, wire, links, clock, ticket, hear, signal };
}

test("the one listed first offers", () => {
  const { room, links, ticket } = roomOf("a");
  room.join(ticket({ a: 1, c: 1 }));
  assert.equal(links.length, 1);
  assert.equal(links[0].options.offers, true);
  assert.deepEqual(links[0].options.configuration, {
    iceServers: [{ urls: "turn:x" }],
    iceTransportPolicy: "relay",
    bundlePolicy: "max-bundle",
  });
});

test("the other builds its side when the offer arrives", () => {
  const { room, links, ticket, signal } = roomOf("c");
  room.join(ticket({ a: 1, c: 1 }));
  assert.equal(links.length, 0);
  signal("a", [1, 1]);
  signal("a", [1, 1], "candidates");
  assert.equal(links.length, 1);
  assert.equal(links[0].options.offers, false);
  assert.deepEqual(links[0].received, ["offer", "candidates"]);
});

test("the advisor prepares for epoch 1 of a citizen who has not entered, and keeps it", () => {
  const { room, links, ticket, hear, signal } = roomOf("a");
  room.join(ticket({ a: 3, c: 0 }, { ice_policy: "all" }));
  assert.equal(links[0].live, false);
  signal("c", [1, 3], "answer");
  hear({ a: 3, c: 1 });
  assert.equal(links.length, 1);
  assert.deepEqual(links[0].received, ["answer"]);
  assert.equal(room.others[0].epoch, 1);
});

test("nothing is prepared for a colleague who is not there", () => {
  const { room, links, ticket, hear } = roomOf("a");
  room.join(ticket({ a: 1, c: 1, k: 0 }));
  assert.equal(links.length, 1);
  hear({ a: 1, c: 1, k: 1 });
  assert.equal(links.length, 2);
});

test("a newer epoch of the other closes the old connection and builds a new one", () => {
  const { room, wire, links, ticket, hear } = roomOf("a");
  room.join(ticket({ a: 1, c: 1 }));
  hear({ a: 1, c: 2 });
  assert.equal(links[0].closed, true);
  assert.deepEqual(wire.dropped, [["c", "1-1"]]);
  assert.equal(links.length, 2);
  links[1].settle();
  assert.deepEqual(wire.signals.at(-1), ["c", "1-2", "devices"]);
});

test("a signal of a newer epoch counts even before the list tells of it", () => {
  const { room, links, ticket, hear, signal } = roomOf("c");
  room.join(ticket({ a: 1, c: 1 }));
  signal("a", [1, 1]);
  signal("a", [2, 1]);
  assert.equal(links[0].closed, true);
  assert.deepEqual(links[1].received, ["offer"]);
  hear({ a: 1, c: 1 });
  assert.equal(links[1].closed, false);
});

test("signals for another epoch, own or other, are dropped", () => {
  const { room, links, ticket, signal } = roomOf("c");
  room.join(ticket({ a: 2, c: 2 }));
  signal("a", [2, 1]);
  signal("a", [1, 2]);
  assert.equal(links.length, 0);
});

test("signals that arrive before the ticket wait for it", async () => {
  const { room, wire, links, ticket, signal } = roomOf("c");
  signal("a", [1, 1]);
  wire.answers.push({ ok: true, status: 200, data: ticket({ a: 2, c: 2 }) });
  const joining = room.join();
  signal("a", [2, 2]);
  assert.equal(links.length, 0);
  await joining;
  assert.equal(links.length, 1);
  assert.deepEqual(links[0].received, ["offer"]);
});

test("a signal of somebody new waits for the list that names them", () => {
  const { room, links, ticket, hear, signal } = roomOf("k");
  room.join(ticket({ a: 1, k: 1 }));
  signal("c", [1, 1]);
  assert.equal(links.length, 0);
  hear({ a: 1, c: 1, k: 1 });
  assert.deepEqual(links[0].received, ["offer"]);
});

test("a newer epoch of one's own means: this talk is open elsewhere", () => {
  const { room, links, ticket, hear } = roomOf("a");
  room.join(ticket({ a: 1, c: 1 }));
  hear({ a: 2, c: 1 });
  assert.equal(room.state, "elsewhere");
  assert.equal(links[0].closed, true);
  hear({ a: 2, c: 2 });
  assert.equal(links.length, 1);
});

test("joining again takes the talk back", async () => {
  const { room, wire, links, ticket, hear } = roomOf("a");
  room.join(ticket({ a: 1, c: 1 }));
  hear({ a: 2, c: 1 });
  wire.answers.push({ ok: true, status: 200, data: ticket({ a: 3, c: 1 }) });
  await room.join();
  assert.equal(room.state, "in");
  assert.equal(links[1].closed, false);
});

test("an older list, one of another visit and none at all change nothing", () => {
  const { room, links, ticket, hear } = roomOf("a");
  room.join(ticket({ a: 2, c: 2 }));
  hear({ a: 1, c: 1 });
  const elsewhere = [{ ...ADVISOR, epoch: 9 }];
  room.heardRoom({ visit: "other", me: "a", participants: elsewhere });
  room.heardRoom(null);
  assert.equal(room.state, "in");
  assert.equal(links.length, 1);
  assert.equal(links[0].closed, false);
});

test("somebody who is no longer listed is no longer connected", () => {
  const { room, links, ticket, hear } = roomOf("a");
  room.join(ticket({ a: 1, c: 1, k: 1 }));
  hear({ a: 1, c: 1 });
  assert.deepEqual(
    links.map(({ closed }) => closed),
    [false, true],
  );
});

test("the others hear which devices are on, and say so", () => {
  const { room, wire, links, ticket, signal } = roomOf("a");
  room.join(ticket({ a: 1, c: 1 }));
  links[0].settle();
  room.mesh.setDevices({ camera: true, microphone: false, screen: false });
  room.mesh.setDevices({ camera: true, microphone: false, screen: false });
  assert.equal(wire.signals.filter(([, , kind]) => kind === "devices").length, 2);
  room.mesh.setDevices({ camera: true, microphone: false, screen: true });
  assert.equal(wire.signals.filter(([, , kind]) => kind === "devices").length, 3);
  signal("c", [1, 1], "devices", { camera: false, microphone: true });
  assert.deepEqual(room.mesh.devicesOf("c"), {
    camera: false,
    microphone: true,
    screen: false,
    sound_only: false,
    signing: false,
    weak: false,
  });
  assert.equal(links[0].expecting, true);
});

test("who hears only is sent no picture, until they want one again", () => {
  const { room, links, ticket, signal } = roomOf("a");
  room.join(ticket({ a: 1, c: 1 }));
  room.mesh.setTracks({ audio: "sound", video: "picture" });
  const said = { camera: false, microphone: true };
  signal("c", [1, 1], "devices", { ...said, sound_only: true });
  assert.deepEqual(links[0].tracks, { audio: "sound", video: null });
  room.mesh.setTracks({ audio: "sound", video: "another picture" });
  assert.deepEqual(links[0].tracks, { audio: "sound", video: null });
  signal("c", [1, 1], "devices", { ...said, sound_only: false });
  assert.deepEqual(links[0].tracks, { audio: "sound", video: "another picture" });
});

test("a line too weak for the picture carries the sound, and the other side is told", () => {
  const { room, wire, links, ticket, signal } = roomOf("a");
  room.join(ticket({ a: 1, c: 1 }));
  links[0].settle();
  room.mesh.setTracks({ audio: "sound", video: "picture" });
  const told = () => wire.bodies.filter(({ kind }) => kind === "devices").map(({ weak }) => !!weak);
  room.mesh.setWeak("c", true);
  room.mesh.setWeak("c", true);
  assert.deepEqual(links[0].tracks, { audio: "sound", video: null });
  room.mesh.setWeak("c", false);
  assert.deepEqual(links[0].tracks, { audio: "sound", video: "picture" });
  assert.deepEqual(told(), [false, true, false]);
  signal("c", [1, 1], "devices", { camera: true, microphone: false, weak: true });
  assert.equal(links[0].expecting, false);
});

test("whoever comes in too often comes in a little later", async () => {
  const { room, wire, clock } = roomOf("c");
  wire.answers.push({ ok: false, status: 429, message: "" });
  wire.answers.push({ ok: false, status: 409, message: "" });
  room.join();
  await clock.pass(499);
  assert.deepEqual([wire.joins, room.state], [1, "joining"]);
  await clock.pass(1);
  assert.equal(wire.joins, 2);
});

test("a server out of reach is asked again after a pause; a refusal is the end", async () => {
  const { room, wire, clock } = roomOf("c");
  wire.answers.push({ ok: false, status: 0, message: "" });
  wire.answers.push({ ok: false, status: 409, message: "Die Tür ist zu." });
  room.join();
  await clock.pass(499);
  assert.equal(wire.joins, 1);
  await clock.pass(1);
  assert.equal(wire.joins, 2);
  assert.equal(room.state, "refused");
  assert.equal(room.message, "Die Tür ist zu.");
  await clock.pass(60_000);
  assert.equal(wire.joins, 2);
});

test("who has left in the meantime is not let in by a late ticket", async () => {
  const { room, wire, links, ticket } = roomOf("a");
  wire.answers.push({ ok: true, status: 200, data: ticket({ a: 1, c: 1 }) });
  room.join();
  room.leave();
  await settle();
  assert.equal(room.state, "out");
  assert.equal(links.length, 0);
});

test("a stuck connection is given up for a new epoch", async () => {
  const { room, wire, links, ticket } = roomOf("a");
  room.join(ticket({ a: 1, c: 1 }));
  wire.answers.push({ ok: true, status: 200, data: ticket({ a: 2, c: 1 }) });
  links[0].dispatchEvent(new Event("stuck"));
  await settle();
  assert.equal(links[0].closed, true);
  assert.equal(links.length, 2);
});

test("whoever is in the room stays in sight while this page joins again", async () => {
  const { room, wire, ticket } = roomOf("a");
  room.join(ticket({ a: 1, c: 1 }));
  const seen = [];
  for (const event of ["state", "people"])
    room.addEventListener(event, () => seen.push(room.others.map(({ id }) => id).join()));
  wire.answers.push({ ok: true, status: 200, data: ticket({ a: 2, c: 1 }) });
  await room.join();
  assert.deepEqual(seen, ["c", "c", "c"]);
});

test("a backend without media connects nobody", () => {
  const { room, links, ticket } = roomOf("a");
  room.join(ticket({ a: 1, c: 1 }, { kind: "fake" }));
  assert.equal(room.state, "in");
  assert.equal(links.length, 0);
});

// Before the click on Eintreten

const EARLY = { a: 1, c: 1 };
/** As the server says it while the citizen is only called. */
const called = ({ participants, ...more }) => ({
  ...more,
  participants: participants.map((one) => ({ ...one, here: one.id === "a" })),
});

test("who is called gets to know the advisor's page, and goes live when stepping in", async () => {
  const { room, wire, links, ticket, signal } = roomOf("c");
  wire.answers.push({ ok: true, status: 200, data: called(ticket(EARLY)) });
  await room.prepare();
  signal("a", [1, 1]);
  assert.equal(links[0].live, false);
  await room.stepIn(ticket(EARLY));
  assert.equal(links.length, 1);
  assert.equal(links[0].live, true);
  assert.deepEqual(wire.signals, []);
  links[0].settle();
  assert.deepEqual(
    wire.signals.map(([, , kind]) => kind),
    ["devices"],
  );
});

test("an answer that is older than the stream takes nobody away who has come since", async () => {
  const { room, wire, links, ticket, hear } = roomOf("c");
  wire.answers.push({ ok: true, status: 200, data: called(ticket({ a: 0, c: 1 })) });
  await room.prepare();
  hear({ a: 1, c: 1 });
  await room.stepIn(ticket({ a: 0, c: 1 }));
  assert.deepEqual(
    room.others.map(({ epoch, here }) => [epoch, here]),
    [[1, true]],
  );
  assert.equal(links.at(-1)?.closed ?? false, false);
});

test("the advisor hears from the list that the citizen has stepped in", () => {
  const { room, links, ticket, hear } = roomOf("a");
  room.join(called(ticket(EARLY)));
  assert.equal(links[0].live, false);
  hear(EARLY);
  assert.equal(links[0].live, true);
});

test("who steps in while the page still prepares goes on with the later of the two joins", async () => {
  const { room, wire, ticket } = roomOf("c");
  const prepared = { ok: true, status: 200, data: called(ticket({ a: 1, c: 2 })) };
  wire.answers.push(new Promise((resolve) => setImmediate(resolve, prepared)));
  room.prepare();
  await room.stepIn(ticket({ a: 1, c: 1 }));
  assert.equal(room.state, "in");
  assert.equal(room.ticket.epoch, 2);
});

test("a page that could not prepare steps in all the same", async () => {
  const { room, wire, ticket } = roomOf("c");
  wire.answers.push({ ok: false, status: 0, data: null, message: "" });
  await room.prepare();
  assert.equal(room.state, "out");
  await room.stepIn(ticket(EARLY));
  assert.equal(room.state, "in");
});

test("who has left while preparing is not let in by a late answer", async () => {
  const { room, wire, ticket } = roomOf("c");
  wire.answers.push({ ok: true, status: 200, data: called(ticket(EARLY)) });
  const preparing = room.prepare();
  room.leave();
  await preparing;
  assert.equal(room.state, "out");
});

test("a page whose place another one has taken enters anew", async () => {
  const { room, links, ticket, signal } = roomOf("c");
  room.join(called(ticket(EARLY)));
  signal("a", [1, 1]);
  await room.stepIn(ticket({ a: 1, c: 3 }));
  assert.equal(links[0].closed, true);
  assert.equal(room.ticket.epoch, 3);
});

test("renewed credentials reach the connections there are and those that follow", async () => {
  const { room, links, clock, ticket, hear } = roomOf("a");
  room.join(ticket({ a: 1, c: 1 }, { ice_seconds: 600 }));
  await clock.pass(600_000);
  hear({ a: 1, c: 1, k: 1 });
  const servers = links.map(({ options }) => options.configuration.iceServers);
  assert.deepEqual(servers, [[{ urls: "turn:fresh" }], [{ urls: "turn:fresh" }]]);
  assert.equal(links[0].closed, false);
});

test("who prepares anew, with another choice, begins a new page of the talk", async () => {
  const { room, wire, links, ticket, signal } = roomOf("c");
  for (const c of [1, 2]) {
    const people = ticket({ a: 1, c: 0 }).participants;
    const data = { ...ticket({ a: 1, c }), participants: people };
    wire.answers.push({ ok: true, status: 200, data });
  }
  await room.prepare();
  signal("a", [1, 1]);
  const preparing = room.prepare();
  assert.deepEqual([links[0].closed, room.ticket], [true, null]);
  signal("a", [1, 2]);
  await preparing;
  assert.deepEqual([links.length, room.ticket.epoch, links[1].closed], [2, 2, false]);
});

test("who clicks while preparing is not taken for another window", async () => {
  const { room, wire, links, ticket, hear } = roomOf("c");
  wire.answers.push({ ok: true, status: 200, data: ticket({ a: 1, c: 1 }) });
  const preparing = room.prepare();
  room.entering = true;
  await preparing;
  hear({ a: 1, c: 2 });
  assert.equal(room.state, "in");
  await room.stepIn(ticket({ a: 1, c: 2 }));
  assert.deepEqual([room.state, room.ticket.epoch, links.length], ["in", 2, 0]);
  hear({ a: 1, c: 3 });
  assert.equal(room.state, "elsewhere");
});

test("one connection that is stuck does not break another that is well", async () => {
  const { room, wire, links, ticket } = roomOf("a");
  room.join(ticket({ a: 1, c: 1, k: 1 }));
  links[0].state = "connected";
  links[1].dispatchEvent(new Event("stuck"));
  assert.equal(wire.joins, 0);
  links[0].state = "restoring";
  wire.answers.push({ ok: true, status: 200, data: ticket({ a: 2, c: 1, k: 1 }) });
  links[1].dispatchEvent(new Event("stuck"));
  await settle();
  assert.equal(wire.joins, 1);
});

// Another key within one pair of epochs

const MINUTE = 60_000;
const replaced = (link) => link.dispatchEvent(new Event("replaced"));

test("alone with one other the page joins anew by itself where somebody else would answer", async () => {
  const { room, wire, links, ticket } = roomOf("a");
  room.join(ticket({ a: 1, c: 1 }));
  wire.answers.push({ ok: true, status: 200, data: ticket({ a: 2, c: 1 }) });
  replaced(links[0]);
  await settle();
  assert.deepEqual([wire.joins, room.ticket.epoch], [1, 2]);
  assert.deepEqual(
    links.map(({ closed }) => closed),
    [true, false],
  );
});

test("while others are connected only that pair is closed, whatever is still said in it", async () => {
  const { room, wire, links, clock, ticket, hear, signal } = roomOf("a");
  const gone = [];
  room.addEventListener("unlink", ({ detail }) => gone.push(detail));
  room.join(ticket({ a: 1, c: 1, k: 1 }));
  links[0].state = "connected";
  replaced(links[1]);
  signal("k", [1, 1], "answer");
  hear({ a: 1, c: 1, k: 1 });
  await clock.pass(10 * MINUTE);
  assert.deepEqual([wire.joins, gone], [0, ["k"]]);
  assert.deepEqual(
    links.map(({ closed }) => closed),
    [false, true],
  );
});

test("an offer with another key builds no second connection in the same pair of epochs", () => {
  const { room, links, ticket, signal } = roomOf("k");
  room.join(ticket({ a: 1, c: 1, k: 1 }));
  signal("a", [1, 1]);
  signal("c", [1, 1]);
  links[0].state = "connected";
  replaced(links[1]);
  signal("c", [1, 1]);
  assert.equal(links.length, 2);
});

test("a closed pair comes back with a new page of the other", () => {
  const { room, wire, links, ticket, hear } = roomOf("a");
  room.join(ticket({ a: 1, c: 1, k: 1 }));
  links[0].state = "connected";
  replaced(links[1]);
  hear({ a: 1, c: 1, k: 2 });
  assert.deepEqual([wire.joins, links.length, links[2].closed], [0, 3, false]);
});

test("a closed pair comes back by itself within a minute, once nobody else is connected", async () => {
  const { room, wire, links, clock, ticket, hear } = roomOf("a");
  room.join(ticket({ a: 1, c: 1, k: 1 }));
  links[0].state = "connected";
  replaced(links[1]);
  await clock.pass(MINUTE / 2);
  hear({ a: 1, k: 1 });
  wire.answers.push({ ok: true, status: 200, data: ticket({ a: 2, k: 1 }) });
  await clock.pass(MINUTE / 2);
  assert.deepEqual([wire.joins, room.ticket.epoch, links.at(-1).closed], [1, 2, false]);
});

test("whoever shows other keys again and again makes nobody join more than once a minute", async () => {
  const { room, wire, links, clock, ticket } = roomOf("a");
  room.join(ticket({ a: 1, c: 1, k: 1 }));
  for (const a of [2, 3])
    wire.answers.push({ ok: true, status: 200, data: ticket({ a, c: 1, k: 1 }) });
  replaced(links[1]);
  await settle();
  replaced(links[3]);
  await clock.pass(MINUTE - 1);
  assert.deepEqual([wire.joins, links[2].closed], [1, false]);
  await clock.pass(1);
  assert.equal(wire.joins, 2);
});

test("a room that is left is not joined anew for a pair that was closed in it", async () => {
  const { room, wire, links, clock, ticket } = roomOf("a");
  room.join(ticket({ a: 1, c: 1, k: 1 }));
  links[0].state = "connected";
  replaced(links[1]);
  room.leave();
  await clock.pass(2 * MINUTE);
  assert.deepEqual([wire.joins, room.state], [0, "out"]);
});
