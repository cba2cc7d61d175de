import { fetchScript } from "../fetch-script.js";
import { word } from "../words.js";

/** @typedef {import("../consultation/link.js").Tracks} Tracks */
/** @typedef {import("./test-line.js").Verdict} Verdict */

/** "Verbindung prüfen" in the device check. What it takes is fetched at the click: few need it. */
export class LineRow {
  /** @type {Verdict | null} */
  verdict = null;
  #part;
  #changed;
  #abort = new AbortController();

  /**
   * @param {import("../consultation/part.js").Part} part
   * @param {() => void} changed
   */
  constructor(part, changed) {
    this.#part = part;
    this.#changed = changed;
  }

  /** The devices have been given back: a test that runs is over, what was found stays. */
  end() {
    this.#abort.abort();
  }

  /** @param {Tracks} tracks */
  async test(tracks) {
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.verdict = null;
    this.#show(true, word("line-running"));
    this.#part.toggle("[data-test-line]", false);
    const verdict = await this.#ask(tracks, signal);
    if (signal !== this.#abort.signal) return;
    this.#show(false, signal.aborted ? "" : word(verdict ?? "failed"));
    this.#part.toggle("[data-test-line]", !signal.aborted);
    if (signal.aborted) return;
    this.verdict = verdict;
    const row = this.#part.find("[data-devices-row=line]");
    row?.classList.toggle("is-open", verdict !== "line-good");
    this.#changed();
  }

  /**
   * @param {Tracks} tracks
   * @param {AbortSignal} signal
   * @returns {Promise<Verdict | null>} null: the script did not come
   */
  async #ask(tracks, signal) {
    const { testLine: address = "", stun = "" } =
      this.#part.find("[data-test-line]")?.dataset ?? {};
    const echo = /** @type {HTMLVideoElement} */ (this.#part.find("video[data-devices-echo]"));
    const script = await fetchScript(address).catch(() => null);
    const around = { stun: stun.split(" ").filter(Boolean), echo, signal };
    return script?.testLine(tracks, around).catch(() => "line-none") ?? null;
  }

  /**
   * @param {boolean} running
   * @param {string} text
   */
  #show(running, text) {
    this.#part.say("[data-devices-line]", text);
    this.#part.toggle("[data-devices-echo], [data-devices-echoed]", running);
    this.#part.toggle("[data-devices-unheard]", !running);
  }
}
