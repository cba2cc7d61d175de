import { fetchScript } from "../fetch-script.js";

/** @typedef {typeof import("./table.js")} Table */

/** @type {Promise<Table | null> | null} */
let fetching = null;

/**
 * The script of the room that is fetched at the call, and its styles with it.
 * @returns {Promise<Table | null>} null: it could not be fetched now; asking again tries another time
 */
export function fetchTable() {
  const address = document.body.dataset.table;
  document.querySelector("link[data-room-styles]")?.removeAttribute("disabled");
  if (!address) return Promise.resolve(null);
  fetching ??= fetchScript(address).catch(() => {
    fetching = null;
    return null;
  });
  return fetching;
}
