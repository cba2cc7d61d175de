const PICTURES = Object.freeze(
  /** @type {const} */ ([
    ["\x89PNG\r\n\x1a\n", ofPng],
    ["\xff\xd8\xff", ofJpeg],
    ["GIF87a", ofGif],
    ["GIF89a", ofGif],
    ["RIFF", ofWebp],
  ]),
);

const [GIF_MORE, GIF_FRAME] = [0x21, 0x2c];
/** Any number of it may stand before a marker. */
const FILL = 0xff;

/**
 * How many pixels a picture says to have, before a browser makes room for them.
 * @param {ArrayBuffer} content
 * @returns {number} 0: no picture of a kind that is shown
 */
export function pixelsOf(content) {
  const text = textAt(content, 0, 12);
  const [, size] = PICTURES.find(([start]) => text.startsWith(start)) ?? [];
  try {
    const [width, height] = size?.(new DataView(content)) ?? [0, 0];
    return width * height;
  } catch {
    // It ends too early.
    return 0;
  }
}

/** @param {DataView} view */
function ofPng(view) {
  return [view.getUint32(16), view.getUint32(20)];
}

/** Where the first frame is larger than the whole, browsers make the whole as large. @param {DataView} view */
function ofGif(view) {
  let at = 13 + coloursOf(view.getUint8(10));
  while (view.getUint8(at) === GIF_MORE) {
    at += 2;
    while (view.getUint8(at) > 0) at += 1 + view.getUint8(at);
    at += 1;
  }
  if (view.getUint8(at) !== GIF_FRAME) return [0, 0];
  const [left, top, width, height] = [1, 3, 5, 7].map((by) => view.getUint16(at + by, true));
  return [
    Math.max(view.getUint16(6, true), left + width),
    Math.max(view.getUint16(8, true), top + height),
  ];
}

/** @param {number} flags @returns {number} bytes */
function coloursOf(flags) {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** @param {DataView} view */
function ofWebp(view) {
  if (textAt(view.buffer, 8, 4) !== "WEBP") return [0, 0];
  const kind = textAt(view.buffer, 12, 4);
  if (kind === "VP8X") return [24, 27].map((at) => (view.getUint32(at, true) & 0xffffff) + 1);
  if (kind === "VP8L") return [0, 14].map((by) => ((view.getUint32(21, true) >> by) & 0x3fff) + 1);
  return [26, 28].map((at) => view.getUint16(at, true) & 0x3fff);
}

/**
 * From segment to segment, until one begins a frame: exactly as browsers go, or not at all. Else they would find another.
 * @param {DataView} view
 */
function ofJpeg(view) {
  for (let at = 2; view.getUint8(at) === FILL; at += 2 + view.getUint16(at + 2)) {
    while (view.getUint8(at + 1) === FILL) at += 1;
    const marker = view.getUint8(at + 1);
    if (!beginsSegment(marker) || view.getUint16(at + 2) < 2) break;
    if (beginsFrame(marker)) return [view.getUint16(at + 7), view.getUint16(at + 5)];
  }
  return [0, 0];
}

/** The others stand alone, or before what only follows a frame. @param {number} marker */
function beginsSegment(marker) {
  return marker >= 0xc0 && (marker < 0xd0 || marker > 0xda);
}

/** @param {number} marker */
function beginsFrame(marker) {
  return marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/**
 * @param {ArrayBufferLike} content
 * @param {number} at
 * @param {number} length
 */
function textAt(content, at, length) {
  return String.fromCharCode(...new Uint8Array(content).subarray(at, at + length));
}
