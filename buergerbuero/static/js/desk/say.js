import { onCommand } from "../forms.js";
import { word } from "../words.js";
import { openDialog } from "./dialog.js";

/** Opens the dialog in which an advisor says something to all who wait, or to one of them. */
export function listenForSaying() {
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest("[data-say]");
    if (button instanceof HTMLElement) open(button);
  });
  onCommand(({ form, ok }) => {
    if (ok && form.matches("[data-say-form]")) form.closest("dialog")?.close();
  });
}

/** @param {HTMLElement} button */
function open(button) {
  const { say = "", sayAction = "", sayTitle = "" } = button.dataset;
  const template = document.getElementById(`say-${say}`);
  if (!(template instanceof HTMLTemplateElement)) return;
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const dialog = /** @type {HTMLDialogElement} */ (copy.querySelector("dialog"));
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
  form.setAttribute("action", sayAction);
  /** @type {HTMLElement} */ (dialog.querySelector("h2")).textContent = sayTitle;
  follow(form);
  leaveMenu(button);
  openDialog(dialog);
}

/** The focus comes back to what is still there after the dialog. @param {HTMLElement} button */
function leaveMenu(button) {
  const menu = button.closest("details.menu");
  if (!(menu instanceof HTMLDetailsElement)) return;
  menu.querySelector("summary")?.focus();
  menu.open = false;
}

/** @param {HTMLFormElement} form */
function follow(form) {
  const text = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
  const own = /** @type {HTMLInputElement | null} */ (form.querySelector("[data-say-own]"));
  const left = /** @type {HTMLElement} */ (form.querySelector("[data-say-left]"));
  const show = () => {
    left.textContent = word("characters-left", { count: text.maxLength - text.value.length });
    text.required = own?.checked ?? true;
  };
  text.addEventListener("input", () => {
    if (own) own.checked = true;
    show();
  });
  form.addEventListener("change", ({ target }) => {
    if (target === own) text.focus();
    show();
  });
  show();
}
