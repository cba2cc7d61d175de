// Runs in a page of somebody who wants no motion: what would move there. Best: [].
() => {
  const moves = (style) =>
    style.animationName !== "none" ||
    style.transitionDuration.split(", ").some((time) => Number.parseFloat(time) > 0);
  const faults = document
    .getAnimations()
    .filter(({ playState }) => playState === "running")
    .map(({ effect }) => `runs: ${effect.target?.outerHTML.slice(0, 120)}`);
  // The notice of an old browser waits; it does not move.
  for (const element of document.querySelectorAll(":not(.too-old)"))
    for (const part of ["", "::before", "::after"])
      if (moves(getComputedStyle(element, part)))
        faults.push(`would move: ${element.outerHTML.slice(0, 120)} ${part}`);
  if (getComputedStyle(document.documentElement).scrollBehavior === "smooth")
    faults.push("scrolls smoothly");
  return faults;
}
