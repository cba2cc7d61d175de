import assert from "node:assert/strict";
import { test } from "node:test";

import { pixelsOf } from "../../buergerbuero/static/js/consultation/picture-size.js";

/** Letters and numbers as bytes. */
function bytes(...parts) {
  const all = parts.flatMap((part) =>
    typeof part === "string" ? [...part].map((letter) => letter.charCodeAt(0)) : [part].flat(),
  );
  return new Uint8Array(all).buffer;
}

const PNG = ["\x89PNG\r\n\x1a\n", 0, 0, 0, 13, "IHDR"];
const PICTURES = {
  PNG: bytes(...PNG, 0, 0, 0, 30, 0, 0, 0, 20),
  GIF: bytes("GIF89a", 30, 0, 20, 0, 0, 0, 0, ",", [0, 0, 0, 0, 30, 0, 20, 0, 0]),
  "GIF with more": bytes(
    ...["GIF89a", 30, 0, 20, 0, 0x81, 0, 0, Array(12).fill(7)],
    ...["!", 0xf9, 4, 1, 2, 3, 4, 0, "!", 0xff, 2, 1, 1, 1, 1, 0],
    ...[",", [10, 0, 5, 0, 20, 0, 15, 0, 0]],
  ),
  JPEG: bytes(
    ...[0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2],
    ...[0xff, 0xc4, 0, 3, 9],
    ...[0xff, 0xc2, 0, 11, 8, 0, 20, 0, 30],
  ),
  "WebP with loss": bytes("RIFF....WEBPVP8 ", Array(10).fill(0), 30, 0, 20, 0),
  "WebP without loss": bytes("RIFF....WEBPVP8L", Array(5).fill(0), 29, 0xc0, 4, 0),
  "WebP with more": bytes("RIFF....WEBPVP8X", Array(8).fill(0), 29, 0, 0, 19, 0, 0, 0, 0),
};

for (const [kind, content] of Object.entries(PICTURES))
  test(`${kind} says how large it is`, () => {
    assert.equal(pixelsOf(content), 600);
  });

test("a picture that is larger than any screen says so", () => {
  const huge = bytes(...PNG, 0, 1, 0, 0, 0, 1, 0, 0);
  assert.equal(pixelsOf(huge), 2 ** 32);
});

const JPEG = [0xff, 0xd8];
const SMALL = [0xff, 0xc0, 0, 11, 8, 0, 20, 0, 30];
const LARGE = [0xff, 0xc0, 0, 11, 8, 0xff, 0xff, 0xff, 0xff];
/** What a browser passes over, and where a reader who counts wrongly goes on. */
const hiding = (head, length) => [...head, 0, 2 + length, ...Array(length).fill(0)];

test("fill bytes before a segment are passed over, as browsers do", () => {
  for (const fill of [1, 2, 7]) {
    const filled = Array(fill).fill(0xff);
    const before = [...JPEG, ...filled, ...hiding([0xff, 0xe0], 5)];
    assert.equal(pixelsOf(bytes(before, filled, SMALL)), 600);
    assert.equal(pixelsOf(bytes(before, filled, LARGE)), 65_535 ** 2);
  }
});

test("a small size that only a careless reader finds is no size", () => {
  // Fill bytes taken for a marker and its length: 0xe000 bytes on lies the small frame.
  const filled = [...JPEG, 0xff, 0xff, 0xe0, 0, 4, 0, 0, ...LARGE];
  const far = [...filled, ...Array(4 + 0xe000 - filled.length).fill(0), ...SMALL];
  assert.equal(pixelsOf(bytes(far)), 65_535 ** 2);
  const alone = [0x00, 0x01, 0xd0, 0xd7, 0xd8, 0xd9, 0xda].map((marker) => [0xff, marker]);
  for (const head of [...alone, [0xfe, 0xe0], [0, 0xc0]]) {
    const hidden = [...JPEG, ...hiding([0xff, 0xe0], 4), ...hiding(head, 4), ...SMALL];
    assert.equal(pixelsOf(bytes(hidden)), 0, head.join());
  }
  assert.equal(pixelsOf(bytes(JPEG, [0xff, 0xe0, 0, 1, 0], SMALL)), 0);
});

test("a GIF is as large as its first frame, whatever it says before", () => {
  const frame = [",", [0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0]];
  assert.equal(pixelsOf(bytes("GIF89a", 1, 0, 1, 0, 0, 0, 0, ...frame)), 65_535 ** 2);
  assert.equal(pixelsOf(bytes("GIF89a", 1, 0, 1, 0, 0, 0, 0, 0, ...frame)), 0);
});

test("whatever ends too early, or is no picture, has no pixels", () => {
  for (const [kind, content] of Object.entries(PICTURES))
    for (let end = 0; end < content.byteLength - 4; end += 1)
      assert.equal(pixelsOf(content.slice(0, end)), 0, `${kind}, ${end} bytes`);
  assert.equal(pixelsOf(bytes("<svg xmlns='http://www.w3.org/2000/svg'/>")), 0);
  assert.equal(pixelsOf(bytes("RIFF....WAVEVP8 ", Array(20).fill(1))), 0);
  assert.equal(pixelsOf(bytes(0xff, 0xd8, 0xff, 0xe0, 0, 0)), 0);
});
