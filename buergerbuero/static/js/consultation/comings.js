import { word } from "../words.js";
import { doorIn } from "./roles.js";

/** @typedef {import("../messages.js").Participant} Participant */
/** @typedef {import("./table.js").Around} Around */

const PLACE = "[data-room-news]";
const SHOWN_MS = 12_000;

/** Says who comes, who leaves and who leads the talk from now on; with a soft note. */
export class Comings {
  #part;
  #room;
  #playSound;
  #stopListening = new AbortController();
  /** @type {Map<string, Participant>} */
  #here;
  #door;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Around} around */
  constructor({ part, room, playSound }) {
    this.#part = part;
    this.#room = room;
    this.#playSound = playSound;
    this.#here = this.#now();
    this.#door = doorIn(part.root);
    const { signal } = this.#stopListening;
    room.addEventListener("people", () => this.#follow(), { signal });
  }

  close() {
    this.#stopListening.abort();
    this.#hide();
  }

  #follow() {
    const [before, former] = [this.#here, this.#door];
    this.#here = this.#now();
    this.#door = doorIn(this.#part.root);
    const said = newsOf(before, this.#here, this.#door === former ? "" : this.#door);
    if (said.length === 0) return;
    this.#say(said.join(" "));
    this.#playSound("room");
  }

  /** @param {string} text */
  #say(text) {
    clearTimeout(this.#timer);
    this.#part.toggle(PLACE, true);
    this.#part.say(PLACE, text);
    this.#timer = setTimeout(() => this.#hide(), SHOWN_MS);
  }

  #hide() {
    clearTimeout(this.#timer);
    this.#part.toggle(PLACE, false);
    this.#part.say(PLACE, "");
  }

  #now() {
    const here = this.#room.others.filter((person) => person.here);
    return new Map(here.map((person) => [person.id, { ...person }]));
  }
}

/**
 * Of the two who began the talk it is not said that they are there: that is what the room shows. Nor that somebody has
 * left who was the last: so does the room's status.
 * @param {Map<string, Participant>} before
 * @param {Map<string, Participant>} now
 * @param {string} department where the talk has gone; "": it is where it was
 * @returns {string[]}
 */
export function newsOf(before, now, department) {
  const news = [];
  for (const [id, { name, role }] of now) {
    const was = before.get(id)?.role;
    if (!was && isBroughtIn(role)) news.push(word("room-came", { name }));
    if (was && was !== role && role === "advisor") news.push(handedOver(name, department));
  }
  for (const [id, { name, role }] of before)
    if (!now.has(id) && (isBroughtIn(role) || now.size > 0)) news.push(word("room-left", { name }));
  return news;
}

/**
 * @param {string} name
 * @param {string} department
 */
function handedOver(name, department) {
  return department
    ? word("room-handed-over-to", { name, department })
    : word("room-handed-over", { name });
}

/** @param {string} role */
function isBroughtIn(role) {
  return role !== "advisor" && role !== "citizen";
}
