/** Messages of the operating system, only after the advisor has asked for them. */
export class Notices {
  constructor() {
    document.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-notify]")) this.#ask();
    });
    this.show();
  }

  /** Shows the button only where there is something to decide. */
  show() {
    const open = "Notification" in window && Notification.permission === "default";
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (
      document.querySelectorAll("[data-notify]")
    )) {
      button.hidden = !open;
    }
  }

  knock() {
    this.#tell("knock", document.body.dataset.notifyText);
  }

  ring() {
    this.#tell("ring", document.body.dataset.notifyRing);
  }

  help() {
    this.#tell("help", document.body.dataset.notifyHelp);
  }

  /**
   * A neutral sentence: somebody else may see the screen.
   * @param {string} tag
   * @param {string} [body]
   */
  #tell(tag, body) {
    const { notifyTitle } = document.body.dataset;
    if (!notifyTitle || !document.hidden || !("Notification" in window)) return;
    if (Notification.permission !== "granted") return;
    try {
      const notice = new Notification(notifyTitle, { body, tag });
      notice.onclick = () => {
        window.focus();
        notice.close();
      };
    } catch {
      // Android lets only service workers do this.
    }
  }

  async #ask() {
    await Notification.requestPermission();
    this.show();
  }
}
