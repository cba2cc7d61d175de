/** @typedef {import("../messages.js").Epochs} Epochs */
/** @typedef {import("../messages.js").Participant} Participant */
/** @typedef {import("../messages.js").Ticket} Ticket */

const CITIZEN = "citizen";
/** The epoch a citizen will have who has not entered yet. */
const FIRST_EPOCH = 1;

/** Who is in the room, as one of them sees it. The server's list is the truth. */
export class People {
  #ticket;
  /** @type {Participant[]} */
  #all = [];

  /** @param {Ticket | null} ticket null: in no room */
  constructor(ticket) {
    this.#ticket = ticket;
  }

  /** @returns {Participant[]} everybody but oneself */
  get others() {
    return this.#all.filter(({ id }) => id !== this.#ticket?.me);
  }

  get me() {
    return this.find(this.#ticket?.me ?? "");
  }

  /**
   * An epoch only grows: of somebody whose epoch is lower there than known, a list is older than what was heard.
   * @param {Participant[]} all
   */
  replace(all) {
    this.#all = all.map((person) => {
      const known = this.find(person.id);
      return { ...(known && known.epoch > person.epoch ? known : person) };
    });
  }

  /** @param {string} id */
  find(id) {
    return this.#all.find((person) => person.id === id);
  }

  /** @param {Participant} person @returns {Epochs} */
  pair(person) {
    const prepared = person.role === CITIZEN && this.offersTo(person) ? FIRST_EPOCH : 0;
    return [this.#ticket?.epoch ?? 0, person.epoch || prepared];
  }

  /** Of two participants the one listed first offers: so two offers never meet. @param {Participant} person */
  offersTo(person) {
    const ids = this.#all.map(({ id }) => id);
    return ids.indexOf(this.#ticket?.me ?? "") < ids.indexOf(person.id);
  }

  /** Whether picture and sound may go there: both have stepped in. @param {Participant} person */
  mayHear(person) {
    return person.here && !!this.me?.here;
  }
}
