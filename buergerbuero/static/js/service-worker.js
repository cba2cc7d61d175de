/** Shows push messages and leads back to the page. It touches no request and keeps nothing. */

// The types of the other scripts are those of a page.
const worker = /** @type {any} */ (self);
const VIBRATION_MS = [200, 100, 200];

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("push", (/** @type {any} */ event) =>
  event.waitUntil(tell(event.data.json())),
);
worker.addEventListener("notificationclick", (/** @type {any} */ event) => {
  event.notification.close();
  event.waitUntil(leadTo(event.notification.data.page));
});

/**
 * Browsers demand that every message is shown. Whoever has the page before their eyes knows already.
 * @param {{title: string, body: string, tag: string, page: string, lang: string}} said
 */
async function tell({ title, body, tag, page, lang }) {
  const shown = await worker.registration.getNotifications({ tag });
  const known = shown.some((/** @type {Notification} */ one) => one.body === body);
  const seen = (await windowsOf(page)).some(
    ({ focused, visibilityState }) => focused && visibilityState === "visible",
  );
  const quiet = known || seen;
  await worker.registration.showNotification(title, {
    body,
    tag,
    lang,
    data: { page },
    renotify: !quiet,
    requireInteraction: true,
    ...(quiet ? { silent: true } : { vibrate: VIBRATION_MS }),
  });
  if (seen) for (const one of await worker.registration.getNotifications({ tag })) one.close();
}

/** @param {string} page */
async function leadTo(page) {
  const [there] = await windowsOf(page);
  return there ? there.focus() : worker.clients.openWindow(page);
}

/**
 * Windows that show this page, in whatever language.
 * @param {string} page
 * @returns {Promise<any[]>}
 */
async function windowsOf(page) {
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const path = withoutLanguage(page);
  return windows.filter(
    (/** @type {{url: string}} */ { url }) => withoutLanguage(new URL(url).pathname) === path,
  );
}

/** @param {string} path */
function withoutLanguage(path) {
  return path.replace(/^\/[a-z]{2}(?=\/)/, "");
}
