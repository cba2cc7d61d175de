import { choice } from "../consultation/choice.js";
import { isMirrored } from "../consultation/facing.js";
import { showSwitch } from "../consultation/switch.js";
import { isTimeToSay, secondsLeft, timeInWords } from "../countdown.js";
import { announce } from "../live-page.js";
import { post } from "../post.js";
import { giveFocus } from "../region.js";
import { serverNow } from "../server-time.js";
import { playSound } from "../sound.js";
import { word } from "../words.js";
import { notifyUnseen } from "./notice.js";
import { vibrate } from "./vibrate.js";

const SOUND_AGAIN_MS = Object.freeze([10_000, 30_000]);
const TICK_MS = 1_000;
const REACHED_TRIES = 4;
const STATUS = "#called [data-called-status]";
const ANNOUNCE_AFTER_MS = 50;

/** The open door: `<dialog id="called">` while region `visit` says so. */
export class Called {
  /** The person is stepping in: a preview has nothing to show them any more. */
  entering = false;
  #open = false;
  /** @type {HTMLDialogElement | null} */
  #modal = null;
  #until = 0;
  #left = Number.POSITIVE_INFINITY;
  /** @type {ReturnType<typeof setTimeout>[]} */
  #sounds = [];
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #ticking;
  #media;
  #onReady;

  /**
   * @param {import("../consultation/media.js").Media} media
   * @param {() => void} onReady the door has opened, or the person has chosen again with what to step in
   */
  constructor(media, onReady) {
    this.#media = media;
    this.#onReady = onReady;
    media.addEventListener("change", () => this.#showPreview());
    document.addEventListener("click", (event) => this.#clicked(event));
  }

  /**
   * After each change of the region.
   * @param {HTMLElement} root `#region-visit`
   */
  show(root) {
    const until = Date.parse(root.dataset.offerUntil ?? "");
    const isLonger = until > this.#until;
    if (isLonger) this.#left = secondsLeft(until, serverNow());
    this.#until = until;
    this.entering = false;
    if (!this.#open) this.#begin(root);
    this.#openDialog();
    if (isLonger) announceInDialog(timeLeft(this.#left));
    this.#showTime();
    this.#showChoice();
    this.#showPreview();
  }

  /** The door is closed again, or the person has stepped in. */
  end() {
    this.#open = false;
    clearInterval(this.#ticking);
    for (const timer of this.#sounds.splice(0)) clearTimeout(timer);
    const dialog = dialogElement();
    if (dialog?.open) dialog.close();
  }

  /** @param {HTMLElement} root */
  #begin(root) {
    this.#open = true;
    this.#ticking = setInterval(() => this.#tick(), TICK_MS);
    this.#ring();
    this.#sounds = SOUND_AGAIN_MS.map((ms) => setTimeout(playCall, ms));
    this.#onReady();
    if (root.dataset.reached) this.#tellReached(root.dataset.reached, REACHED_TRIES);
  }

  /**
   * @param {string} url
   * @param {number} tries
   */
  async #tellReached(url, tries) {
    const { status } = await post(url);
    if (status !== 0 || tries <= 1) return;
    setTimeout(() => this.#open && this.#tellReached(url, tries - 1), TICK_MS);
  }

  #ring() {
    playCall();
    vibrate();
    notifyUnseen("called");
  }

  #openDialog() {
    const dialog = dialogElement();
    if (!dialog || (dialog.open && dialog === this.#modal)) return;
    if (dialog !== this.#modal) this.#guard(dialog);
    // Without a script it stands open in the page: only a closed one can be made modal.
    dialog.removeAttribute("open");
    dialog.showModal();
    giveFocus(dialog.querySelector("h1, h2"));
  }

  /** Escape must not lose the call. @param {HTMLDialogElement} dialog */
  #guard(dialog) {
    this.#modal = dialog;
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    // Chromium closes at the second Escape even so.
    dialog.addEventListener("close", () => this.#open && this.#openDialog());
  }

  #tick() {
    const before = this.#left;
    this.#left = secondsLeft(this.#until, serverNow());
    this.#showTime();
    if (isTimeToSay(before, this.#left)) announceInDialog(timeLeft(this.#left));
  }

  #showTime() {
    const place = document.querySelector("[data-offer-left]");
    const text = this.#left > 0 ? timeLeft(this.#left) : word("time-over");
    if (place && place.textContent !== text) place.textContent = text;
  }

  #showChoice() {
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (
      document.querySelectorAll("[data-choice]")
    )) {
      const kind = kindOf(button);
      showSwitch(button, kind, choice[kind], "toggle--off");
    }
    const place = document.querySelector("[data-enter-word]");
    const text = word(enterWord());
    if (place && place.textContent !== text) place.textContent = text;
  }

  /** @param {Event} event */
  #clicked(event) {
    /** @type {HTMLElement | null} */
    const button = event.target instanceof Element ? event.target.closest("[data-choice]") : null;
    if (!button) return;
    const kind = kindOf(button);
    choice[kind] = !choice[kind];
    this.#showChoice();
    this.#onReady();
  }

  /** Where the camera is on already, the person sees what others will see. */
  #showPreview() {
    const { video } = this.#media.tracks;
    const preview = /** @type {HTMLVideoElement | null} */ (
      document.querySelector("#called video")
    );
    if (!preview || this.entering) return;
    const shown = /** @type {MediaStream | null} */ (preview.srcObject)?.getVideoTracks()[0];
    if ((shown ?? null) !== video) preview.srcObject = video && new MediaStream([video]);
    document.getElementById("called")?.classList.toggle("invite--seen", !!video);
    preview.classList.toggle("is-mirrored", isMirrored(video));
    if (video) preview.play().catch(() => {});
  }
}

/** Where the browser lets no sound out, the dialog says so to who is looking. */
async function playCall() {
  const heard = await playSound("called");
  const place = document.querySelector("[data-called-sound]");
  if (place) place.textContent = heard ? "" : word("device-sound-blocked");
}

/** @returns {HTMLDialogElement | null} */
function dialogElement() {
  return /** @type {HTMLDialogElement | null} */ (document.getElementById("called"));
}

/**
 * Outside of an open modal dialog nothing is heard.
 * @param {string} text
 */
function announceInDialog(text) {
  if (!document.querySelector(STATUS)) announce(text);
  // Not at once: what comes together with the dialog is not heard.
  setTimeout(() => {
    const place = document.querySelector(STATUS);
    if (place) place.textContent = text;
  }, ANNOUNCE_AFTER_MS);
}

/** @param {HTMLElement} button */
function kindOf(button) {
  return button.dataset.choice === "camera" ? "camera" : "microphone";
}

/** @param {number} seconds */
function timeLeft(seconds) {
  return word("time-left", { time: timeInWords(seconds) });
}

function enterWord() {
  if (choice.camera) return "enter-camera";
  return choice.microphone ? "enter-sound" : "enter";
}
