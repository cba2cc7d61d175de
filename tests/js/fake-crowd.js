import { Letters } from "../../buergerbuero/static/js/consultation/letters.js";
import { tidyText } from "../../buergerbuero/static/js/consultation/text-lines.js";

const UNDER_WAY_MS = 20;

/** People in one room, and connections between them that can break with something still under way. */
export class Crowd {
  people = {};
  /** @type {Map<string, object>} pair of names to the connection they have now */
  connections = new Map();

  constructor(clock, names) {
    this.clock = clock;
    for (const name of names) this.people[name] = new Somebody(this, name);
  }

  pass(ms) {
    return this.clock.pass(ms);
  }

  async connectAll() {
    const names = Object.keys(this.people);
    for (const one of names) for (const other of names) if (one < other) this.connect(one, other);
    await this.pass(0);
  }

  /** Does nothing where there is a connection. */
  connect(one, other) {
    const pair = [one, other].sort().join();
    if (this.connections.has(pair)) return;
    this.connections.set(pair, {});
    for (const [who, whom] of [
      [one, other],
      [other, one],
    ])
      this.people[who].line.tell("open", whom);
  }

  /** What is under way between them never arrives. */
  loses(one, other) {
    const pair = [one, other].sort().join();
    if (!this.connections.delete(pair)) return;
    this.people[one].line.tell("close", other);
    this.people[other].line.tell("close", one);
  }

  connectionOf(one, other) {
    return this.connections.get([one, other].sort().join());
  }
}

class Somebody {
  here = true;
  epoch = 0;
  field = "";
  /** What earlier pages of this person had written. */
  #before = [];
  #finished = [];

  constructor(crowd, id) {
    this.crowd = crowd;
    this.id = id;
    this.#opensPage();
  }

  /** The page is gone with all it knew, and another one is there. */
  reloads() {
    this.#before = this.wrote();
    this.#finished = [];
    this.field = "";
    for (const other of Object.keys(this.crowd.people))
      if (other !== this.id) this.crowd.loses(this.id, other);
    this.letters.stop();
    this.#opensPage();
  }

  types(text) {
    let left = text;
    this.field = this.letters.write(left);
    left = left.slice(0, left.length - this.field.length);
    if (left) this.#finished.push(left);
  }

  ends() {
    const text = this.field;
    if (!this.letters.finish()) return;
    this.#finished.push(text);
    this.field = "";
  }

  /** What others should read of it. */
  wrote() {
    const all = [...this.#finished, this.field].map(tidyText);
    return [...this.#before, ...all.filter((text) => text !== "")];
  }

  reads(author) {
    return this.letters.log
      .by(author)
      .map(({ text }) => text)
      .filter((text) => text !== "");
  }

  #opensPage() {
    this.epoch += 1;
    this.line = new FakeLine(this.crowd, this.id);
    const room = new FakeRoom(this.crowd, this);
    const sheet = this.epoch * 1_000;
    this.letters = new Letters(room, this.line, this.crowd.clock, sheet);
    this.letters.addEventListener("ways", () => this.field && this.letters.write(this.field));
  }
}

class FakeRoom extends EventTarget {
  constructor(crowd, me) {
    super();
    this.crowd = crowd;
    this.me = me;
  }

  get others() {
    return Object.values(this.crowd.people).filter(({ id }) => id !== this.me.id);
  }

  get ticket() {
    return { epoch: this.me.epoch };
  }
}

/** Stands in for Line: ordered, a moment on the way, and lost with the connection. */
class FakeLine extends EventTarget {
  sent = 0;

  constructor(crowd, me) {
    super();
    this.crowd = crowd;
    this.me = me;
  }

  get open() {
    return Object.keys(this.crowd.people).filter((id) => this.crowd.connectionOf(this.me, id));
  }

  raw() {
    return { bufferedAmount: 0 };
  }

  send(to, data) {
    const connection = this.crowd.connectionOf(this.me, to);
    if (!connection) return false;
    this.sent += 1;
    this.crowd.clock.setTimeout(() => {
      if (this.crowd.connectionOf(this.me, to) !== connection) return;
      this.crowd.people[to].line.tell("message", { from: this.me, data });
    }, UNDER_WAY_MS);
    return true;
  }

  stop() {}

  tell(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}
