const SMALL = 4;
const SMALL_FOR_MS = 700;

/**
 * The first key frame has to squeeze through a connection whose speed is not known yet: at a quarter of the
 * width it arrives in a third of the time. The full size follows while the first pictures flow.
 */
export class FirstPicture {
  #timers;
  /** @type {RTCRtpSender | null} */
  #sender = null;
  #connected = false;

  /** @param {import("../timers.js").Timers} timers */
  constructor(timers) {
    this.#timers = timers;
  }

  /** @param {RTCRtpSender} sender before it is given its first picture */
  async startSmall(sender) {
    if (this.#sender) return;
    this.#sender = sender;
    await scale(sender, SMALL);
    this.#growLater();
  }

  /** The way is open. */
  connected() {
    if (this.#connected) return;
    this.#connected = true;
    this.#growLater();
  }

  #growLater() {
    const sender = this.#sender;
    if (sender && this.#connected)
      this.#timers.set("full size", SMALL_FOR_MS, () => scale(sender, 1));
  }
}

/**
 * A browser that cannot do so sends the full picture from the start.
 * @param {RTCRtpSender} sender
 * @param {number} factor
 */
async function scale(sender, factor) {
  const parameters = sender.getParameters();
  for (const encoding of parameters.encodings ?? []) encoding.scaleResolutionDownBy = factor;
  await sender.setParameters(parameters).catch(() => {});
}
