import { word } from "./words.js";

/**
 * Asks the question of `data-confirm` in a dialog, where the form has one.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 * @returns {Promise<boolean>} whether to go on
 */
export function askFirst(form, submitter) {
  const question = submitter?.dataset.confirm ?? form.dataset.confirm;
  if (!question) return Promise.resolve(true);
  const yes = form.dataset.confirmYes ?? word("confirm-yes");
  const no = form.dataset.confirmNo ?? word("confirm-no");
  return ask(question, yes, no);
}

/**
 * @param {string} question
 * @param {string} yes
 * @param {string} no
 * @returns {Promise<boolean>}
 */
function ask(question, yes, no) {
  const text = Object.assign(document.createElement("h2"), {
    id: "confirm-question",
    textContent: question,
  });
  const stay = button("kern-btn kern-btn--secondary", no);
  const go = button("kern-btn kern-btn--primary", yes);
  const buttons = document.createElement("div");
  buttons.className = "buttons buttons--full";
  buttons.append(stay, go);
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", text.id);
  dialog.append(text, buttons);
  return shown(dialog, stay, go);
}

/**
 * @param {string} className
 * @param {string} text
 */
function button(className, text) {
  const label = Object.assign(document.createElement("span"), {
    className: "kern-label",
    textContent: text,
  });
  const element = Object.assign(document.createElement("button"), { type: "button", className });
  element.append(label);
  return element;
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {HTMLButtonElement} stay
 * @param {HTMLButtonElement} go
 * @returns {Promise<boolean>}
 */
function shown(dialog, stay, go) {
  return new Promise((resolve) => {
    stay.addEventListener("click", () => dialog.close(""));
    go.addEventListener("click", () => dialog.close("go"));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "go");
    });
    document.body.append(dialog);
    dialog.showModal();
    stay.focus();
  });
}
