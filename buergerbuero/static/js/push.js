import { browserKind } from "./consultation/browser.js";

/**
 * What a subscription needs of the browser, so that a test can stand in for it.
 * @typedef {object} PushWorld
 * @property {boolean} able the browser knows push messages and may ask for them
 * @property {ServiceWorkerContainer} workers
 * @property {() => NotificationPermission} permission
 * @property {() => Promise<NotificationPermission>} ask
 * @property {import("./post.js").Post} post
 */

/**
 * @typedef {object} PushPlace where a page's subscription belongs
 * @property {string} key the public key that only our server can send with
 * @property {string} scope each kind of page has a subscription of its own
 * @property {string} start
 * @property {string} stop
 */

/**
 * `open`: the browser may show messages, but gets none while the page is closed.
 * @typedef {"on" | "open" | "denied"} PushResult
 */

const WORKER = "/sw.js";
const PATIENCE_MS = 15_000;

/** The messages that reach a browser whose page is closed. Nothing is set up before `start`. */
export class Push {
  #world;
  #place;

  /**
   * @param {PushWorld} world
   * @param {PushPlace} place
   */
  constructor(world, place) {
    this.#world = world;
    this.#place = place;
  }

  get isPossible() {
    return this.#isWanted && this.#world.permission() !== "denied";
  }

  get isDenied() {
    return this.#isWanted && this.#world.permission() === "denied";
  }

  get #isWanted() {
    return this.#world.able && this.#place.key !== "";
  }

  /** @returns {Promise<boolean>} this browser still has what the server knows of */
  async isOn() {
    if (!this.#world.able || this.#world.permission() !== "granted") return false;
    return !!(await (await this.#registration())?.pushManager.getSubscription());
  }

  /**
   * To call while a click is handled: browsers ask only then.
   * @returns {Promise<PushResult>}
   */
  async start() {
    if ((await this.#world.ask()) !== "granted") return "denied";
    try {
      return (await this.#subscribe()) ? "on" : "open";
    } catch {
      // The push service cannot be reached, or the browser has none.
      return "open";
    }
  }

  async stop() {
    const { ok } = await this.#world.post(this.#place.stop);
    await this.end();
    return ok;
  }

  /** Nothing stays behind in this browser. The server has forgotten by itself, or will. */
  async end() {
    const registration = await this.#registration();
    const subscription = await registration?.pushManager.getSubscription();
    await subscription?.unsubscribe();
    await registration?.unregister();
  }

  async #subscribe() {
    const { workers, post } = this.#world;
    const { key, scope, start } = this.#place;
    const registration = await workers.register(WORKER, { scope, updateViaCache: "none" });
    await activated(registration);
    const wanted = { userVisibleOnly: true, applicationServerKey: key };
    const subscription = await inTime(registration.pushManager.subscribe(wanted));
    const { endpoint = "", keys = {} } = subscription.toJSON();
    const { ok } = await post(start, { endpoint, p256dh: keys.p256dh, auth: keys.auth });
    if (!ok) await subscription.unsubscribe();
    return ok;
  }

  async #registration() {
    if (!this.#world.able) return undefined;
    const found = await this.#world.workers.getRegistration(this.#place.scope);
    // A page below another scope would find the one around it.
    return found?.scope.endsWith(this.#place.scope) ? found : undefined;
  }
}

/**
 * @param {import("./post.js").Post} post
 * @returns {PushWorld}
 */
export function pushWorld(post) {
  const able = isSecureContext && "serviceWorker" in navigator && "PushManager" in window;
  return {
    able: able && "Notification" in window,
    workers: navigator.serviceWorker,
    permission: () => Notification.permission,
    ask: () => Notification.requestPermission(),
    post,
  };
}

/**
 * Whose push service a browser uses. Nothing but its name tells.
 * @param {{userAgent: string, maxTouchPoints: number}} navigator
 */
export function pushVendor(navigator) {
  const kind = browserKind(navigator);
  if (kind === "safari-ios" || kind === "safari-macos") return "Apple";
  if (kind === "firefox") return "Mozilla";
  return navigator.userAgent.includes("Edg/") ? "Microsoft" : "Google";
}

/** @param {ServiceWorkerRegistration} registration */
function activated({ installing, waiting, active }) {
  const worker = installing ?? waiting ?? active;
  return new Promise((resolve) => {
    const look = () => worker?.state === "activated" && resolve(undefined);
    worker?.addEventListener("statechange", look);
    look();
  });
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
function inTime(promise) {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS));
  return /** @type {Promise<T>} */ (Promise.race([promise, late]));
}
