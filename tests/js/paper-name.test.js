import assert from "node:assert/strict";
import { test } from "node:test";

import {
  isProgram,
  safeName,
  sizeText,
} from "../../buergerbuero/static/js/consultation/paper-name.js";

const NAMES = [
  ["Bescheid.pdf", "Bescheid.pdf"],
  ["Übersicht Größe.pdf", "Übersicht Größe.pdf"],
  ["../../etc/passwd", "passwd"],
  ["C:\\Windows\\win.ini", "win.ini"],
  ["a/b/", "Datei"],
  ["", "Datei"],
  ["..", "Datei"],
  [".bashrc", "bashrc"],
  ["x.exe. .", "x.exe"],
  ["CON.txt", "_CON.txt"],
  ["nul", "_nul"],
  ['a<b>:"|?*.pdf', "a_b______.pdf"],
  ["ab\u0000c\r\nd.pdf", "abcd.pdf"],
  ["Rechnung\u202Egpj.exe", "Rechnunggpj.exe"],
  ["a\u200Bb\u2066c\uFEFF.pdf", "abc.pdf"],
  ["a   b.pdf", "a b.pdf"],
];

for (const [name, safe] of NAMES)
  test(`${JSON.stringify(name)} is shown and saved as ${safe}`, () => {
    assert.equal(safeName(name, "Datei"), safe);
  });

test("a long name is cut, and its ending stays", () => {
  const name = safeName(`${"ä".repeat(500)}.pdf`, "Datei");
  assert.deepEqual([[...name].length, name.slice(-6)], [80, "ä….pdf"]);
  assert.equal([...safeName("😀".repeat(500), "Datei")].length, 80);
});

test("a name that hides what it is loses the cover before it is looked at", () => {
  assert.equal(isProgram(safeName("Bild\u202Egpj.exe", "")), true);
  assert.equal(isProgram("Bescheid.pdf.EXE"), true);
  assert.equal(isProgram("Seite.html"), true);
  assert.equal(isProgram("Bescheid.pdf"), false);
  assert.equal(isProgram("exe"), false);
});

test("a size is said in words of the language", () => {
  assert.equal(sizeText(319_488, "de"), "312\u00a0KB");
  assert.equal(sizeText(12, "de"), "1\u00a0KB");
  assert.equal(sizeText(5_000_000, "de"), "4,8\u00a0MB");
  assert.equal(sizeText(5_000_000, "en"), "4.8\u00a0MB");
});
