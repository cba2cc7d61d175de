import { Timers } from "../timers.js";
import { Mesh } from "./mesh.js";

/** @typedef {import("../messages.js").Devices} Devices */
/** @typedef {import("../messages.js").Participant} Participant */
/** @typedef {import("../messages.js").SignalMessage} SignalMessage */
/** @typedef {import("../messages.js").Ticket} Ticket */

/**
 * `elsewhere`: the same person opened this talk in another window. `refused`: the server lets nobody in.
 * @typedef {"out" | "joining" | "in" | "elsewhere" | "refused"} RoomState
 */

const BACKOFF_MS = Object.freeze([500, 1_000, 2_000, 4_000, 8_000]);
const EARLY_SIGNALS = 500;
const CITIZEN = "citizen";
/** The epoch a citizen will have who has not entered yet. */
const FIRST_EPOCH = 1;

/**
 * Who is in the room, with one connection to each of the others. The server's list is the truth.
 * Events: `state`, `people`, `link` (detail: id), `unlink` (detail: id), `devices` (detail: id).
 */
export class Room extends EventTarget {
  /** @type {RoomState} */
  state = "out";
  /** Why the server refused. */
  message = "";
  /** @type {Ticket | null} */
  ticket = null;
  /** @type {Participant[]} everybody but oneself */
  others = [];
  mesh;
  #wire;
  #timers;
  /** @type {Participant[]} */
  #people = [];
  /** @type {Map<string, Devices>} */
  #devices = new Map();
  /** @type {SignalMessage[]} arrived before the ticket, or before the list that names their sender */
  #early = [];
  /** @type {import("../messages.js").RoomMessage | null} */
  #latest = null;
  #round = 0;
  #attempt = 0;

  /**
   * @param {import("./wire.js").RoomWire} wire
   * @param {(options: import("./link.js").LinkOptions) => import("./link.js").Link} makeLink
   * @param {import("../timers.js").Clock} clock
   */
  constructor(wire, makeLink, clock) {
    super();
    this.#wire = wire;
    this.#timers = new Timers(clock);
    this.mesh = new Mesh(wire, makeLink, {
      onLink: (id) => this.#linked(id),
      onUnlink: (id) => this.#tell("unlink", id),
      onStuck: () => this.join(),
    });
  }

  /**
   * Enters, or enters anew: a new epoch that puts every older page of this person out of the room.
   * @param {Ticket | null} [ticket] where a command has brought it already
   */
  async join(ticket = null) {
    const round = ++this.#round;
    this.#timers.clearAll();
    this.mesh.unlinkAll();
    this.#become("joining");
    if (ticket) return this.#enter(ticket);
    const answer = await this.#wire.join();
    if (round !== this.#round) return;
    if (answer.ok) this.#enter(answer.data);
    else this.#notLetIn(answer);
  }

  /** The advisor is there before the citizen: candidates are gathered and the offer waits at the server. */
  prepare() {
    return this.join();
  }

  leave() {
    this.#round += 1;
    this.#timers.clearAll();
    this.mesh.unlinkAll();
    this.#early = [];
    this.#latest = null;
    this.#devices.clear();
    this.ticket = null;
    this.#become("out");
  }

  /** @param {import("../messages.js").RoomMessage | null} message null is no news: the page's region says when the talk is over */
  heardRoom(message) {
    if (!message) return;
    this.#latest = message;
    if (this.state !== "in" || message.visit !== this.ticket?.visit) return;
    const mine = message.participants.find(({ id }) => id === message.me)?.epoch ?? 0;
    if (mine > this.ticket.epoch) this.#putOut();
    else if (mine === this.ticket.epoch) this.#setPeople(message.participants);
  }

  /** @param {SignalMessage} message */
  heardSignal(message) {
    if (this.state !== "in" || !this.#find(message.from)) this.#keep(message);
    else if (message.epochs[1] === this.ticket?.epoch) this.#take(message);
  }

  /**
   * @param {string} id
   * @returns {Devices | null} null: not said yet
   */
  devicesOf(id) {
    return this.#devices.get(id) ?? null;
  }

  /** @param {Ticket} ticket */
  #enter(ticket) {
    this.#attempt = 0;
    this.ticket = ticket;
    this.#people = [];
    this.#become("in");
    this.#setPeople(ticket.participants);
    if (this.#latest) this.heardRoom(this.#latest);
  }

  /** @param {import("../post.js").Answer} answer */
  #notLetIn({ status, message }) {
    this.message = message;
    if (status !== 0 && status < 500) return this.#become("refused");
    const pause = BACKOFF_MS[Math.min(this.#attempt++, BACKOFF_MS.length - 1)];
    this.#timers.set("join", pause, () => this.join());
  }

  #putOut() {
    this.mesh.unlinkAll();
    this.#become("elsewhere");
  }

  /**
   * An epoch only grows: a list that is older than a signal must not take it back.
   * @param {Participant[]} people
   */
  #setPeople(people) {
    this.#people = people.map((person) => ({
      ...person,
      epoch: Math.max(person.epoch, this.#find(person.id)?.epoch ?? 0),
    }));
    this.others = this.#people.filter(({ id }) => id !== this.ticket?.me);
    this.#connect();
    this.dispatchEvent(new Event("people"));
    for (const message of this.#early.splice(0)) this.heardSignal(message);
  }

