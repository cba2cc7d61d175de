import { Stream } from "./live.js";
import { morph, onRegion, showRegionState } from "./region.js";
import { sayAnew } from "./say-anew.js";
import { noteServerTime } from "./server-time.js";
import { word } from "./words.js";
import { browserWorld } from "./world.js";

/** @typedef {import("./live.js").StreamState} StreamState */

const PREFIX = "region-";
const LOST_AFTER_MS = 3_000;

/** @type {Map<string, string>} what each region said last, by name */
const announced = new Map();

/**
 * Opens the stream of `<body data-live>` and keeps its regions, title and status lines up to date.
 * @param {import("./live.js").StreamHandlers} [handlers] what else the page listens to
 * @returns {Stream | null} null: this page is not live
 */
export function startLive(handlers = {}) {
  const url = document.body.dataset.live;
  if (!url) return null;
  noteServerTime(document.body.dataset.now);
  for (const root of regions()) {
    rememberAnnouncement(root);
    showRegionState(root.id.slice(PREFIX.length));
  }
  showTitle();
  onRegion(({ element }) => element && regionChanged(element));
  const stream = new Stream(
    url,
    {
      ...handlers,
      onRegion: (message) => morph(message.region, message.html),
      onState: (state) => showState(state, stream.heardAt),
      onEnd: (reason) => {
        showStatus("");
        handlers.onEnd?.(reason);
      },
    },
    browserWorld(),
  );
  stream.idleWhenHidden = "liveIdle" in document.body.dataset;
  stream.open();
  return stream;
}

/**
 * Says a sentence to screen readers, politely.
 * @param {string} text
 */
export function announce(text) {
  const place = document.getElementById("announce");
  if (place) sayAnew(place, text);
}

/** @returns {Iterable<HTMLElement>} */
function regions() {
  return document.querySelectorAll(`[id^="${PREFIX}"]`);
}

/** @param {HTMLElement} root */
function rememberAnnouncement(root) {
  announced.set(root.id, root.dataset.announce ?? "");
}

/** @param {HTMLElement} root */
function regionChanged(root) {
  const { announce: text = "", now } = root.dataset;
  noteServerTime(now);
  const before = announced.get(root.id);
  rememberAnnouncement(root);
  const said = before?.split("\n") ?? [text];
  const fresh = text.split("\n").filter((line) => line && !said.includes(line));
  if (before !== undefined && fresh.length) announce(fresh.join(" "));
  showTitle();
}

/** Of several regions with a title the one that stands first gives it. */
function showTitle() {
  const [title] = [...regions()].flatMap(({ dataset }) => dataset.title || []);
  if (title && title !== document.title) document.title = title;
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let lostTimer;

/**
 * A short loss is not worth a word.
 * @param {StreamState} state
 * @param {number} heardAt when the office was last heard of
 */
function showState(state, heardAt) {
  clearTimeout(lostTimer);
  if (state === "lost") {
    const time = clockTime(new Date(heardAt));
    lostTimer = setTimeout(() => {
      showStatus(word("live-lost", { time }));
      tellStale(time);
    }, LOST_AFTER_MS);
  } else {
    showStatus(word(state === "open" ? "live-open" : "live-polling"));
    tellStale("");
  }
  document.documentElement.dataset.live = state;
}

/**
 * @param {(time: string) => void} run when what is shown is old: since when; "" when it is fresh again
 */
export function onStale(run) {
  document.addEventListener("stale", (event) =>
    run(/** @type {CustomEvent<string>} */ (event).detail),
  );
}

/** @param {string} time */
function tellStale(time) {
  document.dispatchEvent(new CustomEvent("stale", { detail: time }));
}

/** Seen and heard. @param {string} text */
export function tellStatus(text) {
  showStatus(text);
  announce(text);
}

/** @param {string} text */
function showStatus(text) {
  for (const place of document.querySelectorAll("[data-live-status]")) {
    if (place.textContent !== text) place.textContent = text;
  }
}

/** @param {Date} date */
function clockTime(date) {
  const { lang } = document.documentElement;
  return new Intl.DateTimeFormat(lang, {
    hour: "numeric",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(date);
}
