import { browserTrouble } from "../consultation/browser.js";
import { choice } from "../consultation/choice.js";
import { DeviceLists } from "../consultation/device-lists.js";
import { canSwitchCamera } from "../consultation/facing.js";
import { showHelp } from "../consultation/help.js";
import { Media } from "../consultation/media.js";
import { Part } from "../consultation/part.js";
import { word } from "../words.js";
import { DevicesRows } from "./devices-rows.js";
import { LineRow } from "./line-row.js";
import { SpeakerTest } from "./speaker-test.js";

/** @typedef {import("../words.js").Word} Word */

const LONGEST_MS = 60_000;

/** The device check in the waiting room: nothing is asked before the click, everything is given back after it. */
export class DevicesTest {
  #part = new Part(document.getElementById("device-check") ?? document.createElement("div"));
  #media = new Media();
  #rows;
  #lists;
  #speaker;
  #line;
  #running = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  constructor() {
    const { root } = this.#part;
    this.#rows = new DevicesRows(this.#part, () => this.#showTrouble());
    this.#lists = new DeviceLists(root, this.#media, (kind) => this.#chosen(kind));
    this.#speaker = new SpeakerTest(this.#part, () => this.#showTrouble());
    this.#line = new LineRow(this.#part, () => this.#showTrouble());
    this.#media.addEventListener("change", () => this.#show());
    root.addEventListener("click", (event) => this.#clicked(event));
    window.addEventListener("pagehide", () => this.stop());
    this.#part.toggle("[data-too-old]", false);
    this.#showTrouble();
  }

  /** Gives camera and microphone back. */
  stop() {
    clearTimeout(this.#timer);
    if (!this.#running) return;
    this.#running = false;
    this.#media.release();
    this.#rows.end();
    this.#line.end();
    this.#showRunning(false);
    this.#part.say("[data-devices-state]", word("device-check-over"));
  }

  /** @param {Event} event */
  #clicked({ target }) {
    if (!(target instanceof Element)) return;
    if (target.closest("[data-devices-start]")) this.#start();
    if (target.closest("[data-devices-stop]")) this.#stopByHand();
    if (target.closest("[data-devices-switch]")) this.#media.switchCamera();
    if (target.closest("[data-devices-choose]")) this.#toggleLists();
    if (target.closest("[data-test-line]")) this.#line.test(this.#media.tracks);
    /** @type {HTMLElement | null} */
    const without = target.closest("[data-devices-without]");
    if (without) this.#chooseWithout(without.dataset.devicesWithout ?? "");
  }

  async #start() {
    clearTimeout(this.#timer);
    this.#running = true;
    this.#timer = setTimeout(() => this.stop(), LONGEST_MS);
    this.#rows.begin();
    this.#part.say("[data-devices-state]", word("device-check-running"));
    await this.#media.open({ camera: true, microphone: true });
    if (!this.#running) return;
    if (this.#isOn) return this.#part.find("[data-devices-stop]")?.focus();
    this.#running = false;
    clearTimeout(this.#timer);
    this.#part.say("[data-devices-state]", "");
  }

  #stopByHand() {
    this.stop();
    this.#part.find("[data-devices-start]")?.focus();
  }

  /** @returns {boolean} */
  get #isOn() {
    const { camera, microphone } = this.#media.devices;
    return camera || microphone;
  }

  #show() {
    if (!this.#running || this.#media.opening) return;
    choice.checked ||= this.#isOn;
    this.#rows.show(this.#media.tracks);
    this.#showRunning(this.#isOn);
    this.#showTrouble();
  }

  /** The one thing that most needs help, and whether everything is well. */
  #showTrouble() {
    const trouble = browserTrouble() ?? this.#media.problem;
    const said = this.#speaker.blocked ? "device-sound-blocked" : trouble;
    this.#part.say("[data-devices-problem]", said ? word(said) : "");
    showHelp(this.#part.find("[data-help]"), trouble ?? this.#hint());
    const ready = !trouble && this.#rows.good && this.#speaker.answer === "heard";
    this.#part.toggle("[data-devices-title]", !ready);
    this.#part.toggle("[data-devices-ready]", ready);
  }

  /** What a line of the list says already. @returns {Word | null} */
  #hint() {
    if (this.#running && this.#rows.hearing === "silent") return "device-silent";
    if (this.#line.verdict && this.#line.verdict !== "line-good") return this.#line.verdict;
    return this.#speaker.answer === "not-heard" ? "device-not-heard" : null;
  }

  /** @param {string} without */
  #chooseWithout(without) {
    choice.camera = false;
    choice.microphone = !without.includes("microphone");
    const said = choice.microphone ? "device-chosen-sound" : "device-chosen-nothing";
    this.#part.say("[data-devices-chosen]", word(said));
  }

  #toggleLists() {
    const button = this.#part.find("[data-devices-choose]");
    const open = button?.getAttribute("aria-expanded") !== "true";
    this.#openLists(open);
    if (open) this.#lists.show();
  }

  /** @param {boolean} open */
  #openLists(open) {
    this.#part.find("[data-devices-choose]")?.setAttribute("aria-expanded", String(open));
    this.#part.toggle("[data-devices-lists]", open);
  }

  /** @param {import("../consultation/plugged.js").DeviceKind} kind */
  #chosen(kind) {
    if (kind !== "speaker") this.#media.exchange(kind);
  }

  /** @param {boolean} running */
  async #showRunning(running) {
    this.#part.toggle("[data-devices-stop], [data-devices-choose], [data-test-line]", running);
    this.#part.toggle("[data-test-row]", running || !!this.#line.verdict);
    this.#part.toggle("[data-devices-start]", !running);
    this.#part.say("[data-devices-start-word]", word("device-check-again"));
    if (!running) this.#openLists(false);
    const can = running && (await canSwitchCamera(this.#media.camera));
    this.#part.toggle("[data-devices-switch]", can && this.#running);
  }
}
