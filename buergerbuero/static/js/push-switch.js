import { announce } from "./live-page.js";
import { post } from "./post.js";
import { Push, pushVendor, pushWorld } from "./push.js";
import { giveFocus } from "./region.js";

/** @typedef {import("./push.js").PushResult | "never" | "offer"} PushState */

/**
 * The part of the page that offers messages, `[data-push]`: what it says, and the choice.
 * @returns {Push | null} null: this page offers none
 */
export function offerPush() {
  /** @type {HTMLElement | null} */
  const root = document.querySelector("[data-push]");
  if (!root) return null;
  const { pushKey = "", pushScope = "/", pushStart = "", pushStop = "" } = root.dataset;
  const place = { key: pushKey, scope: pushScope, start: pushStart, stop: pushStop };
  const push = new Push(pushWorld(post), place);
  for (const name of root.querySelectorAll("[data-push-vendor]")) {
    name.textContent = pushVendor(navigator);
  }
  root.addEventListener("click", (event) => turn(root, push, event));
  begin(root, push);
  return push;
}

/**
 * Server and browser may know different things: then neither keeps anything.
 * @param {HTMLElement} root
 * @param {Push} push
 */
async function begin(root, push) {
  const known = "pushOn" in root.dataset;
  const isOn = await push.isOn();
  if (known && isOn) return show(root, "on");
  if (known) await push.stop();
  else await push.end();
  show(root, push.isPossible ? "offer" : push.isDenied ? "denied" : "never");
}

/**
 * @param {HTMLElement} root
 * @param {Push} push
 * @param {Event} event
 */
async function turn(root, push, { target }) {
  /** @type {HTMLElement | null} */
  const button = target instanceof Element ? target.closest("[data-push-turn]") : null;
  if (!button || button.ariaDisabled === "true") return;
  // Not disabled: that would lose the focus.
  button.ariaDisabled = "true";
  if (button.dataset.pushTurn === "on") show(root, await push.start());
  else if (await push.stop()) show(root, "offer");
  button.ariaDisabled = null;
  const said = root.querySelector("[data-push-when]:not([hidden])");
  announce(said?.querySelector("p")?.textContent?.trim() ?? "");
  if (document.activeElement === document.body || !isSeen(button)) {
    giveFocus(said?.querySelector("button") ?? root.querySelector("h2"));
  }
}

/** @param {HTMLElement} element */
function isSeen(element) {
  return element.getClientRects().length > 0;
}

/**
 * @param {HTMLElement} root
 * @param {PushState} state
 */
function show(root, state) {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (
    root.querySelectorAll("[data-push-when]")
  )) {
    part.hidden = part.dataset.pushWhen !== state;
  }
}
