/** Whom this person has seen stays known when the page is loaded again, and goes with the tab. */

/** @returns {string[]} */
export function readSeen() {
  try {
    return (sessionStorage.getItem(key()) ?? "").split(" ").filter(Boolean);
  } catch {
    return []; // Storage can be forbidden: then it knocks once more.
  }
}

/** @param {string[]} visits */
export function writeSeen(visits) {
  try {
    sessionStorage.setItem(key(), visits.join(" "));
  } catch {
    // See above.
  }
}

/** Another person at the same desk has not seen them. */
function key() {
  return `knocks-seen-${document.body.dataset.me ?? ""}`;
}
