import { announce, onStale } from "./live-page.js";
import { serverNow } from "./server-time.js";
import { Sparing } from "./sparing.js";
import { word } from "./words.js";

const CLOCK_MS = 5_000;

/** Shows how fresh the page is: the time while it is, muted and said once it is not. */
export function watchFreshness() {
  const again = word("live-again");
  const spoken = new Sparing(announce, again);
  onStale((since) => {
    document.documentElement.toggleAttribute("data-stale", since !== "");
    spoken.tell(since ? word("live-lost", { time: since }) : again);
    showClock();
  });
  setInterval(showClock, CLOCK_MS);
}

/** While nothing is heard from the server the time stands still. */
function showClock() {
  const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-live-clock]"));
  if (!place || document.documentElement.hasAttribute("data-stale")) return;
  const text = word("live-clock", momentOf(new Date(serverNow()), place.dataset.liveClock));
  if (place.textContent !== text) place.textContent = text;
}

/**
 * @param {Date} date
 * @param {string | undefined} timeZone of the office: its hours are meant, wherever the reader is
 */
function momentOf(date, timeZone) {
  const { lang } = document.documentElement;
  const day = new Intl.DateTimeFormat(lang, { weekday: "long", timeZone });
  const time = new Intl.DateTimeFormat(lang, {
    hour: "numeric",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  });
  return { day: day.format(date), time: time.format(date) };
}
