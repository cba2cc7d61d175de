import { word } from "../words.js";
import { canSwitchCamera, facingOf } from "./facing.js";
import { drawn, photoOf } from "./paper-picture.js";
import { focusIn, sayProblem, showStage } from "./paper-stage.js";
import { takeStill } from "./still.js";

/** @typedef {import("./choice.js").Chosen} Chosen */
/** @typedef {import("./media.js").Media} Media */
/** @typedef {import("./part.js").Part} Part */
/** @typedef {import("../words.js").Word} Word */

const STAGE = "[data-papers-stage=photo]";
const REAR = "environment";
/** @type {MediaTrackConstraints} */
const OWN = { facingMode: { ideal: REAR }, width: { ideal: 3840 }, height: { ideal: 2160 } };

/**
 * "Papier zeigen": the camera looks at a paper, the person looks at the photograph first, and then sends it or not.
 * While somebody shows who they are, nothing is photographed.
 */
export class PaperPhoto {
  #part;
  #media;
  #give;
  #stopListening = new AbortController();
  /** @type {MediaStreamTrack | null} opened for this only: the others do not see it */
  #own = null;
  /** @type {Pick<Chosen, "cameraId" | "facing"> | null} what was chosen before the camera was turned to the paper */
  #before = null;
  #turning = Promise.resolve();
  #open = false;
  /** What takes longer than the person stays is thrown away. */
  #round = 0;
  /** @type {HTMLCanvasElement | null} */
  #photo = null;
  #taken = 0;
  /** @type {HTMLCanvasElement | null} a second press sends nothing twice */
  #going = null;

