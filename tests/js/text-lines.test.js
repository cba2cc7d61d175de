import assert from "node:assert/strict";
import { test } from "node:test";

import { Sentences } from "../../buergerbuero/static/js/consultation/sentences.js";
import {
  cutOf,
  LINES_AT_MOST,
  LONGEST_LINE,
  Log,
  OWN,
  readMessage,
  tidyText,
} from "../../buergerbuero/static/js/consultation/text-lines.js";
import { TestClock } from "./clock.js";
import { Crowd } from "./fake-crowd.js";

const WORD = Object.freeze({ sheet: 7, line: 1, text: "Hallo", done: false, age: 0, yours: false });

// One message

test("what is no message of ours is nothing", () => {
  const longest = { ...WORD, text: "x".repeat(LONGEST_LINE) };
  assert.deepEqual(readMessage(JSON.stringify(longest)), longest);
  const wrong = [
    new ArrayBuffer(8),
    "",
    "Hallo",
    "null",
    "[]",
    "7",
    "{",
    `{"__proto__": ${JSON.stringify(WORD)}}`,
    "[".repeat(9_000),
    JSON.stringify({ ...WORD, text: "x".repeat(LONGEST_LINE + 1) }),
    `${" ".repeat(20_000)}${JSON.stringify(WORD)}`,
    ...Object.keys(WORD)
      .filter((key) => key !== "yours")
      .map((key) => JSON.stringify({ ...WORD, [key]: undefined })),
    ...[-1, 1.5, "1", null, {}, 1e300].map((line) => JSON.stringify({ ...WORD, line })),
    ...[7, null, ["a"], { a: 1 }].map((text) => JSON.stringify({ ...WORD, text })),
    JSON.stringify({ ...WORD, done: "yes" }),
    JSON.stringify({ ...WORD, yours: 1 }),
  ];
  for (const data of wrong) assert.equal(readMessage(data), null, String(data).slice(0, 60));
  assert.equal({}.text, undefined);
});

test("an author that a message claims is nothing to anybody", () => {
  const log = new Log();
  log.hear("b", readMessage(JSON.stringify({ ...WORD, author: "c", from: "c" })), 1);
  assert.deepEqual(
    log.inOrder.map(({ author }) => author),
    ["b"],
  );
});

test("what only deceives the eye goes; letters, emoji and line breaks of every script stay", () => {
  assert.equal(tidyText("a\u202eb\u2066c\u200bd\ufeff\u00ade\u0007\u{e0041}f"), "abcdef");
  assert.equal(tidyText("\ud800x"), "x");
  assert.equal(tidyText(`a${"\u0301".repeat(100)}`).length, 5);
  assert.equal(tidyText("a\r\nb\u2028c\n\n\n\n\nd\te"), "a\nb\nc\n\nd e");
  for (const text of ["👩‍👧‍👦 🇩🇪 👍🏽", "می‌خواهم", "שלום", "Zoë, Ærø, ß", "1 < 2 & <b>x</b>"])
    assert.equal(tidyText(text), text.normalize("NFC"));
});

test("a text that is too long is cut between words, and never inside of a character", () => {
  assert.equal(cutOf(`${"a".repeat(1_500)} ${"b".repeat(1_500)}`), 1_501);
  assert.equal(cutOf("a".repeat(3_000)), LONGEST_LINE);
  assert.equal(cutOf(`${"a".repeat(LONGEST_LINE - 1)}😀`), LONGEST_LINE - 1);
});

// Whole sentences for ears

test("a sentence is said once it has an end, and once", () => {
  const sentences = new Sentences();
  const typed = "Guten Tag. Es fehlt nichts! Bis";
  const said = [...typed].map((_, end) => sentences.next(1, typed.slice(0, end + 1), false));
  assert.deepEqual(said.filter(Boolean), ["Guten Tag.", "Es fehlt nichts!"]);
  assert.equal(sentences.next(1, `${typed} bald`, true), "Bis bald");
  assert.equal(sentences.next(1, `${typed} bald`, true), "");
});

test("a corrected sentence is said once more, from its beginning", () => {
  const sentences = new Sentences();
  sentences.next(1, "Ja. Am Montag. ", false);
  assert.equal(sentences.next(1, "Ja. Am Mon", false), "");
  assert.equal(sentences.next(1, "Ja. Am Mittwoch. ", false), "Am Mittwoch.");
});

test("marks and quotes end a sentence only where a space follows", () => {
  const said = (text) => new Sentences().next(1, text, false);
  assert.equal(said("Wirklich?!) Ja"), "Wirklich?!)");
  assert.equal(said("Um 10.30 Uhr bei www.stadt.example"), "");
  assert.equal(said("Na gut... „Ja.“ Und"), "Na gut... „Ja.“");
  assert.equal(said("Eins\nZwei."), "Eins");
});

