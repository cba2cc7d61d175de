/**
 * @typedef {object} ServerEvent
 * @property {string} event
 * @property {string} data
 * @property {string} id
 */

const FIELD = /^([^:]+):? ?(.*)$/;

/**
 * Reads the text of a finished event stream. A block that no blank line closes was cut off and is dropped.
 * @param {string} text
 * @returns {ServerEvent[]}
 */
export function parseEvents(text) {
  const blocks = text.replace(/\r\n?/g, "\n").split("\n\n").slice(0, -1);
  return blocks.map(parseBlock).filter((event) => event.data !== "");
}

/**
 * @param {string} block
 * @returns {ServerEvent}
 */
function parseBlock(block) {
  /** @type {string[]} */
  const data = [];
  const event = { event: "message", data: "", id: "" };
  for (const line of block.split("\n")) {
    const [, field, value] = FIELD.exec(line) ?? [];
    if (field === "data") data.push(value);
    else if (field === "event") event.event = value;
    else if (field === "id") event.id = value;
  }
  event.data = data.join("\n");
  return event;
}

/**
 * @param {string} text
 * @returns {any} undefined where the text is no JSON
 */
export function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