  #connect() {
    for (const [id, epochs] of this.mesh.pairs) {
      const person = this.#find(id);
      if (!person || this.#pair(person)[1] !== epochs[1]) this.mesh.unlink(id);
    }
    for (const person of this.others) {
      if (this.#offersTo(person) && this.#pair(person)[1] > 0) this.#link(person);
    }
  }

  /** @param {SignalMessage} message of a known sender, meant for this page */
  #take({ from, epochs, body }) {
    const person = /** @type {Participant} */ (this.#find(from));
    if (epochs[0] < this.#pair(person)[1]) return;
    this.#raiseEpoch(person, epochs[0]);
    if (body.kind === "devices") return this.#heardDevices(from, body);
    if (body.kind === "offer" && !this.#offersTo(person)) this.#link(person);
    this.mesh.linkTo(from)?.receive(body);
  }

  /**
   * @param {Participant} person
   * @param {number} epoch
   */
  #raiseEpoch(person, epoch) {
    if (person.epoch === epoch) return;
    person.epoch = epoch;
    this.#connect();
    this.dispatchEvent(new Event("people"));
  }

  /**
   * @param {string} from
   * @param {import("../messages.js").SignalBody} body
   */
  #heardDevices(from, { camera = false, microphone = false }) {
    this.#devices.set(from, { camera, microphone });
    this.mesh.linkTo(from)?.expect(camera || microphone);
    this.#tell("devices", from);
  }

  /** @param {SignalMessage} message */
  #keep(message) {
    this.#early.push(message);
    if (this.#early.length > EARLY_SIGNALS) this.#early.shift();
  }

  /** @param {Participant} person */
  #link(person) {
    if (!this.ticket) return;
    this.mesh.link(this.ticket, person.id, this.#pair(person), this.#offersTo(person));
  }

  /** @param {string} id */
  #linked(id) {
    const said = this.#devices.get(id);
    if (said) this.mesh.linkTo(id)?.expect(said.camera || said.microphone);
    this.#tell("link", id);
  }

  /** @param {Participant} person @returns {import("../messages.js").Epochs} */
  #pair(person) {
    const prepared = person.role === CITIZEN && this.#offersTo(person) ? FIRST_EPOCH : 0;
    return [this.ticket?.epoch ?? 0, person.epoch || prepared];
  }

  /** Of two participants the one listed first offers: so two offers never meet. @param {Participant} person */
  #offersTo(person) {
    const ids = this.#people.map(({ id }) => id);
    return ids.indexOf(this.ticket?.me ?? "") < ids.indexOf(person.id);
  }

  /** @param {string} id */
  #find(id) {
    return this.#people.find((person) => person.id === id);
  }

  /** @param {RoomState} state */
  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }

  /**
   * @param {string} name
   * @param {string} id
   */
  #tell(name, id) {
    this.dispatchEvent(new CustomEvent(name, { detail: id }));
  }
}
