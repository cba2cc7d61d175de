import { Timers } from "../timers.js";
import { Mesh } from "./mesh.js";
import { isPassing } from "./outbox.js";
import { People } from "./people.js";
import { Servers } from "./servers.js";

/** @typedef {import("../messages.js").Participant} Participant */
/** @typedef {import("../messages.js").SignalMessage} SignalMessage */
/** @typedef {import("../messages.js").Ticket} Ticket */

/**
 * `elsewhere`: the same person opened this talk in another window. `refused`: the server lets nobody in.
 * @typedef {"out" | "joining" | "in" | "elsewhere" | "refused"} RoomState
 */

const BACKOFF_MS = Object.freeze([500, 1_000, 2_000, 4_000, 8_000]);
const EARLY_SIGNALS = 500;

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
  /** Between the click and its answer: a newer epoch is one's own then. */
  entering = false;
  mesh;
  #wire;
  #timers;
  #servers;
  #people = new People(null);
  /** @type {SignalMessage[]} arrived before the ticket, or before the list that names their sender */
  #early = [];
  /** @type {import("../messages.js").RoomMessage | null} */
  #latest = null;
  #round = 0;
  /** @type {Promise<void> | null} */
  #preparing = null;
  #attempt = 0;

  /**
   * @param {import("./wire.js").RoomWire} wire
   * @param {((options: import("./link.js").LinkOptions) => import("./link.js").Link) | null} makeLink null: this browser cannot connect to anybody
   * @param {import("../timers.js").Clock} clock
   */
  constructor(wire, makeLink, clock) {
    super();
    this.#wire = wire;
    this.#timers = new Timers(clock);
    this.#servers = new Servers(
      () => wire.servers(),
      clock,
      (fresh) => this.#renewed(fresh),
    );
    this.mesh = new Mesh(wire, makeLink, clock, {
      onLink: (id) => this.#tell("link", id),
      onUnlink: (id) => this.#tell("unlink", id),
      onStuck: () => this.join(),
    });
  }

  /** @returns {Participant[]} everybody but oneself */
  get others() {
    return this.#people.others;
  }

  /** @returns {Participant | undefined} oneself, as the others see it */
  get me() {
    return this.#people.me;
  }

  /**
   * Enters, or enters anew: a new epoch that puts every older page of this person out of the room.
   * @param {Ticket | null} [ticket] where a command has brought it already
   */
  async join(ticket = null) {
    const round = this.#begin();
    this.#become("joining");
    if (ticket) return this.#enter(ticket);
    const answer = await this.#wire.join();
    if (round !== this.#round) return;
    if (answer.ok) this.#enter(answer.data);
    else this.#notLetIn(answer);
  }

  /** Called: the pages get to know each other's keys. Where the other is found is told at *enter*. */
  prepare() {
    // Prepared before, and otherwise: that page is none that could go on.
    this.ticket = null;
    const round = this.#begin();
    this.#become("out");
    this.#preparing = this.#wire.join().then(({ ok, data }) => {
      if (ok && round === this.#round) this.#enter(data);
    });
    return this.#preparing;
  }

  /** The person has stepped in. A page that has prepared goes on with its connection. @param {Ticket | null} ticket */
  async stepIn(ticket) {
    const round = this.#round;
    // Still under way it may be the later of the two joins: then its epoch is the one that counts.
    await this.#preparing;
    this.entering = false;
    if (round !== this.#round) return;
    const goesOn = this.state === "in" && ticket && ticket.epoch <= (this.ticket?.epoch ?? 0);
    if (goesOn) this.#setPeople(ticket.participants);
    else this.join(ticket);
  }

  leave() {
    this.#begin();
    this.entering = false;
    this.#preparing = null;
    this.#early = [];
    this.#latest = null;
    this.mesh.forgetDevices();
    this.#people = new People(null);
    this.ticket = null;
    this.#become("out");
  }

  /** @param {import("../messages.js").RoomMessage | null} message null is no news: the region says when the talk is over */
  heardRoom(message) {
    if (!message) return;
    this.#latest = message;
    if (this.state !== "in" || message.visit !== this.ticket?.visit) return;
    const mine = message.participants.find(({ id }) => id === message.me)?.epoch ?? 0;
    if (mine > this.ticket.epoch && !this.entering) this.#putOut();
    else if (mine === this.ticket.epoch) this.#setPeople(message.participants);
  }

  /** @param {SignalMessage} message */
  heardSignal(message) {
    if (this.state !== "in" || !this.#people.find(message.from)) this.#keep(message);
    else if (message.epochs[1] === this.ticket?.epoch) this.#take(message);
  }

  /** @param {Ticket} ticket */
  #enter(ticket) {
    this.#attempt = 0;
    this.ticket = ticket;
    this.#servers.keepFresh(ticket);
    this.#people = new People(ticket);
    // Before anybody hears of it: who is there already keeps their picture.
    this.#people.replace(ticket.participants);
    this.#become("in");
    this.#setPeople(ticket.participants);
    if (this.#latest) this.heardRoom(this.#latest);
  }

  /** Nothing of before goes on. @returns {number} */
  #begin() {
    this.#timers.clearAll();
    this.#servers.stop();
    this.mesh.unlinkAll();
    return ++this.#round;
  }

  /** @param {import("../post.js").Answer} answer */
  #notLetIn({ status, message }) {
    this.message = message;
    if (!isPassing(status)) return this.#become("refused");
    const pause = BACKOFF_MS[Math.min(this.#attempt++, BACKOFF_MS.length - 1)];
    this.#timers.set("join", pause, () => this.join());
  }

  /** @param {import("../messages.js").IceTicket} fresh */
  #renewed(fresh) {
    if (!this.ticket) return;
    this.ticket = { ...this.ticket, ...fresh };
    this.mesh.configure(this.ticket);
  }

  #putOut() {
    this.#servers.stop();
    this.mesh.unlinkAll();
    this.#become("elsewhere");
  }

  /** @param {Participant[]} people */
  #setPeople(people) {
    this.#people.replace(people);
    this.#connect();
    this.dispatchEvent(new Event("people"));
    for (const message of this.#early.splice(0)) this.heardSignal(message);
  }

  #connect() {
    for (const [id, epochs] of this.mesh.pairs) {
      const person = this.#people.find(id);
      if (!person || this.#people.pair(person)[1] !== epochs[1]) this.mesh.unlink(id);
    }
    for (const person of this.others) {
      if (this.#people.offersTo(person) && this.#people.pair(person)[1] > 0) this.#link(person);
      if (this.#people.mayHear(person)) this.mesh.goLive(person.id);
    }
  }

  /** @param {SignalMessage} message of a known sender, meant for this page */
  #take({ from, epochs, body }) {
    const person = /** @type {Participant} */ (this.#people.find(from));
    if (epochs[0] < this.#people.pair(person)[1]) return;
    this.#raiseEpoch(person, epochs[0]);
    if (body.kind === "devices") return this.#heardDevices(from, body);
    if (body.kind === "offer" && !this.#people.offersTo(person)) this.#link(person);
    this.mesh.linkTo(from)?.receive(body);
  }

  /** @param {Participant} person @param {number} epoch */
  #raiseEpoch(person, epoch) {
    if (person.epoch === epoch) return;
    person.epoch = epoch;
    this.#connect();
    this.dispatchEvent(new Event("people"));
  }

  /** @param {string} from @param {import("../messages.js").SignalBody} body */
  #heardDevices(from, body) {
    this.mesh.heardDevices(from, body);
    this.#tell("devices", from);
  }

  /** @param {SignalMessage} message */
  #keep(message) {
    if (this.#early.push(message) > EARLY_SIGNALS) this.#early.shift();
  }

  /** @param {Participant} person */
  #link(person) {
    if (!this.ticket) return;
    const how = { offers: this.#people.offersTo(person), live: this.#people.mayHear(person) };
    this.mesh.link(this.ticket, person.id, this.#people.pair(person), how);
  }

  /** @param {RoomState} state */
  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }

  /** @param {string} name @param {string} id */
  #tell(name, id) {
    this.dispatchEvent(new CustomEvent(name, { detail: id }));
  }
}
