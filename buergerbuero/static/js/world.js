import { post } from "./post.js";
import { SYSTEM_CLOCK } from "./timers.js";

/** @typedef {"visible" | "hidden" | "online" | "offline" | "resume" | "pageshow" | "pagehide"} PageEvent */

/**
 * What a stream needs of the page, so that a test can stand in for it.
 * @typedef {object} StreamWorld
 * @property {new (url: string) => EventSource} EventSource
 * @property {typeof globalThis.fetch} fetch
 * @property {import("./post.js").Post} post
 * @property {() => number} random
 * @property {() => boolean} hidden
 * @property {(event: PageEvent, run: () => void) => void} on
 */

/** @returns {StreamWorld & import("./timers.js").Clock} */
export function browserWorld() {
  return {
    ...SYSTEM_CLOCK,
    EventSource: window.EventSource,
    fetch: (input, init) => window.fetch(input, init),
    post,
    random: Math.random,
    hidden: () => document.hidden,
    on,
  };
}

/**
 * `pageshow` is told only of a page that comes back from the browser's memory, `resume` of one that was frozen.
 * @param {PageEvent} event
 * @param {() => void} run
 */
function on(event, run) {
  if (event === "visible" || event === "hidden") {
    document.addEventListener(
      "visibilitychange",
      () => document.hidden === (event === "hidden") && run(),
    );
  } else if (event === "pageshow") {
    window.addEventListener("pageshow", (shown) => shown.persisted && run());
  } else if (event === "resume") {
    document.addEventListener(event, run);
  } else {
    window.addEventListener(event, run);
  }
}
