const WITHIN_MS = 5_000;

/** @type {{form: HTMLFormElement, timer: ReturnType<typeof setTimeout>} | null} */
let armed = null;

/**
 * `form[data-twice]` is sent by a second press within five seconds: without a question that somebody
 * could see on a screen that is shared, and never by a slip.
 */
export function listenForTwice() {
  document.addEventListener("submit", pressed, { capture: true });
}

/** @param {SubmitEvent} event */
function pressed(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-twice]")) return;
  const second = armed?.form === form;
  disarm();
  if (second) return;
  event.preventDefault();
  armed = { form, timer: setTimeout(disarm, WITHIN_MS) };
  show(form, true);
}

function disarm() {
  if (!armed) return;
  clearTimeout(armed.timer);
  show(armed.form, false);
  armed = null;
}

/**
 * @param {HTMLFormElement} form
 * @param {boolean} again
 */
function show(form, again) {
  const [once, twice] = /** @type {NodeListOf<HTMLElement>} */ (
    form.querySelectorAll("[data-once], [data-again]")
  );
  once.hidden = again;
  twice.hidden = !again;
}
