import { choice } from "./choice.js";
import { facingOf } from "./facing.js";
import { pluggedIn } from "./plugged.js";

/** @typedef {import("./media.js").Media} Media */
/** @typedef {import("./plugged.js").DeviceKind} DeviceKind */
/** @typedef {import("./plugged.js").Plugged} Plugged */

/** The fields of "Geräte wählen" in one part of the page: `[data-device-field]` with a `select[data-device]`. */
export class DeviceLists {
  #root;
  #media;
  #onChosen;
  #shown = false;
  #stopListening = new AbortController();

  /**
   * @param {HTMLElement} root
   * @param {Media} media
   * @param {(kind: DeviceKind) => void} onChosen
   */
  constructor(root, media, onChosen) {
    this.#root = root;
    this.#media = media;
    this.#onChosen = onChosen;
    const { signal } = this.#stopListening;
    root.addEventListener("change", (event) => this.#chosen(event), { signal });
    const refresh = () => this.#shown && this.show();
    navigator.mediaDevices?.addEventListener("devicechange", refresh, { signal });
  }

  close() {
    this.#stopListening.abort();
  }

  /** From now on it follows what is plugged in. */
  async show() {
    this.#shown = true;
    const plugged = await pluggedIn();
    for (const field of this.#fields()) this.#fill(field, plugged);
    const none = /** @type {HTMLElement | null} */ (this.#root.querySelector("[data-no-lists]"));
    if (none) none.hidden = [...this.#fields()].some((field) => !field.hidden);
  }

  /** @returns {NodeListOf<HTMLElement>} */
  #fields() {
    return this.#root.querySelectorAll("[data-device-field]");
  }

  /**
   * @param {HTMLElement} field
   * @param {Plugged} plugged
   */
  #fill(field, plugged) {
    const select = /** @type {HTMLSelectElement} */ (field.querySelector("select"));
    const kind = kindOf(select);
    const devices = plugged[kind];
    field.hidden = devices.length === 0 || !this.#isChosenByList(kind);
    const options = devices.map(({ deviceId, label }) => new Option(label, deviceId));
    if (!sameOptions(select, options)) select.replaceChildren(...options);
    const inUse = this.#inUse(kind);
    if (devices.some(({ deviceId }) => deviceId === inUse)) select.value = inUse;
  }

  /** @param {DeviceKind} kind */
  #isChosenByList(kind) {
    if (kind === "speaker") return canChooseSpeaker();
    // A phone has a button to change from front to rear.
    return kind === "microphone" || !facingOf(this.#media.camera);
  }

  /** @param {DeviceKind} kind */
  #inUse(kind) {
    if (kind === "speaker") return choice.speakerId || "default";
    return this.#media.deviceId(kind) || choice[`${kind}Id`];
  }

  /** @param {Event} event */
  #chosen({ target }) {
    if (!(target instanceof HTMLSelectElement) || !target.matches("[data-device]")) return;
    const kind = kindOf(target);
    choice[`${kind}Id`] = target.value;
    if (kind === "camera") choice.facing = "";
    this.#onChosen(kind);
  }
}

function canChooseSpeaker() {
  return "setSinkId" in HTMLMediaElement.prototype;
}

/** @param {HTMLSelectElement} select */
function kindOf(select) {
  return /** @type {DeviceKind} */ (select.dataset.device);
}

/**
 * An open list must not be torn from under the person's finger.
 * @param {HTMLSelectElement} select
 * @param {HTMLOptionElement[]} options
 */
function sameOptions(select, options) {
  const said = (/** @type {Iterable<HTMLOptionElement>} */ list) =>
    [...list].map(({ value, text }) => `${value} ${text}`).join("\n");
  return said(select.options) === said(options);
}