// Somebody hostile

test("a line full of dots takes no longer than as many dots in short lines", () => {
  const seconds = (lines, length) => {
    const text = ".".repeat(length);
    const begun = performance.now();
    for (let line = 0; line < lines; line += 1) new Sentences().next(line, text, false);
    return performance.now() - begun;
  };
  const least = (...how) => Math.min(...Array.from({ length: 9 }, () => seconds(...how)));
  least(20, 1_000);
  assert.ok(least(1, 20_000) < 5 * least(20, 1_000));
});

test("one author fills no more than a share of the memory, and nobody else's", () => {
  const log = new Log();
  for (let line = 0; line < LINES_AT_MOST + 500; line += 1) log.hear("b", { ...WORD, line }, line);
  assert.equal(log.by("b").length, LINES_AT_MOST);
  const long = { ...WORD, text: "x".repeat(LONGEST_LINE), done: true };
  for (let line = 0; line < 500; line += 1) log.hear("c", { ...long, line }, line);
  assert.equal(log.by("c").length, 200);
  assert.equal(log.hear("d", WORD, 1).length, 1);
});

test("what is done stays as it is", () => {
  const log = new Log();
  log.hear("b", { ...WORD, text: "Ja", done: true }, 1);
  assert.deepEqual(log.hear("b", { ...WORD, text: "Nein" }, 2), []);
  assert.equal(log.inOrder[0].text, "Ja");
});

test("a flood takes nobody's word away but its own", async () => {
  const crowd = new Crowd(new TestClock(), ["a", "b", "c"]);
  await crowd.connectAll();
  const { a, b, c } = crowd.people;
  for (let line = 0; line < 20_000; line += 1)
    b.line.send("a", JSON.stringify({ ...WORD, sheet: 99, line, text: `${line}` }));
  c.letters.write("Ich bin noch da.");
  await crowd.pass(1_000);
  assert.deepEqual(a.reads("c"), ["Ich bin noch da."]);
  assert.ok(a.reads("b").length <= LINES_AT_MOST);
  await crowd.pass(60_000);
  b.letters.write("Und ich auch.");
  await crowd.pass(1_000);
  assert.deepEqual(c.reads("b"), ["Und ich auch."]);
});

test("nobody is given back what they did not write: who was here from the start has lost nothing", async () => {
  const crowd = new Crowd(new TestClock(), ["a", "b"]);
  await crowd.connectAll();
  const { a, b } = crowd.people;
  b.line.send("a", JSON.stringify({ ...WORD, text: "Ich gebe alles zu.", yours: true }));
  await crowd.pass(1_000);
  assert.deepEqual(a.letters.log.by(OWN), []);
});

// A talk

test("every letter goes out within 300 ms, and no more than five messages a second", async () => {
  const crowd = new Crowd(new TestClock(), ["a", "b"]);
  await crowd.connectAll();
  await crowd.pass(1_000);
  const { a, b } = crowd.people;
  const before = a.line.sent;
  const text = "Guten Tag, ich habe eine Frage zum Antrag.";
  for (let end = 1; end <= text.length; end += 1) {
    a.letters.write(text.slice(0, end));
    await crowd.pass(50);
    assert.ok(b.reads("a")[0].length >= end - 5, `${end}`);
  }
  const seconds = (text.length * 50) / 1_000;
  assert.ok(a.line.sent - before <= seconds * 5 + 1, `${a.line.sent - before}`);
  await crowd.pass(300);
  assert.deepEqual(b.reads("a"), [text]);
});

test("nobody there: the text waits, and who comes reads it", async () => {
  const crowd = new Crowd(new TestClock(), ["a", "b"]);
  crowd.people.b.here = false;
  const { a, b } = crowd.people;
  a.types("Hallo?");
  assert.equal(a.letters.finish(), false);
  b.here = true;
  await crowd.connectAll();
  await crowd.pass(1_000);
  assert.deepEqual(b.reads("a"), ["Hallo?"]);
});

test("who is brought in later reads nothing of what was written before", async () => {
  const crowd = new Crowd(new TestClock(), ["a", "b", "c"]);
  crowd.people.c.here = false;
  crowd.connect("a", "b");
  const { a, b, c } = crowd.people;
  a.types("Meine Nummer ist 17.");
  a.ends();
  a.types("Und mein Geburtstag");
  await crowd.pass(1_000);
  c.here = true;
  crowd.connect("a", "c");
  crowd.connect("b", "c");
  a.types("Und mein Geburtstag ist im Mai.");
  await crowd.pass(1_000);
  assert.deepEqual(b.reads("a"), ["Meine Nummer ist 17.", "Und mein Geburtstag ist im Mai."]);
  assert.deepEqual(c.reads("a"), []);
  a.ends();
  a.types("Guten Tag, Herr Weiss.");
  await crowd.pass(1_000);
  assert.deepEqual(c.reads("a"), ["Guten Tag, Herr Weiss."]);
});

