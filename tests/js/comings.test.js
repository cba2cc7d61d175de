import assert from "node:assert/strict";
import { test } from "node:test";

const DICTIONARY = {
  "room-came": "%(name)s kommt.",
  "room-left": "%(name)s geht.",
  "room-handed-over": "%(name)s führt weiter.",
  "room-handed-over-to": "%(name)s, %(department)s, führt weiter.",
  "role-advisor": "Beratung",
  "role-colleague": "Kollegin oder Kollege",
};
globalThis.document = { getElementById: () => ({ textContent: JSON.stringify(DICTIONARY) }) };
const { Comings, newsOf } = await import("../../buergerbuero/static/js/consultation/comings.js");
const { roleInWords } = await import("../../buergerbuero/static/js/consultation/roles.js");

const DEMIR = { id: "d", role: "advisor", name: "Frau Demir", epoch: 1, here: true };
const BRANDT = { id: "b", role: "colleague", name: "Herr Brandt", epoch: 1, here: true };
const there = (...people) => new Map(people.map((one) => [one.id, one]));
const BEFORE = there(DEMIR, BRANDT);
const AFTER = there({ ...DEMIR, role: "colleague" }, { ...BRANDT, role: "advisor" });

test("who is handed over to a colleague of the same door reads the name alone", () => {
  assert.deepEqual(newsOf(BEFORE, AFTER, ""), ["Herr Brandt führt weiter."]);
});

test("who is handed over to another door reads which", () => {
  assert.deepEqual(newsOf(BEFORE, AFTER, "Kfz-Zulassung"), [
    "Herr Brandt, Kfz-Zulassung, führt weiter.",
  ]);
});

test("whoever comes and goes is named, and a door that has changed is not", () => {
  assert.deepEqual(newsOf(there(DEMIR), BEFORE, "x"), ["Herr Brandt kommt."]);
  assert.deepEqual(newsOf(BEFORE, there(DEMIR), "x"), ["Herr Brandt geht."]);
});

test("who leads the talk and who came to help are told apart", () => {
  assert.deepEqual(["advisor", "colleague"].map(roleInWords), [
    "Beratung",
    "Kollegin oder Kollege",
  ]);
});

test("whoever comes is heard by the page's own sound, which knows the chosen speaker", () => {
  const room = Object.assign(new EventTarget(), { others: [DEMIR] });
  const part = {
    root: { dataset: {}, querySelector: () => null },
    toggle: () => {},
    say: () => {},
  };
  const played = [];
  const comings = new Comings({ part, room, playSound: (name) => played.push(name) });
  room.dispatchEvent(new Event("people"));
  assert.deepEqual(played, []);
  room.others = [DEMIR, BRANDT];
  room.dispatchEvent(new Event("people"));
  assert.deepEqual(played, ["room"]);
  comings.close();
});
