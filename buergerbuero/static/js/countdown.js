import { word } from "./words.js";

const MINUTE = 60;
/** Seconds left at which the time is said, too: each second would drown everything else. */
const SAID_AT = Object.freeze([120, 60, 20]);

/**
 * @param {number} untilMs
 * @param {number} nowMs
 * @returns {number} never below zero
 */
export function secondsLeft(untilMs, nowMs) {
  return Math.max(0, Math.ceil((untilMs - nowMs) / 1_000));
}

/**
 * "1:42 Minuten", and below a minute "42 Sekunden".
 * @param {number} seconds
 * @returns {string}
 */
export function timeInWords(seconds) {
  if (seconds === 1) return word("time-one-second");
  if (seconds < MINUTE) return word("time-seconds", { seconds });
  const rest = String(seconds % MINUTE).padStart(2, "0");
  return word("time-minutes", { time: `${Math.floor(seconds / MINUTE)}:${rest}` });
}

/**
 * Whether a threshold lies between two looks at the clock.
 * @param {number} before seconds left
 * @param {number} now seconds left
 * @returns {boolean}
 */
export function isTimeToSay(before, now) {
  return SAID_AT.some((mark) => before > mark && now <= mark && now > 0);
}
