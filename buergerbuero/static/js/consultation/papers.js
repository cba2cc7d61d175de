import { word } from "../words.js";
import { Line } from "./line.js";
import { PaperList } from "./paper-list.js";
import { safeName } from "./paper-name.js";
import { PaperPhoto } from "./paper-photo.js";
import { PaperPost } from "./paper-post.js";
import { sayProblem } from "./paper-stage.js";
import { reasonAgainst } from "./paper-texts.js";
import { PaperView } from "./paper-view.js";

/** @typedef {import("./room.js").RoomState} RoomState */
/** @typedef {import("./table.js").Around} Around */

const PANEL = "papers";
const ADVISOR = "advisor";
/** @type {readonly RoomState[]} the talk does not go on in this window */
const OUTSIDE = Object.freeze(["elsewhere", "refused"]);

/** "Papiere": files from one to the other, and a photograph of a paper. Nothing of it passes the server or is stored. */
export class Papers {
  #part;
  #room;
  #side;
  #post;
  #list;
  #view;
  #photo;
  #stopListening = new AbortController();
  /** @type {Map<string, string>} also of those who have left */
  #names = new Map();

  /** @param {Around} around */
  constructor({ part, room, media, side }) {
    this.#part = part;
    this.#room = room;
    this.#side = side;
    this.#post = new PaperPost(new Line(room, PANEL), () => performance.now());
    this.#list = new PaperList(part, this.#post, (id) => this.#names.get(id) ?? "");
    this.#view = new PaperView(part);
    this.#photo = new PaperPhoto(part, media, (photo, name) => this.#give(photo, name));
    const { signal } = this.#stopListening;
    room.addEventListener("people", () => this.#noteNames(), { signal });
    room.addEventListener("state", () => this.#followState(), { signal });
    this.#post.addEventListener("offer", () => this.#answered());
    this.#post.addEventListener("ask", (event) => this.#asked(detailOf(event)));
    part.root.addEventListener("click", (event) => this.#clicked(event), { signal });
    part.root.addEventListener("change", (event) => this.#chosen(event), { signal });
    side.addEventListener("open", (event) => this.#panelOpened(detailOf(event)), { signal });
    side.addEventListener("close", () => this.#photo.leave(), { signal });
    this.#noteNames();
  }

  close() {
    this.#stopListening.abort();
    this.#post.close();
    this.#list.close();
    this.#view.close();
    this.#photo.close();
    sayProblem(this.#part, "");
    for (const shown of ["[data-papers-asked]", "[data-papers-asked-band]"])
      this.#part.toggle(shown, false);
  }

  #followState() {
    if (OUTSIDE.includes(this.#room.state)) this.#photo.leave();
  }

  #noteNames() {
    const { others } = this.#room;
    for (const { id, name } of others) this.#names.set(id, name);
    if (this.#room.state === "in") this.#post.keepOnly(others.map(({ id }) => id));
  }

  /** @param {Event} event */
  #clicked({ target }) {
    if (!(target instanceof Element)) return;
    /** @type {HTMLElement | null} */
    const button = target.closest("[data-papers]");
    if (!button) return;
    const row = this.#list.rowOf(button);
    switch (button.dataset.papers) {
      case "give":
        return this.#part.find("[data-papers-files]")?.click();
      case "ask":
        return this.#ask();
      case "accept":
        return this.#accept(row?.paper ?? this.#list.asked);
      case "refuse":
        return this.#refuse(row?.paper ?? this.#list.asked);
      case "stop":
        return row && this.#post.end(row.paper);
      case "forget":
        return row && this.#post.forget(row.paper);
      case "look":
        return row && this.#view.open(row);
    }
  }

  /** @param {import("./paper.js").Paper | null} paper */
  #accept(paper) {
    if (!paper) return;
    this.#post.accept(paper);
    if (!this.#side.isOpen(PANEL)) this.#side.open(PANEL);
    this.#list.focus(paper);
  }

  /** @param {import("./paper.js").Paper | null} paper */
  #refuse(paper) {
    if (!paper) return;
    const inBand = this.#part.find("[data-papers-band]")?.contains(document.activeElement);
    this.#post.end(paper, "refused");
    if (inBand && !this.#list.asked) this.#part.find("[data-focus-fallback]")?.focus();
  }

  /** @param {Event} event files were chosen */
  async #chosen({ target }) {
    if (!(target instanceof HTMLInputElement) || !target.matches("[data-papers-files]")) return;
    const files = [...(target.files ?? [])];
    target.value = "";
    sayProblem(this.#part, "");
    for (const file of files) await this.#give(file, file.name);
  }

  /**
   * @param {Blob} content
   * @param {string} name
   * @returns {Promise<boolean>} whether it was taken; what is against it is said
   */
  async #give(content, name) {
    const file = safeName(name, word("paper-unnamed"));
    const reason = reasonAgainst(content, file, this.#post) || (await this.#offer(content, file));
    if (this.#stopListening.signal.aborted) return false;
    if (reason) sayProblem(this.#part, reason);
    else this.#part.toggle("[data-papers-asked]", false);
    return !reason;
  }

  /**
   * @param {Blob} content
   * @param {string} file its name
   * @returns {Promise<string>} why nobody was offered it, "" otherwise
   */
  async #offer(content, file) {
    try {
      return (await this.#post.give(content, file)) ? "" : word("paper-nobody");
    } catch {
      return word("paper-unread", { file });
    }
  }

  #ask() {
    sayProblem(this.#part, "");
    if (!this.#post.ask()) return sayProblem(this.#part, word("paper-nobody"));
    const text = word("paper-ask-sent");
    this.#part.say("[data-papers-asked]", text);
    this.#part.toggle("[data-papers-asked]", true);
    this.#part.sayAnew("[data-papers-status]", text);
  }

  /** What an advisor has asked for comes. */
  #answered() {
    if (this.#room.me?.role === ADVISOR) this.#part.toggle("[data-papers-asked]", false);
  }

  /** Of an advisor only. The camera stays as it is until the person acts. @param {string} person */
  #asked(person) {
    const { name, role } = this.#room.others.find(({ id }) => id === person) ?? {};
    if (role !== ADVISOR) return;
    const text = word("paper-asked", { name: name ?? "" });
    this.#part.say("[data-papers-asked]", text);
    this.#part.say("[data-papers-asked-text]", text);
    this.#part.toggle("[data-papers-asked]", true);
    this.#part.sayAnew("[data-papers-status]", text);
    // Who writes something just now is not taken away from it.
    if (this.#side.isOpen("")) this.#side.open(PANEL);
    else if (!this.#side.isOpen(PANEL)) this.#part.toggle("[data-papers-asked-band]", true);
  }

  /** @param {string} panel */
  #panelOpened(panel) {
    if (panel !== PANEL) return this.#photo.leave();
    this.#part.toggle("[data-papers-asked-band]", false);
  }
}

/** @param {Event} event @returns {string} */
function detailOf(event) {
  return /** @type {CustomEvent<string>} */ (event).detail;
}
