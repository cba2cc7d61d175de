// Runs in a page: where the focus is, whether it can be seen, and what Tab should reach.
() => {
  const CONTROLS =
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const scope = document.querySelector("dialog:modal") ?? document;
  // The page may change on the way round: an element keeps its number.
  window.numbers ??= new Map();
  const { numbers } = window;
  const numberOf = (element) => {
    if (!numbers.has(element)) numbers.set(element, numbers.size + 1);
    return numbers.get(element);
  };

  const isMarked = (element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
  };
  // Of a switch the drawn part beside the input is marked.
  const isSeen = (element) => {
    const { left, top, width, height } = element.getClientRects()[0] ?? new DOMRect();
    const there = document.elementFromPoint(left + width / 2, top + height / 2);
    const parts = [element, element.nextElementSibling, element.closest("label")];
    const part = element.matches("input") ? element.closest("label") : null;
    return (
      parts.some((one) => one && isMarked(one)) &&
      !!there &&
      (element.contains(there) || !!part?.contains(there))
    );
  };
  // Of a group of radio buttons Tab reaches the chosen one.
  const isReached = (element) =>
    !element.matches(":disabled, [tabindex='-1']") &&
    element.checkVisibility({ visibilityProperty: true }) &&
    !(element.type === "radio" && !element.checked);

  const focused = document.activeElement;
  const nowhere = focused === document.body;
  const wanted = [...scope.querySelectorAll(CONTROLS)].filter(isReached);
  return {
    number: nowhere ? 0 : numberOf(focused),
    name: focused.outerHTML.slice(0, 120),
    seen: !nowhere && isSeen(focused),
    wanted: wanted.map((one) => [numberOf(one), one.outerHTML.slice(0, 120)]),
    order: [...document.querySelectorAll("*")].map((one) => numbers.get(one) ?? 0),
  };
}
