/** Every sentence a script says. The server renders them into `<script id="words">` in the page's language. */
export const WORDS = Object.freeze(
  /** @type {const} */ ([
    "live-open",
    "live-polling",
    "live-lost",
    "live-again",
    "live-clock",
    "live-ended",
    "offline",
    "failed",
    "confirm-yes",
    "confirm-no",
    "device-blocked",
    "device-blocked-system",
    "device-none",
    "device-no-camera",
    "device-no-microphone",
    "device-in-use",
    "device-silent",
    "device-lost",
    "device-insecure",
    "device-browser",
    "device-sound-blocked",
    "device-camera-good",
    "device-microphone-open",
    "device-microphone-good",
    "device-works",
    "device-not-there",
    "device-heard",
    "device-not-heard",
    "device-chosen-sound",
    "device-chosen-nothing",
    "device-check-running",
    "device-check-over",
    "device-check-again",
    "level-quiet",
    "level-good",
    "level-loud",
    "sound-on",
    "sound-off",
    "picture-on",
    "picture-off",
    "turn-on",
    "turn-off",
    "enter",
    "enter-camera",
    "enter-sound",
    "time-minutes",
    "time-seconds",
    "time-one-second",
    "time-left",
    "time-over",
    "camera-off",
    "room-alone",
    "room-waiting",
    "room-connecting",
    "room-connected",
    "room-restoring",
    "room-restoring-other",
    "room-elsewhere",
    "room-refused",
    "room-connection-good",
    "room-connection-weak",
    "room-connection-lost",
    "screen-own",
    "screen-other",
    "full-screen",
    "full-screen-exit",
    "waits-few",
    "waits-seconds",
    "waits-minute",
    "waits-minutes",
    "waits-hours",
    "knock",
    "knock-and-one",
    "knock-and-more",
    "unopened",
    "row-gone",
    "desk-offline",
    "characters-left",
  ]),
);

/** @typedef {typeof WORDS[number]} Word */

/** @type {Record<string, string> | null} */
let dictionary = null;

/**
 * @param {Word} key
 * @param {Record<string, string | number>} [values] for `%(name)s`
 * @returns {string}
 */
export function word(key, values = {}) {
  dictionary ??= read();
  return (dictionary[key] ?? key).replace(/%\((\w+)\)s/g, (whole, name) =>
    String(values[name] ?? whole),
  );
}

/** @returns {Record<string, string>} */
function read() {
  return JSON.parse(document.getElementById("words")?.textContent || "{}");
}
