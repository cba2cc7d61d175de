// Runs in a page: what cannot be read or reached there as it is laid out now. Best: [].
() => {
  const LETTERS = 1; // px, by which boxes are rounded
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const UNSEEN = "noscript, script, style, template, option, svg";
  const BOXES = "button, .kern-btn, .mark, .tile__name, .ticket, .toggle, .control";
  const scope = document.querySelector("dialog:modal") ?? document.body;
  const faults = [];

  const style = (element) => getComputedStyle(element);
  const name = (text) => `“${text.trim().replace(/\s+/g, " ").slice(0, 60)}”`;
  const isOpaque = (element) => {
    const { backgroundColor } = style(element);
    return backgroundColor !== "transparent" && !/[,/] ?0(\.\d+)?\)$/.test(backgroundColor);
  };
  const isLifted = (element) =>
    ["absolute", "fixed", "sticky"].includes(style(element).position) || element.matches("dialog");
  const isForEarsOnly = (element) =>
    ancestorsOf(element).some((one) => style(one).clipPath === "inset(50%)") ||
    element.matches(".skip-link");
  const isSeen = (element) =>
    !element.closest(UNSEEN) &&
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    !isForEarsOnly(element);

  const ancestorsOf = (element) => {
    const found = [];
    for (let one = element; one && one !== document.documentElement; one = one.parentElement)
      found.push(one);
    return found;
  };

  // The plate, menu or dialog on which something lies: it may cover what lies elsewhere.
  const plateOf = (element) => {
    const above = ancestorsOf(element);
    return above.find(
      (one, place) => isOpaque(one) && above.slice(place).some((other) => isLifted(other)),
    );
  };

  const textNodes = () => {
    const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (node.data.trim() && isSeen(node.parentElement)) found.push(node);
    return found;
  };

  const linesOf = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
  };

  // Line boxes overlap by their empty heads and feet; letters must not.
  const core = ({ left, right, top, bottom, height }) => ({
    left,
    right,
    top: top + height * 0.2,
    bottom: bottom - height * 0.2,
  });
  const meet = (one, other) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > LETTERS &&
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > LETTERS;
  const isInside = (inner, outer) =>
    inner.left >= outer.left - LETTERS &&
    inner.right <= outer.right + LETTERS &&
    inner.top >= outer.top - LETTERS &&
    inner.bottom <= outer.bottom + LETTERS;

  // What is scrolled out of a box is not there.
  const shownOf = (node, letters) =>
    ancestorsOf(node.parentElement)
      .filter((one) => /auto|scroll/.test(style(one).overflowY))
      .map((one) => one.getBoundingClientRect())
      .reduce(
        (shown, box) => ({
          left: Math.max(shown.left, box.left),
          right: Math.min(shown.right, box.right),
          top: Math.max(shown.top, box.top),
          bottom: Math.min(shown.bottom, box.bottom),
        }),
        letters,
      );

  const lookAtClipping = ({ node, letters }) => {
    for (const one of ancestorsOf(node.parentElement)) {
      const { overflowX, overflowY } = style(one);
      const edge = one.getBoundingClientRect();
      if ([overflowX, overflowY].some((word) => ["auto", "scroll"].includes(word))) {
        if (one.scrollWidth > one.clientWidth + LETTERS)
          faults.push(`scrolls sideways: ${one.className || one.tagName}, at ${name(node.data)}`);
        return;
      }
      const clips = ["hidden", "clip"].some((word) => overflowX === word || overflowY === word);
      if ((clips || one.matches(BOXES)) && one !== document.body && !isInside(letters, edge))
        faults.push(`cut off or spilt: ${name(node.data)} by ${one.className || one.tagName}`);
    }
    if (letters.left < -LETTERS || letters.right > innerWidth + LETTERS)
      faults.push(`beside the page: ${name(node.data)}`);
  };

  const lookAtTexts = () => {
    const pieces = textNodes().flatMap((node) =>
      linesOf(node).map((line) => ({
        node,
        letters: core(line),
        shown: shownOf(node, core(line)),
        plate: plateOf(node.parentElement),
      })),
    );
    for (const piece of pieces) lookAtClipping(piece);
    for (const [place, one] of pieces.entries())
      for (const other of pieces.slice(place + 1))
        if (one.node !== other.node && one.plate === other.plate && meet(one.shown, other.shown))
          faults.push(`overlap: ${name(one.node.data)} and ${name(other.node.data)}`);
  };

  const lookAtControls = () => {
    for (const control of scope.querySelectorAll(CONTROLS)) {
      if (!isSeen(control) || !control.getClientRects().length) continue;
      control.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
      const { left, top, width, height } = control.getClientRects()[0];
      const there = document.elementFromPoint(left + width / 2, top + height / 2);
      const label = control.closest("label");
      if (!(control.contains(there) || label?.contains(there)))
        faults.push(
          `covered: ${name(control.ariaLabel ?? control.textContent)} ${control.outerHTML.slice(0, 80)} by ${there?.outerHTML.slice(0, 80)}`,
        );
    }
  };

  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) faults.push(`scrolls sideways: ${scrollWidth} px`);
  lookAtTexts();
  // A menu that is open covers what it is open over.
  if (!document.querySelector("details.menu[open]")) lookAtControls();
  scrollTo(0, 0);
  return [...new Set(faults)];
}
