import { giveFocus, hasFocus } from "../region.js";

/**
 * Shows a dialog outside of all regions: what the server sends meanwhile never changes what somebody
 * is just doing in it. Closed, it is gone.
 * @param {HTMLDialogElement} dialog
 */
export function openDialog(dialog) {
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (!hasFocus()) giveFocus(document.querySelector("main h1"));
  });
  dialog.querySelector("[data-dialog-close]")?.addEventListener("click", () => dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}
