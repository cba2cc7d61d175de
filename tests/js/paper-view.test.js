import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { PaperView } from "../../buergerbuero/static/js/consultation/paper-view.js";
import { Part } from "../../buergerbuero/static/js/consultation/part.js";
import { FakeElement, fakeDocument } from "./fake-room.js";

/** pdf.js, as far as a view knows it: each page is drawn when the test says so. */
const PDF_JS = `data:text/javascript,
  export class PDFWorker {}
  export const getDocument = () => ({ promise: Promise.resolve(globalThis.pdf), destroy: async () => {} });`;
const MARKUP = `
  <p data-papers-status></p>
  <aside data-pdf data-pdf-worker="/worker.js">
    <div data-papers-stage="list"></div>
    <div data-papers-stage="view" hidden>
      <button data-view="back"></button>
      <p data-view-problem hidden></p>
      <button data-view="next"></button><button data-view="larger"></button>
      <div data-view-sheet></div>
    </div>
  </aside>`;
const PAPER = { name: "Bescheid.pdf", paper: { content: new Blob(["%PDF-1.7"]) }, focus() {} };

let drawing = [];
/** @type {unknown[]} */
let unhandled = [];
process.on("unhandledRejection", (error) => unhandled.push(error));

beforeEach(() => {
  drawing = [];
  unhandled = [];
  globalThis.Worker = class extends EventTarget {
    terminate() {}
  };
  const page = {
    getViewport: () => ({ width: 1, height: 1 }),
    render: () => ({ promise: new Promise((done, fail) => drawing.push({ done, fail })) }),
    getTextContent: async () => ({ items: [] }),
  };
  globalThis.pdf = { numPages: 2, getPage: async () => page };
  globalThis.devicePixelRatio = 1;
});

/** Whatever is under way arrives. */
async function quiet() {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resume) => setImmediate(resume));
}

/** A PDF of two pages, of which the first is shown. */
async function opened() {
  const part = new Part(fakeDocument(MARKUP));
  part.find("[data-pdf]").dataset.pdf = PDF_JS;
  document.baseURI = "https://office.example/";
  document.createElement = (tag) => new FakeElement(tag);
  const view = new PaperView(part);
  view.open(PAPER);
  await quiet();
  drawing.pop().done();
  await quiet();
  const press = (name) => part.find(`[data-view=${name}]`).click();
  const problem = () => part.find("[data-view-problem]").textContent;
  return { part, view, press, problem };
}

const REDRAWS = {
  "the next page": ({ press }) => press("next"),
  "a larger one": ({ press }) => press("larger"),
  "one in full screen": () => document.dispatchEvent(new Event("fullscreenchange")),
};

for (const [what, redraw] of Object.entries(REDRAWS)) {
  test(`${what} that cannot be drawn is said`, async () => {
    const all = await opened();
    redraw(all);
    await quiet();
    drawing.pop().fail(new Error("broken"));
    await quiet();
    assert.equal(all.problem(), "paper-view-unknown");
    assert.deepEqual(unhandled, []);
  });

  test(`${what} that cannot be drawn is nothing to whoever has left the paper`, async () => {
    for (const leave of [({ press }) => press("back"), ({ view }) => view.close()]) {
      const all = await opened();
      redraw(all);
      await quiet();
      leave(all);
      const said = all.part.find("[data-papers-status]").textContent;
      drawing.pop().fail(new Error("destroyed"));
      await quiet();
      assert.equal(all.problem(), "");
      assert.equal(all.part.find("[data-papers-status]").textContent, said);
      assert.deepEqual(unhandled, []);
    }
  });
}

test("a paper that is looked at when the talk ends is put away", async () => {
  const { part, view } = await opened();
  assert.equal(part.find("[data-papers-stage=view]").hidden, false);
  view.close();
  assert.equal(part.find("[data-papers-stage=view]").hidden, true);
  assert.equal(part.find("[data-papers-stage=list]").hidden, false);
  assert.deepEqual(part.find("[data-view-sheet]").children, []);
});
