import { word } from "../words.js";

/**
 * Where the browser shows only whole films in full screen, as on an iPhone, there is no button.
 * @param {HTMLElement} button inside of `[data-full-screen]`
 */
export function showFullScreen(button) {
  const inside = document.fullscreenElement?.contains(button) ?? false;
  button.hidden = !document.fullscreenEnabled;
  button.setAttribute("aria-label", word(inside ? "full-screen-exit" : "full-screen"));
}

/** @param {HTMLElement} button */
export function toggleFullScreen(button) {
  if (document.fullscreenElement) return document.exitFullscreen();
  return button.closest("[data-full-screen]")?.requestFullscreen();
}
