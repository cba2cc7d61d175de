import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

const SCRIPT = readFileSync(
  new URL("../../buergerbuero/static/js/service-worker.js", import.meta.url),
  "utf-8",
);
const ORIGIN = "https://office.example.de";
const SAID = {
  title: "Virtuelles Bürgerbüro",
  body: "Sie sind dran.",
  tag: "turn",
  page: "/en/visit/",
  lang: "en",
};

/** A browser that runs the worker, with the windows it has open. */
class FakeWorker extends EventTarget {
  shown = [];
  opened = [];
  windows = [];
  registration = {
    getNotifications: async ({ tag }) => this.shown.filter((one) => one.tag === tag),
    showNotification: async (title, options) => {
      this.shown = this.shown.filter(({ tag }) => tag !== options.tag);
      const notice = { title, ...options, close: () => this.#close(notice) };
      this.shown.push(notice);
      this.heard = this.heard || !options.silent;
    },
  };
  clients = {
    matchAll: async () => this.windows,
    openWindow: async (page) => this.opened.push(page),
  };
  heard = false;

  constructor() {
    super();
    runInNewContext(SCRIPT, { self: this, URL });
  }

  skipWaiting() {}

  window(path, facts = {}) {
    const window = { url: ORIGIN + path, focused: false, visibilityState: "hidden", ...facts };
    window.focus = async () => {
      window.focused = true;
    };
    this.windows.push(window);
    return window;
  }

  async gets(said = SAID) {
    await this.#tell("push", { data: { json: () => said } });
  }

  async clicks() {
    await this.#tell("notificationclick", { notification: this.shown[0] });
  }

  async #tell(type, facts) {
    let work;
    const event = Object.assign(new Event(type), facts, {
      waitUntil: (promise) => {
        work = promise;
      },
    });
    this.dispatchEvent(event);
    await work;
  }

  #close(notice) {
    this.shown = this.shown.filter((one) => one !== notice);
  }
}

test("a message is shown and heard, and stays until somebody has seen it", async () => {
  const worker = new FakeWorker();
  await worker.gets();
  const [{ title, body, lang, renotify, requireInteraction, vibrate, silent }] = worker.shown;
  assert.deepEqual([title, body, lang], [SAID.title, SAID.body, "en"]);
  assert.deepEqual([renotify, requireInteraction, silent], [true, true, undefined]);
  assert.equal(vibrate.length, 3);
});

test("a newer message takes the place of the older one, and is heard too", async () => {
  const worker = new FakeWorker();
  await worker.gets({ ...SAID, body: "Sie sind gleich dran." });
  worker.heard = false;
  await worker.gets();
  assert.deepEqual(
    worker.shown.map(({ body }) => body),
    [SAID.body],
  );
  assert.equal(worker.heard, true);
});

test("what the page has said already is not heard twice", async () => {
  const worker = new FakeWorker();
  await worker.gets();
  worker.heard = false;
  await worker.gets();
  assert.equal(worker.shown.length, 1);
  assert.equal(worker.heard, false);
});

test("whoever has the page before their eyes is not disturbed", async () => {
  const worker = new FakeWorker();
  worker.window("/visit/", { focused: true, visibilityState: "visible" });
  await worker.gets();
  assert.equal(worker.heard, false);
  assert.deepEqual(worker.shown, []);
});

test("another page before their eyes does not count", async () => {
  const worker = new FakeWorker();
  worker.window("/desk/", { focused: true, visibilityState: "visible" });
  worker.window("/visit/", { focused: false, visibilityState: "visible" });
  await worker.gets();
  assert.equal(worker.heard, true);
});

test("a click leads to the open page, in whatever language it is", async () => {
  const worker = new FakeWorker();
  const [desk, visit] = [worker.window("/en/desk/"), worker.window("/visit/")];
  await worker.gets();
  await worker.clicks();
  assert.deepEqual([desk.focused, visit.focused], [false, true]);
  assert.deepEqual([worker.opened, worker.shown], [[], []]);
});

test("a click opens the page where it is closed, in the language of the message", async () => {
  const worker = new FakeWorker();
  worker.window("/visit/continue");
  await worker.gets();
  await worker.clicks();
  assert.deepEqual(worker.opened, ["/en/visit/"]);
});
