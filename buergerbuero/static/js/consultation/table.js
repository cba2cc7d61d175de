/** @typedef {import("./media.js").Media} Media */
/** @typedef {import("./part.js").Part} Part */
/** @typedef {import("./room.js").Room} Room */
/** @typedef {import("./side.js").Side} Side */
/** @typedef {{part: Part, room: Room, media: Media, side: Side}} Around what the parts of a room work with */
/** @typedef {{close(): void}} Laid */

/**
 * What lies on the table between the people: everything of the room but pictures and devices. It is a script of its
 * own, fetched when somebody is called: whoever waits need not load it.
 * @param {Around} around
 * @returns {Laid[]} each ends with the room's markup
 */
export function layTable(around) {
  around.part.toggle("[data-on-table]", true);
  return [];
}
