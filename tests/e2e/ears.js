// Runs in a page: notes in window.heard what a screen reader says by itself, as it says it.
() => {
  const REGIONS = "[role=status], [role=alert], [aria-live]";
  const POLITE = { status: "polite", alert: "assertive" };
  const heard = [];
  window.heard = heard;
  window.unheard = [];
  const said = new Map();

  const textOf = (region) => {
    const copy = region.cloneNode(true);
    for (const hidden of copy.querySelectorAll("[hidden], [aria-hidden=true]")) hidden.remove();
    return copy.textContent.replace(/[ \n]+/g, " ").trim();
  };
  const toneOf = (region) => region.getAttribute("aria-live") ?? POLITE[region.role];
  const isInert = (region) => {
    const dialog = document.querySelector("dialog:modal");
    return (dialog && !dialog.contains(region)) || !region.checkVisibility();
  };

  // A polite region that comes with its text already in it is not spoken.
  const meet = (region, atFirst) => {
    if (said.has(region)) return;
    const text = textOf(region);
    said.set(region, isInert(region) ? "" : text);
    if (!text || atFirst || isInert(region)) return;
    (toneOf(region) === "assertive" ? heard : window.unheard).push(`${toneOf(region)}: ${text}`);
  };
  const listen = (region) => {
    const text = isInert(region) ? "" : textOf(region);
    if (text === said.get(region)) return;
    said.set(region, text);
    if (text) heard.push(`${toneOf(region)}: ${text}`);
  };

  const all = () => document.querySelectorAll(REGIONS);
  for (const region of all()) meet(region, true);
  new MutationObserver(() => {
    for (const region of all()) {
      meet(region, false);
      listen(region);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}
