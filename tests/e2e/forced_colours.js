// Runs in a page whose colours the system sets: what cannot be told from its ground. Best: [].
({ between, isOpaque }) => {
  const CONTROLS = ".kern-btn, .control, .toggle, .tile__tool, .row-btn, .side__close";
  const LEAST = 3;
  const groundOf = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const { backgroundColor } = getComputedStyle(one);
      if (isOpaque(backgroundColor)) return backgroundColor;
    }
    return "Canvas";
  };
  const isSeen = (element) =>
    !element.closest(".sr-only") && element.checkVisibility({ visibilityProperty: true });
  const hasMark = (element) => {
    const { borderTopWidth, borderTopStyle, borderBottomWidth, borderBottomStyle } =
      getComputedStyle(element);
    const bordered =
      (borderTopStyle !== "none" && Number.parseFloat(borderTopWidth) > 0) ||
      (borderBottomStyle !== "none" && Number.parseFloat(borderBottomWidth) > 0);
    const label = element.querySelector(".kern-label") ?? element;
    const underlined = getComputedStyle(label).textDecorationLine.includes("underline");
    return bordered || underlined || (element.querySelector(".icon") && !element.textContent.trim());
  };

  const faults = [];
  for (const icon of document.querySelectorAll("svg.icon")) {
    if (!isSeen(icon)) continue;
    const ratio = between(getComputedStyle(icon).color, groundOf(icon));
    if (ratio < LEAST)
      faults.push(`icon of ${ratio.toFixed(1)}:1 in ${icon.parentElement.outerHTML.slice(0, 120)}`);
  }
  for (const control of document.querySelectorAll(CONTROLS))
    if (isSeen(control) && !hasMark(control))
      faults.push(`looks like plain text: ${control.outerHTML.slice(0, 160)}`);
  return faults;
}
