import { TestClock } from "./clock.js";

/** Stands in for the browser around a stream. */
export class FakePage {
  clock = new TestClock();
  sources = [];
  posts = [];
  polls = [];
  heard = [];
  isHidden = false;
  postStatus = 204;
  pollAnswer = () => ({ status: 0, text: "" });
  #listeners = new Map();

  get world() {
    const page = this;
    return {
      now: this.clock.now,
      setTimeout: this.clock.setTimeout,
      clearTimeout: this.clock.clearTimeout,
      random: () => 1,
      hidden: () => this.isHidden,
      on: (event, run) => this.#listeners.set(event, run),
      post: async (url, fields) => {
        this.posts.push([url, fields]);
        return { ok: this.postStatus < 300, status: this.postStatus, message: "", data: null };
      },
      fetch: async (url) => {
        this.polls.push(url);
        const { status, text } = this.pollAnswer();
        if (status === 0) throw new TypeError("Failed to fetch");
        return { status, text: async () => text };
      },
      EventSource: class extends FakeSource {
        constructor(url) {
          super(url);
          page.sources.push(this);
        }
      },
    };
  }

  get handlers() {
    const note = (kind) => (value) => this.heard.push([kind, value]);
    return {
      onRegion: note("region"),
      onRoom: note("room"),
      onSignal: note("signal"),
      onEnd: note("end"),
      onState: note("state"),
    };
  }

  get source() {
    return this.sources.at(-1);
  }

  get states() {
    return this.heard.filter(([kind]) => kind === "state").map(([, value]) => value);
  }

  tell(event) {
    this.#listeners.get(event)();
  }
}

class FakeSource extends EventTarget {
  closed = false;

  constructor(url) {
    super();
    this.url = url;
  }

  say(event, data, lastEventId = "") {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data), lastEventId }));
  }

  fail() {
    this.dispatchEvent(new Event("error"));
  }

  close() {
    this.closed = true;
  }
}
