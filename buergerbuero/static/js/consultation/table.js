import { CodePanel } from "./code-panel.js";
import { Codes } from "./codes.js";
import { Comings } from "./comings.js";
import { ConnectionPanel } from "./connection-panel.js";
import { Identity } from "./identity.js";
import { Invitations } from "./invitations.js";
import { Papers } from "./papers.js";
import { Picture } from "./picture.js";
import { Seats } from "./seats.js";
import { Speaking } from "./speaking.js";
import { Writing } from "./writing.js";

/** @typedef {import("./media.js").Media} Media */
/** @typedef {import("./part.js").Part} Part */
/** @typedef {import("./room.js").Room} Room */
/** @typedef {import("./side.js").Side} Side */
/** @typedef {typeof import("../sound.js").playSound} PlaySound */
/**
 * What the parts of a room work with. What the page knows (the chosen speaker, the sounds it may play) is handed on: this
 * script has its own copy of whatever it imports.
 * @typedef {{part: Part, room: Room, media: Media, side: Side, playSound: PlaySound}} Around
 */
/** @typedef {{close(): void}} Laid */

/**
 * What lies on the table between the people: everything of the room but pictures and devices. It is a script of its
 * own, fetched when somebody is called: whoever waits need not load it.
 * @param {Around} around
 * @returns {Laid[]} each ends with the room's markup
 */
export function layTable(around) {
  const { part, room, side } = around;
  part.toggle("[data-on-table]", true);
  const codes = new Codes(room);
  return [
    new Picture(around),
    new Seats(around),
    new Speaking(around),
    codes,
    new CodePanel(around, codes),
    new ConnectionPanel(around, codes),
    new Identity(part),
    new Writing(around),
    new Papers(around),
    new Comings(around),
    new Invitations(part, side),
  ];
}
