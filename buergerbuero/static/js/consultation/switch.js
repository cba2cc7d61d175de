import { word } from "../words.js";

/** @typedef {"camera" | "microphone"} DeviceKind */

const WORDS = Object.freeze({
  camera: /** @type {const} */ ({ on: "picture-on", off: "picture-off" }),
  microphone: /** @type {const} */ ({ on: "sound-on", off: "sound-off" }),
});

/**
 * A button whose word says the state and whose name adds the action: "Ton aus. Einschalten".
 * It holds `[data-when=on]`, `[data-when=off]` (icons) and `[data-switch-word]`.
 * @param {HTMLElement} button
 * @param {DeviceKind} kind
 * @param {boolean} on
 * @param {string} offClass
 */
export function showSwitch(button, kind, on, offClass) {
  const state = word(on ? WORDS[kind].on : WORDS[kind].off);
  const text = button.querySelector("[data-switch-word]");
  if (text) text.textContent = state;
  button.setAttribute("aria-label", `${state}. ${word(on ? "turn-off" : "turn-on")}`);
  button.classList.toggle(offClass, !on);
  for (const icon of /** @type {NodeListOf<HTMLElement>} */ (
    button.querySelectorAll("[data-when]")
  )) {
    icon.hidden = icon.dataset.when !== (on ? "on" : "off");
  }
}
