import { word } from "../words.js";
import { browserTrouble } from "./browser.js";
import { DeviceLists } from "./device-lists.js";
import { showHelp } from "./help.js";
import { useSpeaker } from "./speaker.js";

/** @typedef {import("./media.js").Media} Media */
/** @typedef {import("./part.js").Part} Part */
/** @typedef {import("./side.js").Side} Side */

const DEVICES = "devices";

/** "Geräte": other devices during the talk, and help where one cannot be had. It stands beside the pictures. */
export class DevicesPanel {
  #part;
  #media;
  #side;
  #lists;
  #stopListening = new AbortController();

  /**
   * @param {Part} part of the room
   * @param {Media} media
   * @param {Side} side
   */
  constructor(part, media, side) {
    this.#part = part;
    this.#media = media;
    this.#side = side;
    this.#lists = new DeviceLists(part.root, media, (kind) => this.#chosen(kind));
    const { signal } = this.#stopListening;
    side.addEventListener("open", () => this.#showLists(), { signal });
    media.addEventListener("change", () => this.#show(), { signal });
    this.#show();
  }

  close() {
    this.#stopListening.abort();
    this.#lists.close();
  }

  #showLists() {
    if (this.#side.isOpen(DEVICES)) this.#lists.show();
  }

  #show() {
    if (this.#media.opening) return;
    const trouble = this.#media.problem ?? browserTrouble();
    showHelp(this.#part.find("[data-help]"), trouble);
    this.#part.say("[data-panel-problem]", trouble ? word(trouble) : "");
    const helped =
      !trouble && this.#part.find("[data-room-ways]")?.contains(document.activeElement);
    this.#part.toggle("[data-panel-problem], [data-room-ways]", !!trouble);
    if (helped) this.#part.find(`[data-side-panel=${DEVICES}] [data-side-title]`)?.focus();
    this.#showLists();
  }

  /** @param {import("./plugged.js").DeviceKind} kind */
  #chosen(kind) {
    if (kind !== "speaker") this.#media.exchange(kind);
    else for (const video of this.#part.root.querySelectorAll("video")) useSpeaker(video);
  }
}
