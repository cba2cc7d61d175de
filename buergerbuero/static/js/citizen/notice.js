const TAG = "turn";

/** @type {Notification | null} */
let shown = null;

/**
 * A message of the operating system while the page lives and nobody sees it, once that is allowed.
 * The push message of the same sentence takes its place without a sound.
 * @param {"nearly" | "called"} turn
 */
export async function notifyUnseen(turn) {
  if (!document.hidden || !("Notification" in window) || Notification.permission !== "granted")
    return;
  const { notifyTitle = "", notifyNearly = "", notifyCalled = "" } = document.body.dataset;
  const body = turn === "called" ? notifyCalled : notifyNearly;
  const options = { body, tag: TAG, data: { page: location.pathname } };
  const registration = await ownRegistration();
  if (registration) return registration.showNotification(notifyTitle, options);
  try {
    shown = new Notification(notifyTitle, options);
    shown.onclick = () => window.focus();
  } catch {
    // Android lets only service workers do this.
  }
}

/** Whoever is back at the page needs no message any more. */
export function clearWhenSeen() {
  document.addEventListener("visibilitychange", () => document.hidden || clear());
}

async function clear() {
  shown?.close();
  const registration = await ownRegistration();
  for (const notice of (await registration?.getNotifications({ tag: TAG })) ?? []) notice.close();
}

async function ownRegistration() {
  /** @type {HTMLElement | null} */
  const root = document.querySelector("[data-push]");
  return navigator.serviceWorker?.getRegistration(root?.dataset.pushScope);
}
