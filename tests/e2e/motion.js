// Runs in a page of somebody who wants no motion: what would move there. Best: [].
() => {
  const moves = (style) =>
    style.animationName !== "none" ||
    style.transitionDuration.split(", ").some((time) => Number.parseFloat(time) > 0);
  const faults = document
    .getAnimations()
    .filter(({ playState }) => playState === "running")
    .map(({ effect }) => `runs: ${effect.target?.outerHTML.slice(0, 120)}`);
  for (const element of document.querySelectorAll("*"))
    for (const part of ["", "::before", "::after"])
      if (moves(getComputedStyle(element, part)))
        faults.push(`would move: ${element.outerHTML.slice(0, 120)} ${part}`);
  if (getComputedStyle(document.documentElement).scrollBehavior === "smooth")
    faults.push("scrolls smoothly");
  return faults;
}
