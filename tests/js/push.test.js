import assert from "node:assert/strict";
import { test } from "node:test";
import { Push, pushVendor } from "../../buergerbuero/static/js/push.js";

const PLACE = { key: "BKEY", scope: "/visit/", start: "/visit/push", stop: "/visit/push/stop" };
const GIVEN = {
  endpoint: "https://fcm.googleapis.com/x",
  keys: { p256dh: "point", auth: "secret" },
};

/** A browser with a push service behind it. */
class FakeBrowser {
  permission = "default";
  answer = "granted";
  serviceIsThere = true;
  serverTakes = true;
  registrations = [];
  subscription = null;
  did = [];

  get push() {
    return new Push(this.world, PLACE);
  }

  get world() {
    return {
      able: true,
      workers: {
        register: (url, options) => this.#register(url, options),
        getRegistration: async () => this.registrations[0],
      },
      permission: () => this.permission,
      ask: async () => {
        this.did.push("asked");
        this.permission = this.answer;
        return this.answer;
      },
      post: async (url, fields = {}) => {
        this.did.push([url, { ...fields }]);
        return { ok: this.serverTakes, status: 204, message: "", data: null };
      },
    };
  }

  async #register(url, { scope }) {
    this.did.push(`registered ${url} for ${scope}`);
    const registration = {
      scope: `https://office.example.de${scope}`,
      active: Object.assign(new EventTarget(), { state: "activated" }),
      unregister: async () => {
        this.registrations = [];
      },
      pushManager: {
        subscribe: async (options) => this.#subscribe(options),
        getSubscription: async () => this.subscription,
      },
    };
    this.registrations = [registration];
    return registration;
  }

  #subscribe({ userVisibleOnly, applicationServerKey }) {
    if (!this.serviceIsThere) throw new DOMException("", "AbortError");
    assert.deepEqual([userVisibleOnly, applicationServerKey], [true, "BKEY"]);
    this.subscription = {
      toJSON: () => GIVEN,
      unsubscribe: async () => {
        this.subscription = null;
      },
    };
    return this.subscription;
  }
}

test("nothing is asked or set up before the person wants it", async () => {
  const browser = new FakeBrowser();
  const { push } = browser;
  assert.equal(push.isPossible, true);
  assert.equal(await push.isOn(), false);
  assert.deepEqual(browser.did, []);
});

test("who wants messages is asked first, and the server learns where to send them", async () => {
  const browser = new FakeBrowser();
  const { push } = browser;
  assert.equal(await push.start(), "on");
  assert.deepEqual(browser.did, [
    "asked",
    "registered /sw.js for /visit/",
    ["/visit/push", { endpoint: GIVEN.endpoint, p256dh: "point", auth: "secret" }],
  ]);
  assert.equal(await push.isOn(), true);
});

test("who says no to the browser's question gets nothing set up", async () => {
  const browser = new FakeBrowser();
  browser.answer = "denied";
  const { push } = browser;
  assert.equal(await push.start(), "denied");
  assert.deepEqual(browser.did, ["asked"]);
  assert.equal(push.isPossible, false);
  assert.equal(push.isDenied, true);
});

test("a browser that reaches no push service may still show messages", async () => {
  const browser = new FakeBrowser();
  browser.serviceIsThere = false;
  assert.equal(await browser.push.start(), "open");
});

test("what the server does not take is not kept in the browser either", async () => {
  const browser = new FakeBrowser();
  browser.serverTakes = false;
  assert.equal(await browser.push.start(), "open");
  assert.equal(browser.subscription, null);
});

test("who wants no messages any more has none, here and at the server", async () => {
  const browser = new FakeBrowser();
  const { push } = browser;
  await push.start();
  assert.equal(await push.stop(), true);
  assert.deepEqual(browser.did.at(-1), ["/visit/push/stop", {}]);
  assert.deepEqual([browser.subscription, browser.registrations], [null, []]);
});

test("with the visit everything goes from the browser", async () => {
  const browser = new FakeBrowser();
  const { push } = browser;
  await push.start();
  const did = browser.did.length;
  await push.end();
  await push.end();
  assert.deepEqual([browser.subscription, browser.registrations], [null, []]);
  assert.equal(browser.did.length, did);
});

test("the registration of another page is left alone", async () => {
  const browser = new FakeBrowser();
  await browser.push.start();
  browser.registrations[0].scope = "https://office.example.de/";
  await browser.push.end();
  assert.equal(browser.registrations.length, 1);
});

test("a browser that cannot, and an office that does not, offer nothing", async () => {
  const browser = new FakeBrowser();
  const unable = new Push({ ...browser.world, able: false }, PLACE);
  const off = new Push(browser.world, { ...PLACE, key: "" });
  assert.deepEqual(
    [unable.isPossible, unable.isDenied, await unable.isOn()],
    [false, false, false],
  );
  assert.deepEqual([off.isPossible, off.isDenied], [false, false]);
  await unable.end();
});

const CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0";
const VENDORS = {
  [`${CHROME} Safari/537.36`]: "Google",
  [`${CHROME} Safari/537.36 OPR/124.0`]: "Google",
  [`${CHROME} Safari/537.36 Edg/140.0`]: "Microsoft",
  "Mozilla/5.0 (Linux; Android 10; K) Chrome/140.0 Mobile Safari/537.36 EdgA/140.0": "Google",
  "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0": "Mozilla",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15": "Apple",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/140.0 Mobile Safari/604.1": "Apple",
};

for (const [userAgent, vendor] of Object.entries(VENDORS)) {
  test(`${userAgent.slice(-40)} gets messages through ${vendor}`, () => {
    assert.equal(pushVendor({ userAgent, maxTouchPoints: 0 }), vendor);
  });
}
