import { serverNow } from "../server-time.js";
import { word } from "../words.js";

const TICK_MS = 10_000;
const FEW_S = 10;
const MINUTE_S = 60;
const HOUR_S = 3_600;

/** Lets the waiting times of `<time data-since>` go on between two regions. */
export function tickWaits() {
  showWaits();
  setInterval(showWaits, TICK_MS);
}

export function showWaits() {
  for (const time of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("time[data-since]")
  )) {
    const since = Date.parse(time.dataset.since ?? "");
    if (!Number.isNaN(since)) time.textContent = waitInWords(serverNow() - since);
  }
}

/**
 * "wenigen Sekunden", "20 Sekunden", "1 Minute", "12 Minuten", "1:05 Stunden".
 * @param {number} ms
 * @returns {string}
 */
export function waitInWords(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const minutes = Math.floor(seconds / MINUTE_S);
  if (seconds < FEW_S) return word("waits-few");
  if (minutes === 0) return word("waits-seconds", { seconds: Math.floor(seconds / 10) * 10 });
  if (minutes === 1) return word("waits-minute");
  if (seconds < HOUR_S) return word("waits-minutes", { minutes });
  const rest = String(minutes % MINUTE_S).padStart(2, "0");
  return word("waits-hours", { time: `${Math.floor(minutes / MINUTE_S)}:${rest}` });
}
