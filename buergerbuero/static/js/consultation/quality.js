/** @typedef {import("./figures.js").Figures} Figures */
/** @typedef {"alone" | "connecting" | "good" | "weak" | "lost" | "stuck" | "away" | "browser"} State */
/** @typedef {"router" | "others" | "network" | "again" | "sound" | "writing" | "server" | "phone"} Advice */

const WEAK_ROUND_TRIP_MS = 400;
const WEAK_LOSS = 0.05;
const SOME = 20;
const WEAK_AFTER = 3;
const GOOD_AFTER = 5;

/** @type {Readonly<Partial<Record<State, Advice[]>>>} */
const ADVICE = Object.freeze({
  weak: ["router", "others", "sound", "writing"],
  lost: ["router", "network", "sound", "writing", "phone"],
  stuck: ["network", "again", "sound", "writing", "phone"],
  away: ["network", "phone"],
  browser: ["phone"],
});

/** How good one connection is. One bad moment makes it no weak one, and one good moment no good one. */
export class Quality {
  weak = false;
  /** Share of packets that did not arrive lately, in either direction. */
  loss = 0;
  #against = 0;
  #packets = 0;
  #lost = 0;

  /** @param {Figures} figures */
  hear({ packets, lost, lostThere, roundTripMs }) {
    const expected = packets - this.#packets + (lost - this.#lost);
    const missing = expected < SOME ? 0 : Math.max(0, (lost - this.#lost) / expected);
    this.#packets = packets;
    this.#lost = lost;
    this.loss = Math.max(missing, lostThere ?? 0);
    this.#judge(this.loss > WEAK_LOSS || (roundTripMs ?? 0) > WEAK_ROUND_TRIP_MS);
  }

  /** @param {boolean} weak by this look alone */
  #judge(weak) {
    this.#against = weak === this.weak ? 0 : this.#against + 1;
    if (this.#against < (weak ? WEAK_AFTER : GOOD_AFTER)) return;
    this.weak = weak;
    this.#against = 0;
  }
}

/**
 * What helps; the last ones lead on whatever happens.
 * @param {State} state
 * @param {{loss: number, online: boolean, writing: boolean}} known `online`: the office is reached; `writing`: it arrives
 * @returns {Advice[]}
 */
export function adviceFor(state, { loss, online, writing }) {
  const advice = ADVICE[state] ?? [];
  const first = /** @type {Advice[]} */ (state === "weak" && loss <= WEAK_LOSS ? ["network"] : []);
  const all = online ? [...first, ...advice] : /** @type {Advice[]} */ (["server", ...advice]);
  return all.filter((one) => one !== "writing" || writing);
}
