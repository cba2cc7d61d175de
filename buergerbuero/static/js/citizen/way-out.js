const PRESSES = 3;
const WITHIN_MS = 1_500;

/**
 * A discreet door has a quick exit: the button, or Escape three times. The page is empty at once, whatever the
 * network does, and the way back leads to what was there before it.
 */
export function offerWayOut() {
  /** @type {HTMLAnchorElement | null} */
  const link = document.querySelector("a[data-way-out]");
  if (!link) return;
  /** @type {number[]} */
  let presses = [];
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leaveFor(link.href);
  });
  document.addEventListener("keydown", ({ key, repeat }) => {
    if (key !== "Escape" || repeat) return;
    const now = Date.now();
    presses = [...presses.filter((at) => now - at < WITHIN_MS), now];
    if (presses.length >= PRESSES) leaveFor(link.href);
  });
}

/** @param {string} address */
function leaveFor(address) {
  document.title = "\u200b";
  document.body.replaceChildren();
  location.replace(address);
}
