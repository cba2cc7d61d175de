// Runs in a page whose colours the system sets: what cannot be told from its ground. Best: [].
() => {
  const CONTROLS = ".kern-btn, .control, .toggle, .tile__tool, .row-btn, .side__close";
  const LEAST = 3;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });

  const channels = (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (colour) => {
    const [red, green, blue] = channels(colour).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const groundOf = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const { backgroundColor } = getComputedStyle(one);
      if (channels(backgroundColor)[3] === 255) return backgroundColor;
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
    const ratio = contrast(getComputedStyle(icon).color, groundOf(icon));
    if (ratio < LEAST)
      faults.push(`icon of ${ratio.toFixed(1)}:1 in ${icon.parentElement.outerHTML.slice(0, 120)}`);
  }
  for (const control of document.querySelectorAll(CONTROLS))
    if (isSeen(control) && !hasMark(control))
      faults.push(`looks like plain text: ${control.outerHTML.slice(0, 160)}`);
  return faults;
}
