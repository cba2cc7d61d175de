import { onCommand } from "../forms.js";
import { onStale } from "../live-page.js";
import { word } from "../words.js";

/** What the desk as a whole has to say: a command that was refused, a connection that is gone. */
export function followMessages() {
  onCommand(({ ok }) => !ok && bringIntoView());
  onStale(showOffline);
}

/** Further down on a long list nobody would see it. */
function bringIntoView() {
  const place = document.getElementById("command-message");
  if (place && !place.hidden) place.scrollIntoView({ block: "nearest" });
}

/** @param {string} time */
function showOffline(time) {
  /** @type {HTMLElement | null} */
  const band = document.querySelector("[data-offline]");
  if (!band) return;
  band.textContent = time && word("desk-offline", { time });
  band.hidden = !time;
}
