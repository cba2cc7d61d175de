// Stands for this browser's way to its vendor's push service, which Debian's Chromium does not have. All else is real:
// the permission, the service worker, its notifications. `GIVEN` is put in by the test; null: it cannot be reached.
(() => {
  const given = GIVEN;
  const subscribed = "a test's push subscription";
  const subscription = {
    toJSON: () => given,
    unsubscribe: async () => {
      localStorage.removeItem(subscribed);
      return true;
    },
  };
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    if (!given || !userVisibleOnly) throw new DOMException("Registration failed", "AbortError");
    localStorage.setItem(subscribed, applicationServerKey);
    return subscription;
  };
  PushManager.prototype.getSubscription = async () =>
    localStorage.getItem(subscribed) ? subscription : null;
})();
