import { pixelsOf } from "./picture-size.js";

/** Longer edges are drawn smaller; letters stay legible, and a phone has the memory for it. */
const LONGEST_EDGE = 4096;
/** More than a browser of a telephone has room for. */
const MOST_PIXELS = 80_000_000;
const QUALITY = 0.9;
const HEAD_BYTES = 1024;

/** @typedef {"picture" | "pdf" | ""} PaperKind */

/**
 * What can be shown: by what a file is, whatever its name says.
 * @param {Blob} content
 * @returns {Promise<PaperKind>}
 */
export async function kindOf(content) {
  const whole = await content.arrayBuffer();
  const pixels = pixelsOf(whole);
  if (pixels > 0) return pixels <= MOST_PIXELS ? "picture" : "";
  const head = String.fromCharCode(...new Uint8Array(whole).subarray(0, HEAD_BYTES));
  return head.includes("%PDF-") ? "pdf" : "";
}

/**
 * A picture the right way up, and nothing but the picture: where and with what it was taken stays behind.
 * @param {Blob} content
 * @returns {Promise<HTMLCanvasElement>} rejects what is no picture
 */
export async function drawn(content) {
  const picture = await createImageBitmap(content, { imageOrientation: "from-image" });
  const canvas = canvasOf(picture, picture.width, picture.height);
  picture.close();
  return canvas;
}

/**
 * @param {CanvasImageSource} source
 * @param {number} width
 * @param {number} height
 */
export function canvasOf(source, width, height) {
  const scale = Math.min(1, LONGEST_EDGE / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext("2d")?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {Promise<Blob | null>}
 */
export function photoOf(canvas) {
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}