  /**
   * @param {Part} part of the room
   * @param {Media} media
   * @param {(photo: Blob, name: string) => Promise<boolean>} give says whether it was taken, and why not
   */
  constructor(part, media, give) {
    this.#part = part;
    this.#media = media;
    this.#give = give;
    const { signal } = this.#stopListening;
    part.root.addEventListener("click", (event) => this.#clicked(event), { signal });
    part.root.addEventListener("change", (event) => this.#chosen(event), { signal });
    media.addEventListener("change", () => this.#showLive(), { signal });
  }

  /** The room is over. Where the devices stay open for the next one, the camera turns back to the person. */
  close() {
    this.#stopListening.abort();
    this.leave();
  }

  /** The camera is as it was before. */
  leave() {
    if (!this.#open) return;
    this.#open = false;
    this.#round += 1;
    this.#own?.stop();
    this.#own = null;
    this.#turn();
    this.#setPhoto(null);
    this.#showLive();
    showStage(this.#part, "list");
  }

  /** @param {Event} event */
  #clicked({ target }) {
    /** @type {HTMLElement | null} */
    const button = target instanceof Element ? target.closest("[data-photo]") : null;
    switch (button?.dataset.photo) {
      case "open":
        return this.#enter();
      case "take":
        return this.#take();
      case "app":
        return this.#part.find("[data-photo-app]")?.click();
      case "again":
        return this.#setPhoto(null);
      case "send":
        return this.#send();
      case "back":
        return this.leave();
    }
  }

  async #enter() {
    sayProblem(this.#part, "");
    if (this.#open || this.#isRefused()) return;
    const round = ++this.#round;
    this.#open = true;
    this.#setPhoto(null);
    showStage(this.#part, "photo");
    if (this.#media.camera) await this.#turn();
    else await this.#openOwn(round);
    if (round !== this.#round) return;
    if (!this.#camera) sayProblem(this.#part, word("paper-photo-no-camera"));
    this.#showLive();
  }

  /** One turn after the other, each to where the camera is to look by then. */
  #turn() {
    this.#turning = this.#turning.then(() => (this.#open ? this.#turnToPaper() : this.#turnBack()));
    return this.#turning;
  }

  async #turnToPaper() {
    const { camera } = this.#media;
    if (facingOf(camera) === REAR || !(await canSwitchCamera(camera)) || !this.#open) return;
    const { cameraId, facing } = this.#media.choice;
    this.#before ??= { cameraId, facing };
    await this.#media.switchCamera();
  }

  async #turnBack() {
    const { camera } = this.#media;
    if (!camera) return this.#chooseAsBefore();
    const turned = this.#before && facingOf(camera) === REAR;
    this.#before = null;
    if (turned) await this.#media.switchCamera();
  }

  /** For when the camera is opened again. */
  #chooseAsBefore() {
    Object.assign(this.#media.choice, this.#before);
    this.#before = null;
  }

  /** @param {number} round */
  async #openOwn(round) {
    const stream = await navigator.mediaDevices
      ?.getUserMedia({ video: OWN, audio: false })
      .catch(() => null);
    const camera = stream?.getVideoTracks()[0] ?? null;
    if (round === this.#round) this.#own = camera;
    else camera?.stop();
  }

  async #take() {
    const video = this.#video;
    if (!this.#camera || !video || this.#isRefused()) return;
    const round = this.#round;
    const photo = await takeStill(this.#camera, video).catch(() => null);
    if (round !== this.#round) return;
    if (!photo) sayProblem(this.#part, word("paper-photo-failed"));
    this.#setPhoto(photo);
  }

  /** @param {Event} event the camera's own app has brought a photograph */
  async #chosen({ target }) {
    if (!(target instanceof HTMLInputElement) || !target.matches("[data-photo-app]")) return;
    const [file] = target.files ?? [];
    target.value = "";
    if (!file || !this.#open || this.#isRefused()) return;
    const round = this.#round;
    const photo = await drawn(file).catch(() => null);
    if (round !== this.#round) return;
    if (!photo) sayProblem(this.#part, word("paper-photo-failed"));
    this.#setPhoto(photo);
  }

  async #send() {
    const photo = this.#photo;
    if (!photo || photo === this.#going || this.#isRefused()) return;
    this.#going = photo;
    sayProblem(this.#part, "");
    const given = await this.#giveAs(photo, this.#taken + 1);
    this.#going = null;
    // What nobody could take stays and can be sent once more.
    if (!given) return;
    this.#taken += 1;
    if (photo === this.#photo) this.leave();
  }

  /**
   * @param {HTMLCanvasElement} photo
   * @param {number} number
   */
  async #giveAs(photo, number) {
    const content = await photoOf(photo);
    if (photo !== this.#photo) return false;
    if (content) return this.#give(content, word("paper-photo-name", { number }));
    sayProblem(this.#part, word("paper-photo-failed"));
    return false;
  }

  /** @returns {boolean} */
  #isRefused() {
    const refused = this.#part.root.dataset.identity === "asked";
    if (refused) sayProblem(this.#part, word("paper-photo-identity"));
    return refused;
  }

  /** @param {HTMLCanvasElement | null} photo */
  #setPhoto(photo) {
    this.#photo = photo;
    const had = this.#part.find(STAGE)?.contains(document.activeElement);
    photo?.setAttribute("role", "img");
    photo?.setAttribute("aria-label", word("paper-photo-own"));
    this.#part.find("[data-photo-sheet]")?.replaceChildren(...(photo ? [photo] : []));
    this.#part.toggle("[data-photo-taken]", !!photo);
    this.#showLive();
    if (photo) this.#part.sayAnew("[data-papers-status]", word("paper-photo-look"));
    if (had) focusIn(this.#part, STAGE);
  }

  #showLive() {
    const video = this.#video;
    if (!video) return;
    const camera = this.#open && !this.#photo ? this.#camera : null;
    const shown = /** @type {MediaStream | null} */ (video.srcObject)?.getVideoTracks()[0] ?? null;
    if (shown !== camera) video.srcObject = camera && new MediaStream([camera]);
    if (camera) video.play().catch(() => {});
    this.#part.toggle("[data-photo-aim]", !!camera);
    this.#part.toggle("[data-photo=app]", !this.#photo && this.#offersApp);
  }

  /** Where the browser takes no photographs of its own, the app of the camera takes better ones. */
  get #offersApp() {
    const phone = matchMedia("(pointer: coarse)").matches;
    return phone && (!this.#camera || !("ImageCapture" in window));
  }

  get #camera() {
    return this.#own ?? this.#media.camera;
  }

  /** @returns {HTMLVideoElement | null} */
  get #video() {
    return this.#part.root.querySelector("[data-photo-live]");
  }
}
