import { onRegion } from "../region.js";
import { playSound } from "../sound.js";
import { Nearly } from "./nearly.js";
import { notifyUnseen } from "./notice.js";
import { vibrate } from "./vibrate.js";

const REGION = "place";

/** What a change of the place in the line sounds and looks like. */
export function followPlace() {
  const nearly = new Nearly(tellNearly);
  let ahead = Number.NaN;
  const follow = (/** @type {HTMLElement} */ root) => {
    nearly.follow(root.dataset);
    const now = Number(root.dataset.ahead ?? Number.NaN);
    if (now < ahead) showLeaving(root);
    ahead = now;
  };
  const root = document.getElementById(`region-${REGION}`);
  if (root) follow(root);
  onRegion(({ name, element }) => name === REGION && element && follow(element));
}

function tellNearly() {
  playSound("nearly");
  vibrate();
  notifyUnseen("nearly");
}

/** Whoever has gone from the line fades at its head; then the line moves up. @param {HTMLElement} root */
function showLeaving(root) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const you = root.querySelector(".queue__person--you");
  const ghost = /** @type {Element | undefined} */ (you?.cloneNode(true));
  ghost?.setAttribute("class", "queue__person is-leaving");
  if (!ghost) return;
  root.querySelector(".queue > .door")?.after(ghost);
  ghost.addEventListener("animationend", () => ghost.remove());
}