/** "a" has begun a line for "b", who then left; now "c" is there. */
async function whoReadLeaves() {
  const crowd = new Crowd(new TestClock(), ["a", "b", "c"]);
  const { a, b, c } = crowd.people;
  c.here = false;
  crowd.connect("a", "b");
  a.types("Hallo");
  await crowd.pass(1_000);
  b.here = false;
  crowd.loses("a", "b");
  c.here = true;
  crowd.connect("a", "c");
  await crowd.pass(1_000);
  return { crowd, a, b, c };
}

test("who comes after all readers of a line have left reads it once its author goes on", async () => {
  const { crowd, a, b, c } = await whoReadLeaves();
  assert.deepEqual(c.reads("a"), []);
  a.types("Hallo zusammen");
  await crowd.pass(1_000);
  assert.deepEqual(c.reads("a"), ["Hallo zusammen"]);
  a.types("Hallo zusammen!");
  a.ends();
  await crowd.pass(1_000);
  assert.equal(a.field, "");
  assert.deepEqual(c.reads("a"), ["Hallo zusammen!"]);
  assert.deepEqual(own(a), ["Hallo", "Hallo zusammen!"]);
  b.here = true;
  crowd.connect("a", "b");
  await crowd.pass(1_000);
  assert.deepEqual(b.reads("a"), ["Hallo"]);
});

test("what is sent off as it stands is read by those who are there", async () => {
  const { crowd, a, c } = await whoReadLeaves();
  a.ends();
  await crowd.pass(1_000);
  assert.deepEqual([a.field, c.reads("a"), own(a)], ["", ["Hallo"], ["Hallo"]]);
});

test("while nobody is there a line waits for those for whom it was begun", async () => {
  const crowd = new Crowd(new TestClock(), ["a", "b"]);
  await crowd.connectAll();
  const { a, b } = crowd.people;
  a.types("Hallo");
  await crowd.pass(1_000);
  b.here = false;
  crowd.loses("a", "b");
  a.types("Hallo, noch da?");
  b.here = true;
  crowd.connect("a", "b");
  await crowd.pass(1_000);
  assert.deepEqual(b.reads("a"), ["Hallo, noch da?"]);
});

test("after a reload the others give back to an author what the author wrote, and say their own", async () => {
  const crowd = new Crowd(new TestClock(), ["a", "b", "c"]);
  await crowd.connectAll();
  const { a, b, c } = crowd.people;
  for (const [who, text] of [
    [a, "Eins."],
    [b, "Zwei."],
    [a, "Drei."],
    [c, "Vier."],
  ]) {
    who.types(text);
    who.ends();
    await crowd.pass(1_000);
  }
  a.types("Halb");
  await crowd.pass(1_000);
  a.reloads();
  await crowd.connectAll();
  await crowd.pass(1_000);
  const all = ["Eins.", "Zwei.", "Drei.", "Vier.", "Halb"];
  assert.deepEqual(a.letters.log.inOrder.map(({ text }) => text).filter(Boolean), all);
  assert.ok(a.letters.log.by(OWN).every(({ done, again }) => done && again));
  assert.deepEqual(b.reads("a"), ["Eins.", "Drei.", "Halb"]);
  assert.ok(b.letters.log.by("a").every(({ done, text }) => done || text === ""));
});

/** "c" was let in after five lines of "a", and has read the sixth; then the page of "a" is loaded anew. */
async function afterReload() {
  const crowd = new Crowd(new TestClock(), ["a", "b", "c"]);
  const { a, b, c } = crowd.people;
  c.here = false;
  crowd.connect("a", "b");
  for (let line = 1; line <= 6; line += 1) {
    a.types(`Geheim ${line}.`);
    a.ends();
    await crowd.pass(1_000);
    if (line < 5) continue;
    c.here = true;
    await crowd.connectAll();
  }
  await crowd.pass(1_000);
  const [{ sheet }] = c.letters.log.by("a").filter(({ text }) => text);
  a.reloads();
  const invents = async (text, lines = [1, 2, 3, 4, 5]) => {
    for (const line of lines)
      c.line.send("a", JSON.stringify({ ...WORD, sheet, line, text, done: true, yours: true }));
    await crowd.pass(1_000);
  };
  return { crowd, a, b, c, invents };
}

const SECRETS = Object.freeze([1, 2, 3, 4, 5, 6].map((line) => `Geheim ${line}.`));
const own = ({ letters }) =>
  letters.log
    .by(OWN)
    .map(({ text }) => text)
    .filter(Boolean)
    .sort();

