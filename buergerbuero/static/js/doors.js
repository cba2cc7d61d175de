import { onRegion } from "./region.js";

/** A door that changes its drawing fades once. */
export function fadeChangedDoors() {
  /** @type {Map<string, string | undefined>} */
  const drawn = new Map();
  for (const root of document.querySelectorAll("[id^='region-door-']"))
    drawn.set(root.id, drawingIn(root));
  onRegion(({ element }) => {
    if (!element || !drawn.has(element.id)) return;
    const drawing = drawingIn(element);
    if (drawing === drawn.get(element.id)) return;
    drawn.set(element.id, drawing);
    element.querySelector(".door")?.classList.add("is-changed");
  });
}

/** @param {Element} root */
function drawingIn(root) {
  return root.querySelector("svg.door")?.getAttribute("data-drawing") ?? undefined;
}
