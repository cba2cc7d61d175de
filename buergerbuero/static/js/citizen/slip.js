import { onCommand } from "../forms.js";
import { announce } from "../live-page.js";
import { giveFocus, onRegion } from "../region.js";
import { noteServerTime, serverNow } from "../server-time.js";
import { SYSTEM_CLOCK, Timers } from "../timers.js";

const SLIP = "[data-slip]";
const timers = new Timers(SYSTEM_CLOCK);

/** The slip on the goodbye page: printed, deleted, and away from an open page when its time is over. */
export function lookAfterSlip() {
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("[data-slip-print]")) window.print();
  });
  onCommand(({ form, ok, status }) => {
    if (form.matches("[data-slip-delete]") && (ok || status === 404)) giveFocus(forget());
  });
  onRegion(({ name }) => name === "visit" && follow());
  window.addEventListener("pageshow", follow);
  document.addEventListener("visibilitychange", () => document.hidden || follow());
  noteServerTime(document.body.dataset.now);
  follow();
}

function follow() {
  const slip = document.querySelector(SLIP);
  if (!(slip instanceof HTMLElement)) return;
  const left = Date.parse(slip.dataset.slipUntil ?? "") - serverNow();
  if (left > 0) timers.set("over", left, follow);
  else announce(forget()?.textContent?.trim() ?? "");
}

/** @returns {Element | null} what is said instead */
function forget() {
  document.querySelector(SLIP)?.remove();
  const gone = document.querySelector("[data-slip-gone]");
  if (gone instanceof HTMLElement) gone.hidden = false;
  return gone;
}