async function comesAnew(crowd, one, other) {
  crowd.loses(one, other);
  crowd.connect(one, other);
  await crowd.pass(1_000);
}

test("who pretends to give back what they never read is not told it", async () => {
  const { crowd, a, c, invents } = await afterReload();
  await crowd.connectAll();
  await crowd.pass(1_000);
  await invents("x");
  await comesAnew(crowd, "a", "c");
  assert.deepEqual(c.reads("a"), [SECRETS[5]]);
  assert.deepEqual(own(a), SECRETS);
});

test("who came later makes nothing up about the time before, however early they say it", async () => {
  const { crowd, a, b, c, invents } = await afterReload();
  crowd.connect("a", "c");
  await invents("Ich gebe alles zu.");
  assert.ok(own(a).includes("Ich gebe alles zu."));
  // Nothing leaves the page of "a" toward "c" until it has heard "b".
  a.line.raw = (id) => ({ bufferedAmount: id === "c" ? 1_000_000 : 0 });
  await comesAnew(crowd, "a", "c");
  crowd.connect("a", "b");
  await crowd.pass(1_000);
  a.line.raw = () => ({ bufferedAmount: 0 });
  a.types("Weiter.");
  await crowd.pass(1_000);
  assert.deepEqual(own(a), SECRETS);
  assert.ok(a.letters.log.by(OWN).every(({ done }) => done));
  assert.deepEqual(c.reads("a"), [SECRETS[5], "Weiter."]);
  b.reloads();
  await crowd.connectAll();
  await crowd.pass(1_000);
  assert.deepEqual(b.reads("a").sort(), [...SECRETS, "Weiter."]);
});

test("what somebody makes up takes no room from what was written", async () => {
  const { crowd, a, invents } = await afterReload();
  crowd.connect("a", "c");
  const many = Array.from({ length: LINES_AT_MOST + 5 }, (_, line) => line + 100);
  await invents("x", many);
  await crowd.connectAll();
  await crowd.pass(1_000);
  assert.deepEqual(
    own(a).filter((text) => text !== "x"),
    SECRETS,
  );
});

test("a long paste becomes several lines, whole", async () => {
  const crowd = new Crowd(new TestClock(), ["a", "b"]);
  await crowd.connectAll();
  const { a, b } = crowd.people;
  const text = Array.from({ length: 1_000 }, (_, number) => `Wort${number}`).join(" ");
  a.types(text);
  await crowd.pass(2_000);
  assert.equal(b.reads("a").join(""), text);
  assert.ok(b.reads("a").every((line) => line.length <= LONGEST_LINE));
});

// Whatever happens

const SEEDS = 60;
const STEPS = 120;
const LETTERS = Object.freeze([..."abc .\n", "ü", "😀", "👩‍👧", "ש", "م"]);

for (const seed of Array.from({ length: SEEDS }, (_, number) => number + 1))
  test(`after any edits, losses, reconnects and reloads all read the same (${seed})`, async () => {
    const chance = chances(seed);
    const names = ["a", "b", "c", "d"].slice(0, 2 + chance(3));
    const crowd = new Crowd(new TestClock(), names);
    await crowd.connectAll();
    for (let step = 0; step < STEPS; step += 1) {
      const who = crowd.people[names[chance(names.length)]];
      const other = names[chance(names.length)];
      const what = chance(20);
      if (what < 12) edits(who, chance);
      else if (what < 15) who.ends();
      else if (what === 15 && other !== who.id) crowd.loses(who.id, other);
      else if (what === 16 && other !== who.id) crowd.connect(who.id, other);
      else if (what === 17 && chance(4) === 0) await reloads(crowd, who);
      else await crowd.pass(chance(400));
    }
    await crowd.connectAll();
    await crowd.pass(5_000);
    for (const author of names)
      for (const reader of names)
        if (reader !== author)
          assert.deepEqual(
            crowd.people[reader].reads(author),
            crowd.people[author].wrote(),
            `${reader} reads ${author}`,
          );
  });

/** All have heard everything; then one page is loaded anew. */
async function reloads(crowd, who) {
  await crowd.connectAll();
  await crowd.pass(5_000);
  who.reloads();
  await crowd.connectAll();
  await crowd.pass(1_000);
}

/** Somewhere in the line something comes, or goes. */
function edits(who, chance) {
  const text = [...who.field];
  const at = chance(text.length + 1);
  if (chance(3) === 0) text.splice(at, chance(4));
  else text.splice(at, 0, LETTERS[chance(LETTERS.length)]);
  who.types(text.join(""));
}

/** The same numbers for the same seed. */
function chances(seed) {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}
