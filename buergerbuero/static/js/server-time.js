let offsetMs = 0;
let noted = "";

/**
 * Takes the server's time of `data-now`, as it was when the page or region was made.
 * @param {string | undefined} iso
 */
export function noteServerTime(iso) {
  if (!iso || iso === noted) return;
  const server = Date.parse(iso);
  if (Number.isNaN(server)) return;
  noted = iso;
  offsetMs = server - Date.now();
}

/** @returns {number} the server's time now, in milliseconds */
export function serverNow() {
  return Date.now() + offsetMs;
}
