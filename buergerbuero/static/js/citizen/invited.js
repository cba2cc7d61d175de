import { isOnDesktop } from "../consultation/desktop.js";

/** 128 random bits and more. */
const SECRET = /^#([\w-]{22,43})$/;

const form = document.querySelector("form[data-invited]");
if (form instanceof HTMLFormElement) {
  fillIn(form);
  window.addEventListener("hashchange", () => fillIn(form));
}

/**
 * The link brings its secret behind the #. It goes into the form, and out of address and history.
 * @param {HTMLFormElement} form
 */
function fillIn(form) {
  field(form, "wide").value = isOnDesktop() ? "yes" : "";
  const found = SECRET.exec(location.hash);
  if (found) {
    field(form, "secret").value = found[1];
    history.replaceState(null, "", location.pathname + location.search);
  }
  const { value } = field(form, "secret");
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (
    document.querySelectorAll("a[hreflang]")
  ))
    link.hash = value;
  const missing = /** @type {HTMLElement | null} */ (document.querySelector("[data-no-secret]"));
  if (missing) missing.hidden = value !== "";
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function field(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}
