import { onCommand } from "../forms.js";
import { get } from "../post.js";
import { onRegion } from "../region.js";
import { word } from "../words.js";
import { openDialog } from "./dialog.js";

const FORM = "[data-hand-over-form]";

/** The dialog in which somebody is handed over to another department, with its doors as they are now. */
export function listenForHandingOver() {
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest("[data-hand-over]");
    if (button instanceof HTMLElement) open(button);
  });
  onCommand(({ form, ok }) => {
    if (ok && form.matches(FORM)) form.closest("dialog")?.close();
  });
  onRegion(({ name, element }) => name === "talk" && closeUnless(element?.dataset.visit ?? ""));
}

/** @param {HTMLElement} button */
async function open(button) {
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  const { ok, data, message } = await get(button.dataset.handOver ?? "");
  button.ariaBusy = null;
  if (ok && data?.html) return show(data.html);
  const place = document.getElementById("command-message");
  if (!place) return;
  place.textContent = message || word("failed");
  place.hidden = false;
}

/** @param {string} html */
function show(html) {
  const place = document.createElement("template");
  place.innerHTML = html;
  const dialog = place.content.querySelector("dialog");
  if (!dialog || document.querySelector(FORM)) return;
  dialog.addEventListener("change", () => showAgreement(dialog));
  showAgreement(dialog);
  openDialog(dialog);
}

/** Only a door that takes nobody by itself has to be asked first. @param {HTMLElement} dialog */
function showAgreement(dialog) {
  const needed = dialog.querySelector("[data-by-agreement]:checked") !== null;
  const block = /** @type {HTMLElement} */ (dialog.querySelector("[data-agreement]"));
  const box = /** @type {HTMLInputElement} */ (block.querySelector("input"));
  block.hidden = !needed;
  box.required = needed;
  if (!needed) box.checked = false;
}

/** The talk has ended while the dialog was open. @param {string} visit whom this desk talks with */
function closeUnless(visit) {
  /** @type {HTMLFormElement | null} */
  const form = document.querySelector(FORM);
  if (form && form.dataset.handOverForm !== visit) form.closest("dialog")?.close();
}
