/** @typedef {import("./figures.js").Figures} Figures */
/** @typedef {import("./figures.js").Picture} Picture */
/** @typedef {{name: string, figures?: Figures | null, quality?: {loss: number}}} Person */

/** The figures of each connection, in a list of `[data-figures-template]`. */
export class FiguresList {
  #part;

  /** @param {import("./part.js").Part} part */
  constructor(part) {
    this.#part = part;
  }

  /** @param {Person[]} people */
  show(people) {
    const list = this.#part.find("[data-figures-list]");
    const template = /** @type {HTMLTemplateElement | null} */ (
      this.#part.find("template[data-figures-template]")
    );
    if (!list || !template) return;
    const known = people.filter(({ figures }) => figures);
    while (list.children.length > known.length) list.lastElementChild?.remove();
    while (list.children.length < known.length) list.append(template.content.cloneNode(true));
    known.forEach((person, place) => {
      showFigures(list.children[place], person);
    });
  }
}

/**
 * @param {Element} place
 * @param {Person} person
 */
function showFigures(place, { name, figures, quality }) {
  if (!figures) return;
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const { roundTripMs, received, sent, ciphers, codecs, relayed } = figures;
  /** @type {Record<string, string>} */
  const texts = {
    name,
    "round-trip": roundTripMs === null ? "" : `${number.format(Math.round(roundTripMs))} ms`,
    loss: `${number.format((quality?.loss ?? 0) * 100)} %`,
    received: pictureText(received),
    sent: pictureText(sent),
    codecs: codecs.join(", "),
    ciphers: ciphers.join(", "),
  };
  for (const [key, text] of Object.entries(texts)) {
    const figure = place.querySelector(`[data-figure="${key}"]`);
    if (figure && figure.textContent !== text) figure.textContent = text || "–";
  }
  for (const way of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("[data-way]")))
    way.hidden = (way.dataset.way === "relay") !== relayed;
}

/** @param {Picture | null} picture */
function pictureText(picture) {
  return picture ? `${picture.width} × ${picture.height}, ${picture.fps}/s` : "";
}
