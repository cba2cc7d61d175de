const TAG = /<(\/?)([a-z0-9]+)([^>]*)>/g;
const ATTRIBUTE = /([a-z-]+)(?:="([^"]*)")?/g;
const CONDITION = /\[([a-z-]+)(?:(~?=)"?([^\]"]*)"?)?\]|([.#]?)([a-z][\w-]*)/g;

/** Just as much of an element as the parts of a room ask of it. */
export class FakeElement extends EventTarget {
  children = [];
  parent = null;
  attributes = new Map();
  style = {};
  clientWidth = 100;
  #text = "";

  constructor(tag) {
    super();
    this.tag = tag;
    this.dataset = new Proxy(this, {
      get: (_, name) => this.attributes.get(attributeOf(name)),
      set: (_, name, value) => !!this.attributes.set(attributeOf(name), value),
      has: (_, name) => this.attributes.has(attributeOf(name)),
    });
  }

  get hidden() {
    return this.attributes.has("hidden");
  }

  set hidden(hidden) {
    if (hidden) this.attributes.set("hidden", "");
    else this.attributes.delete("hidden");
  }

  get textContent() {
    return this.#text + this.children.map(({ textContent }) => textContent).join("");
  }

  set textContent(text) {
    this.children = [];
    this.#text = text;
  }

  get classList() {
    const names = () => (this.attributes.get("class") ?? "").split(" ").filter(Boolean);
    const toggle = (name, on) => {
      const others = names().filter((one) => one !== name);
      this.attributes.set("class", [...others, ...(on ? [name] : [])].join(" "));
    };
    return { toggle, contains: (name) => names().includes(name) };
  }

  get firstElementChild() {
    return this.children[0] ?? null;
  }

  /** What a template holds. */
  get content() {
    return this;
  }

  cloneNode() {
    const copy = new FakeElement(this.tag);
    for (const [name, value] of this.attributes) copy.attributes.set(name, value);
    copy.textContent = this.#text;
    copy.append(...this.children.map((child) => child.cloneNode()));
    return copy;
  }

  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }

  setAttribute(name, value) {
    this.attributes.set(name, value);
  }

  append(...added) {
    for (const one of added) one.parent = this;
    this.children.push(...added);
  }

  prepend(...added) {
    for (const one of added) one.parent = this;
    this.children.unshift(...added);
  }

  replaceChildren(...added) {
    this.textContent = "";
    this.append(...added);
  }

  remove() {
    const { children } = this.parent ?? { children: [] };
    if (children.includes(this)) children.splice(children.indexOf(this), 1);
    this.parent = null;
  }

  contains(other) {
    return !!other && (other === this || this.contains(other.parent));
  }

  closest(selector) {
    return this.matches(selector) ? this : (this.parent?.closest(selector) ?? null);
  }

  matches(selector) {
    return selector.split(",").some((one) => this.#fits(one.trim().split(/\s+/)));
  }

  querySelector(selector) {
    return this.querySelectorAll(selector)[0] ?? null;
  }

  querySelectorAll(selector) {
    const inside = this.children.flatMap((child) => [
      ...(child.matches(selector) ? [child] : []),
      ...child.querySelectorAll(selector),
    ]);
    return this.tag === "template" ? [] : inside;
  }

  checkVisibility() {
    return !this.hidden && (this.parent?.checkVisibility() ?? true);
  }

  focus() {
    document.activeElement = this;
  }

  click() {
    this.tell(new Event("click"));
  }

  /** An event that rises to the root. */
  tell(event) {
    Object.defineProperty(event, "target", { value: this });
    for (let place = this; place; place = place.parent) place.dispatchEvent(event);
  }

  async play() {}

  #fits(path) {
    const own = [...path.at(-1).matchAll(CONDITION)].every((condition) => this.#meets(condition));
    const outer = path.slice(0, -1);
    return own && (outer.length === 0 || !!this.parent?.closest(outer.join(" ")));
  }

  #meets([, attribute, how, value, kind, name]) {
    if (kind === ".") return this.classList.contains(name);
    if (kind === "#") return this.attributes.get("id") === name;
    if (name) return this.tag === name;
    const has = this.attributes.get(attribute);
    if (how === "~=") return has?.split(" ").includes(value) ?? false;
    return how ? has === value : has !== undefined;
  }
}

function attributeOf(name) {
  return `data-${String(name).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** An element of its markup without texts; each tag in it is closed. */
function elementOf(markup) {
  const root = new FakeElement("body");
  let place = root;
  for (const [, closes, tag, attributes] of markup.matchAll(TAG)) {
    const element = closes ? place.parent : new FakeElement(tag);
    for (const [, name, value = ""] of attributes.matchAll(ATTRIBUTE))
      element.attributes.set(name, value);
    if (!closes) place.append(element);
    place = element;
  }
  return root.firstElementChild;
}

/** A document whose room has this markup, and which says these words. @returns the room's root */
export function fakeDocument(markup, words = {}) {
  const root = elementOf(`<section data-room>${markup}</section>`);
  const document = new FakeElement("html");
  Object.assign(document, {
    activeElement: null,
    documentElement: { lang: "de", dataset: {} },
    body: { dataset: {} },
    getElementById: (id) => (id === "words" ? { textContent: JSON.stringify(words) } : null),
  });
  document.append(root);
  Object.assign(globalThis, {
    document,
    Element: FakeElement,
    HTMLInputElement: class {},
    MediaStream: class {
      constructor(tracks) {
        this.getVideoTracks = () => tracks;
      }
    },
    matchMedia: () => ({ matches: false }),
  });
  return root;
}

/** A room that this page is in, with these others; each may be given channels to talk over. */
export class FakeRoom extends EventTarget {
  state = "in";
  me = { id: "me", role: "citizen", name: "Ayla", here: true };
  channels = new Map();
  mesh = {
    linkTo: (id) => (this.channels.has(id) ? { channels: this.channels.get(id) } : null),
    devicesOf: () => null,
  };

  constructor(...others) {
    super();
    this.others = others;
  }

  become(state) {
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }

  has(...others) {
    this.others = others;
    this.dispatchEvent(new Event("people"));
  }
}

/** The channels of one connection, all of them open. */
export class FakeChannels extends EventTarget {
  sent = [];

  isOpen() {
    return true;
  }

  listen() {}

  raw() {
    return null;
  }

  send(_name, data) {
    this.sent.push(data);
    return true;
  }

  hears(name, data) {
    this.dispatchEvent(new CustomEvent("message", { detail: { name, data } }));
  }
}
