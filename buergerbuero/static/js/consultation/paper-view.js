import { word } from "../words.js";
import { showFullScreen } from "./full-screen.js";
import { openPdf } from "./paper-pdf.js";
import { drawn, kindOf } from "./paper-picture.js";
import { showStage } from "./paper-stage.js";

/** @typedef {import("./paper-pdf.js").Pdf} Pdf */
/** @typedef {import("./paper-row.js").PaperRow} PaperRow */
/** @typedef {import("./part.js").Part} Part */

const ZOOMS = Object.freeze([1, 1.5, 2, 3, 4]);

/** A paper that is looked at: a picture, or the pages of a PDF. What it is, its content says and not its name. */
export class PaperView {
  #part;
  /** @type {PaperRow | null} */
  #row = null;
  /** @type {Pdf | null} */
  #pdf = null;
  #page = 1;
  #zoom = 0;
  /** What takes longer than the person looks at it is thrown away. */
  #round = 0;
  #stopListening = new AbortController();

  /** @param {Part} part of the room */
  constructor(part) {
    this.#part = part;
    const { signal } = this.#stopListening;
    part.root.addEventListener("click", (event) => this.#clicked(event), { signal });
    document.addEventListener("fullscreenchange", () => this.#redraw(), { signal });
  }

  close() {
    this.#stopListening.abort();
    if (this.#row) showStage(this.#part, "list");
    this.#leave();
  }

  /** @param {PaperRow} row */
  async open(row) {
    this.#leave();
    this.#row = row;
    this.#part.say("[data-view-name]", row.name);
    this.#say(word("paper-view-opening"));
    showStage(this.#part, "view");
    this.#showTools();
    const round = this.#round;
    const problem = await this.#load(round).catch(problemOf);
    if (round === this.#round) this.#say(problem);
  }

  /**
   * @param {number} round
   * @returns {Promise<string>} what is to be said of it
   */
  async #load(round) {
    const content = this.#row?.paper.content;
    if (!content) return "";
    const kind = await kindOf(content);
    if (kind === "pdf") return this.#loadPdf(content, round);
    if (kind !== "picture") return word("paper-view-unknown");
    const canvas = await drawn(content);
    if (round === this.#round) this.#show(canvas, "");
    return "";
  }

  /**
   * @param {Blob} content
   * @param {number} round
   */
  async #loadPdf(content, round) {
    const pdf = await openPdf(content, this.#part.find("[data-pdf]")?.dataset ?? {});
    if (round !== this.#round) {
      pdf.close();
      return "";
    }
    this.#pdf = pdf;
    await this.#draw();
    return "";
  }

  async #redraw() {
    const round = this.#round;
    const problem = await this.#draw().then(() => "", problemOf);
    if (problem && round === this.#round) this.#say(problem);
  }

  async #draw() {
    const pdf = this.#pdf;
    const sheet = this.#part.find("[data-view-sheet]");
    if (!pdf || !sheet) return;
    const page = this.#page;
    const zoom = this.#zoom;
    this.#showTools();
    const width = sheet.clientWidth * ZOOMS[zoom] * devicePixelRatio;
    const { canvas, text } = await pdf.draw(page, width);
    if (pdf !== this.#pdf || page !== this.#page || zoom !== this.#zoom) return;
    this.#show(canvas, text || word("paper-view-no-text"));
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {string} text for whoever does not see it
   */
  #show(canvas, text) {
    const sheet = this.#part.find("[data-view-sheet]");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `${this.#row?.name}. ${this.#pageText}`);
    sheet?.replaceChildren(canvas);
    this.#part.say("[data-view-words]", text);
    this.#showZoom();
    this.#showTools();
  }

  /** @param {Event} event */
  #clicked({ target }) {
    /** @type {HTMLElement | null | undefined} */
    const button = target instanceof Element ? target.closest("[data-view]") : null;
    switch (button?.dataset.view) {
      case "back":
        return this.#goBack();
      case "previous":
        return this.#turn(-1);
      case "next":
        return this.#turn(1);
      case "smaller":
        return this.#magnify(-1);
      case "larger":
        return this.#magnify(1);
    }
  }

  #goBack() {
    const row = this.#row;
    this.#leave();
    showStage(this.#part, "list");
    row?.focus();
  }

  /** @param {number} by */
  #turn(by) {
    this.#page = Math.min(Math.max(1, this.#page + by), this.#pdf?.pages ?? 1);
    this.#part.say("[data-papers-status]", this.#pageText);
    this.#redraw();
  }

  /** @param {number} by */
  #magnify(by) {
    this.#zoom = Math.min(Math.max(0, this.#zoom + by), ZOOMS.length - 1);
    this.#showZoom();
    this.#showTools();
    this.#redraw();
  }

  #showZoom() {
    const canvas = this.#part.find("[data-view-sheet] canvas");
    if (canvas) canvas.style.width = `${100 * ZOOMS[this.#zoom]}%`;
  }

  #showTools() {
    const pages = this.#pdf?.pages ?? 1;
    this.#part.say("[data-view-page]", this.#pageText);
    this.#part.toggle("[data-view-pages]", pages > 1);
    this.#part.toggle("[data-view-tools]", !!this.#part.find("[data-view-sheet] canvas"));
    this.#disable("previous", this.#page === 1);
    this.#disable("next", this.#page === pages);
    this.#disable("smaller", this.#zoom === 0);
    this.#disable("larger", this.#zoom === ZOOMS.length - 1);
    const fullScreen = this.#part.find("[data-papers-stage=view] [data-control=full-screen]");
    if (fullScreen) showFullScreen(fullScreen);
  }

  get #pageText() {
    const pages = this.#pdf?.pages ?? 1;
    return pages > 1 ? word("paper-page", { page: this.#page, pages }) : "";
  }

  /**
   * It keeps the focus, so that the next press does not go astray.
   * @param {string} name
   * @param {boolean} disabled
   */
  #disable(name, disabled) {
    this.#part.find(`[data-view=${name}]`)?.setAttribute("aria-disabled", String(disabled));
  }

  /** @param {string} text "" takes it away */
  #say(text) {
    this.#part.say("[data-view-problem]", text);
    this.#part.toggle("[data-view-problem]", !!text);
    if (text) this.#part.say("[data-papers-status]", text);
  }

  #leave() {
    this.#round += 1;
    this.#pdf?.close();
    this.#pdf = null;
    this.#row = null;
    this.#page = 1;
    this.#zoom = 0;
    this.#part.find("[data-view-sheet]")?.replaceChildren();
    this.#part.say("[data-view-words]", "");
    this.#say("");
  }
}

/** @type {Readonly<Record<string, import("../words.js").Word>>} */
const PROBLEMS = Object.freeze({
  PasswordException: "paper-view-locked",
  InvalidPDFException: "paper-view-broken",
  InvalidStateError: "paper-view-broken", // a picture, createImageBitmap()
});

/** What a browser is too old for is not broken. @param {unknown} error */
function problemOf(error) {
  const { name = "" } = /** @type {Error | null} */ (error) ?? {};
  return word(PROBLEMS[name] ?? "paper-view-unknown");
}
