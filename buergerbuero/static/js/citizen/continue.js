/** Nine letters and digits, and what may stand between them. */
const CODE = /^#[0-9A-Za-z-]{9,20}$/;

fillIn();
window.addEventListener("hashchange", fillIn);

/** The QR code brings the code behind the #. It goes into the field, and out of address and history. */
function fillIn() {
  const { hash, pathname, search } = location;
  if (!CODE.test(hash)) return;
  history.replaceState(null, "", pathname + search);
  const field = document.getElementById("code");
  if (!(field instanceof HTMLInputElement)) return;
  field.value = hash.slice(1);
  field.form?.querySelector("button")?.focus();
}
