import assert from "node:assert/strict";
import { test } from "node:test";

/** Like a browser that remembers what failed: under its own address it never comes, nor at the second try. */
const comesAtThird = (script) =>
  `data:text/javascript,if (!import.meta.url.endsWith("again=2")) throw 0;${script}//`;

globalThis.document = {
  body: { dataset: { table: comesAtThird("export const layTable = 1;") } },
  querySelector: () => null,
  getElementById: () => null,
};
const { fetchTable } = await import("../../buergerbuero/static/js/consultation/table-script.js");
const { fetchScript } = await import("../../buergerbuero/static/js/fetch-script.js");
const { LineRow } = await import("../../buergerbuero/static/js/citizen/line-row.js");

test("a script that came at once is the same one every time", async () => {
  const address = "data:text/javascript,export const one = {};//";
  assert.equal((await fetchScript(address)).one, (await fetchScript(address)).one);
});

test("what failed is fetched under another address each time", async () => {
  const address = comesAtThird("export const here = true;");
  await assert.rejects(fetchScript(address));
  await assert.rejects(fetchScript(address));
  assert.equal((await fetchScript(address)).here, true);
});

test("a table that did not come is there when it is asked for again", async () => {
  assert.deepEqual([await fetchTable(), await fetchTable()], [null, null]);
  assert.equal((await fetchTable()).layTable, 1);
});

test("a test of the line whose script did not come can be run later", async () => {
  const testLine = comesAtThird("export const testLine = async () => 'line-good';");
  const part = {
    find: (selector) => (selector === "[data-test-line]" ? { dataset: { testLine } } : null),
    say: () => {},
    toggle: () => {},
  };
  const row = new LineRow(part, () => {});
  const verdicts = [];
  for (let tries = 0; tries < 3; tries += 1) {
    await row.test({ audio: null, video: null });
    verdicts.push(row.verdict);
  }
  assert.deepEqual(verdicts, [null, null, "line-good"]);
});
