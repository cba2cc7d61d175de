/** @typedef {"none" | "rehearsal" | "encrypted" | "confirmed" | "different"} Secrecy */

/**
 * Whether only the people in the room can see, hear and read what is said there: what is true now, and no more.
 * @param {string} kind of the ticket; only between browsers nobody else has the keys
 * @param {{connected: boolean, encrypted: boolean, answer: string}[]} others everybody who is here
 * @returns {Secrecy}
 */
export function secrecyOf(kind, others) {
  if (kind === "fake") return "rehearsal";
  if (kind !== "peer" || others.length === 0) return "none";
  const answers = new Set(others.map(({ answer }) => answer));
  // Whoever sits between could else take the warning away by breaking any connection off for a moment.
  if (answers.has("different")) return "different";
  if (!others.every(({ connected, encrypted }) => connected && encrypted)) return "none";
  return answers.size === 1 && answers.has("same") ? "confirmed" : "encrypted";
}
