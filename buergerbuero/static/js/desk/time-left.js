import { secondsLeft, timeInWords } from "../countdown.js";
import { serverNow } from "../server-time.js";
import { word } from "../words.js";

const TICK_MS = 1_000;

/** How long the door of a called visit stays open: `data-left`. Never said aloud. */
export function tickTimeLeft() {
  setInterval(showTimeLeft, TICK_MS);
}

export function showTimeLeft() {
  /** @type {HTMLElement | null} */
  const place = document.querySelector("[data-left]");
  const until = Date.parse(place?.dataset.left ?? "");
  if (!place || Number.isNaN(until)) return;
  const seconds = secondsLeft(until, serverNow());
  place.textContent = seconds
    ? word("time-left", { time: timeInWords(seconds) })
    : word("time-over");
}
