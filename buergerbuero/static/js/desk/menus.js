import { onCommand, onCommandStart } from "../forms.js";
import { onRegion } from "../region.js";
import { word } from "../words.js";

/** @type {{menu: HTMLDetailsElement, number: string} | null} the line whose menu is open */
let open = null;

/** One menu is open at a time; Escape or a click beside it closes it. */
export function followMenus() {
  document.addEventListener("toggle", ({ target }) => toggled(target), { capture: true });
  document.addEventListener("pointerdown", ({ target }) => closeOthers(target));
  // By keys too. A toggle would tell of it late, when the next menu may be open already.
  document.addEventListener("click", ({ target }) => closeOthers(target));
  document.addEventListener("keydown", (event) => event.key === "Escape" && closeHere());
  onCommandStart((form) => {
    if (open?.menu.contains(form)) open = null;
  });
  onCommand(({ form, ok }) => ok && closeMenuOf(form));
  onRegion(({ name }) => name === "queue" && tellIfGone());
}

/** @param {EventTarget | null} target */
function toggled(target) {
  if (!(target instanceof HTMLDetailsElement) || !target.matches(".menu")) return;
  if (target.open) open = { menu: target, number: target.closest("tr")?.dataset.number ?? "" };
  else if (open?.menu === target) open = null;
}

/** @param {EventTarget | null} kept */
function closeOthers(kept) {
  for (const menu of /** @type {NodeListOf<HTMLDetailsElement>} */ (
    document.querySelectorAll("details.menu[open]")
  )) {
    if (!(kept instanceof Node && menu.contains(kept))) menu.open = false;
  }
}

function closeHere() {
  const menu = document.activeElement?.closest("details.menu[open]");
  closeOthers(null);
  menu?.querySelector("summary")?.focus();
}

/** What it was opened for is done. @param {HTMLFormElement} form */
function closeMenuOf(form) {
  const menu = form.closest("details.menu[open]");
  if (!(menu instanceof HTMLDetailsElement)) return;
  if (menu.contains(document.activeElement)) menu.querySelector("summary")?.focus();
  menu.open = false;
}

/** Somebody was faster, or the person has left, while the advisor was busy with this line. */
function tellIfGone() {
  if (!open || open.menu.isConnected) return;
  const place = document.getElementById("command-message");
  if (place && open.number) {
    place.textContent = word("row-gone", { number: open.number });
    place.hidden = false;
  }
  open = null;
}
