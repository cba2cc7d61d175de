import { Idiomorph } from "../vendor/idiomorph/0.8.0/idiomorph.min.js";

/** Elements that hold live media or a script's own words: the server's HTML never reaches into them. */
const KEEP = "[data-keep], [data-command-message]";
const LIVE_VALUES = Object.freeze(["value", "checked", "selected"]);
const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

/**
 * Brings `#region-<name>` to the server's HTML and tells the document by the event `region`.
 * @param {string} name
 * @param {string} html
 * @returns {boolean} whether anything changed
 */
export function morph(name, html) {
  const id = `region-${name}`;
  const root = document.getElementById(id);
  if (!root) return false;
  let changed = false;
  keepingFocus(() => {
    changed = watchChanges(root, () => Idiomorph.morph(root, html, settings()));
    showRegionState(name);
    const element = document.getElementById(id);
    document.dispatchEvent(new CustomEvent("region", { detail: { name, element } }));
  });
  return changed;
}

/**
 * The state of a region stands at `<body>` too: the room hides the page's head and foot by it.
 * @param {string} name
 */
export function showRegionState(name) {
  const { state } = document.getElementById(`region-${name}`)?.dataset ?? {};
  if (state) document.body.setAttribute(`data-${name}`, state);
}

/** @typedef {{name: string, element: HTMLElement | null}} RegionChange */

/**
 * @param {(change: RegionChange) => void} run
 */
export function onRegion(run) {
  document.addEventListener("region", (event) =>
    run(/** @type {CustomEvent<RegionChange>} */ (event).detail),
  );
}

/**
 * @param {HTMLElement} root
 * @param {() => void} run
 * @returns {boolean}
 */
function watchChanges(root, run) {
  const observer = new MutationObserver(() => {});
  observer.observe(root.parentNode ?? root, {
    attributes: true,
    characterData: true,
    childList: true,
    subtree: true,
  });
  run();
  const changed = observer.takeRecords().length > 0;
  observer.disconnect();
  return changed;
}

/** A control whose value the server did not change keeps what the person typed or chose. */
function settings() {
  /** @type {Set<Element>} */
  const unchanged = new Set();
  return {
    callbacks: {
      /**
       * @param {Node} old
       * @param {Node} fresh
       */
      beforeNodeMorphed(old, fresh) {
        if (!(old instanceof Element) || !(fresh instanceof Element)) return true;
        if (old.matches(KEEP) || (old instanceof HTMLMediaElement && old.srcObject)) return false;
        const value = serverValue(old);
        if ((value !== null && value === serverValue(fresh)) || isTypedIn(old)) unchanged.add(old);
        return true;
      },
      /**
       * @param {string} attribute
       * @param {Element} element
       * @param {"update" | "remove"} kind
       */
      beforeAttributeUpdated(attribute, element, kind) {
        if (attribute === "tabindex" && kind === "remove") return false;
        if (attribute === "open") return !element.matches("details, dialog");
        return !(LIVE_VALUES.includes(attribute) && unchanged.has(element));
      },
    },
  };
}

/**
 * @param {Element} element
 * @returns {string | boolean | null} null: nothing a person could have changed
 */
function serverValue(element) {
  if (element instanceof HTMLTextAreaElement) return element.defaultValue;
  if (element instanceof HTMLOptionElement) return element.defaultSelected;
  if (!(element instanceof HTMLInputElement)) return null;
  return isTick(element) ? element.defaultChecked : element.getAttribute("value");
}

/**
 * @param {Element} element
 * @returns {boolean}
 */
function isTypedIn(element) {
  if (element instanceof HTMLInputElement && isTick(element)) return false;
  if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement))
    return false;
  return element === document.activeElement || element.value !== element.defaultValue;
}

/** @param {HTMLInputElement} input */
function isTick(input) {
  return input.type === "checkbox" || input.type === "radio";
}

/**
 * Last of all: only a page that is laid out can tell who has the focus, and to lay it out takes its time.
 * @param {() => void} run
 */
function keepingFocus(run) {
  const focused = document.activeElement;
  const ancestors = [];
  for (let node = focused?.parentElement; node; node = node.parentElement) ancestors.push(node);
  run();
  if (!focused || focused === document.body || hasFocus()) return;
  const nearest = ancestors.find((node) => node.isConnected && fallbackIn(node));
  giveFocus((nearest && fallbackIn(nearest)) ?? document.querySelector("main h1, h1"));
}

/**
 * Something that can be seen holds the focus.
 * @returns {boolean}
 */
export function hasFocus() {
  const active = document.activeElement;
  return !!active && active !== document.body && active.getClientRects().length > 0;
}

/**
 * A fallback for its own list item only is none for the rest of the page.
 * @param {Element} node
 * @returns {Element | null}
 */
function fallbackIn(node) {
  if (node.matches("[data-focus-fallback]")) return node;
  const item = node.closest("li") && node.querySelector("[data-focus-item]");
  return item ?? node.querySelector("[data-focus-fallback]");
}

/**
 * Moves the focus to an element that may be a plain heading.
 * @param {Element | null} element
 */
export function giveFocus(element) {
  if (!(element instanceof HTMLElement)) return;
  if (!element.matches(FOCUSABLE)) element.tabIndex = -1;
  element.focus();
}
