/** No canvas of a telephone is larger. */
const MOST_PIXELS = 16_000_000;
const ERRORS_ONLY = 0;

/**
 * pdf.js is fetched when the first PDF is looked at. It runs no script of a document, and has no way to a network.
 * @typedef {{draw(page: number, width: number): Promise<{canvas: HTMLCanvasElement, text: string}>, pages: number, close(): void}} Pdf
 */

/**
 * @param {Blob} content
 * @param {{pdf?: string, pdfWorker?: string}} addresses of its two scripts
 * @returns {Promise<Pdf>} rejects what is broken, or locked (`PasswordException`)
 */
export async function openPdf(content, { pdf: address = "", pdfWorker = "" }) {
  const [pdf, data] = await Promise.all([import(address), content.arrayBuffer()]);
  const port = new Worker(pdfWorker, { type: "module" });
  const task = pdf.getDocument({
    data: new Uint8Array(data),
    worker: new pdf.PDFWorker({ port, verbosity: ERRORS_ONLY }),
    // Beside the worker lie the decoders for two kinds of pictures.
    wasmUrl: new URL(".", new URL(pdfWorker, document.baseURI)).href,
    useWasm: false,
    isEvalSupported: false,
    enableXfa: false,
    disableWorkerRendering: true,
    maxImageSize: MOST_PIXELS * 4,
    verbosity: ERRORS_ONLY,
  });
  const close = () => {
    task.destroy().catch(() => {});
    port.terminate();
  };
  try {
    const document = await Promise.race([task.promise, failed(port)]);
    return { pages: document.numPages, draw: (page, width) => draw(document, page, width), close };
  } catch (error) {
    close();
    throw error;
  }
}

/**
 * A browser without such workers says no more than this.
 * @param {Worker} port
 * @returns {Promise<never>}
 */
function failed(port) {
  return new Promise((_resolve, reject) => port.addEventListener("error", reject, { once: true }));
}

/**
 * @param {any} pdf
 * @param {number} number
 * @param {number} width in pixels of the screen
 */
async function draw(pdf, number, width) {
  const page = await pdf.getPage(number);
  const whole = page.getViewport({ scale: 1 });
  const most = Math.sqrt(MOST_PIXELS / (whole.width * whole.height));
  const viewport = page.getViewport({ scale: Math.min(width / whole.width, most) });
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.floor(viewport.width));
  canvas.height = Math.max(1, Math.floor(viewport.height));
  await page.render({ canvas, viewport }).promise;
  const { items } = await page.getTextContent();
  return { canvas, text: textOf(items) };
}

/** @param {{str?: string, hasEOL?: boolean}[]} items */
function textOf(items) {
  return items
    .map(({ str = "", hasEOL = false }) => (hasEOL ? `${str}\n` : str))
    .join("")
    .trim();
}
