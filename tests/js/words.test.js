import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { timeInWords } from "../../buergerbuero/static/js/countdown.js";
import { waitInWords } from "../../buergerbuero/static/js/desk/waits.js";
import { WORDS } from "../../buergerbuero/static/js/word-keys.js";
import { word } from "../../buergerbuero/static/js/words.js";

const SCRIPTS = new URL("../../buergerbuero/static/js/", import.meta.url);
const DICTIONARY = {
  "time-minutes": "%(time)s Minuten",
  "time-seconds": "%(seconds)s Sekunden",
  "time-one-second": "1 Sekunde",
  "waits-few": "wenigen Sekunden",
  "waits-seconds": "%(seconds)s Sekunden",
  "waits-minute": "1 Minute",
  "waits-minutes": "%(minutes)s Minuten",
  "waits-hours": "%(time)s Stunden",
};
globalThis.document = { getElementById: () => ({ textContent: JSON.stringify(DICTIONARY) }) };

/** The text of every script but the list itself. */
function sources() {
  return readdirSync(SCRIPTS, { recursive: true })
    .filter((name) => name.endsWith(".js") && name !== "word-keys.js")
    .map((name) => readFileSync(new URL(name, SCRIPTS), "utf-8"))
    .join("\n");
}

test("puts values into a sentence and leaves what it does not know", () => {
  assert.equal(word("time-seconds", { seconds: 42 }), "42 Sekunden");
  assert.equal(word("time-seconds"), "%(seconds)s Sekunden");
  assert.equal(word("offline"), "offline");
});

test("no word is listed twice, none is listed that nobody says", () => {
  assert.equal(new Set(WORDS).size, WORDS.length);
  const text = sources();
  assert.deepEqual(
    WORDS.filter((key) => !text.includes(`"${key}"`)),
    [],
  );
});

test("the time left is said in minutes, then in seconds", () => {
  assert.deepEqual([102, 120, 60, 59, 1, 0].map(timeInWords), [
    "1:42 Minuten",
    "2:00 Minuten",
    "1:00 Minuten",
    "59 Sekunden",
    "1 Sekunde",
    "0 Sekunden",
  ]);
});

test("a wait is said in tens of seconds, minutes and hours", () => {
  assert.deepEqual([-5_000, 28_000, 60_000, 725_000, 3_900_000].map(waitInWords), [
    "wenigen Sekunden",
    "20 Sekunden",
    "1 Minute",
    "12 Minuten",
    "1:05 Stunden",
  ]);
});
