/**
 * @typedef {object} Answer
 * @property {boolean} ok
 * @property {number} status 0: the server could not be reached
 * @property {string} message a sentence for the person, in their language
 * @property {any} data the answer's JSON, or null
 */

/** @typedef {(url: string, fields?: Record<string, string> | URLSearchParams) => Promise<Answer>} Post */
/** @typedef {(url: string, value: unknown) => Promise<Answer>} PostJson */

const TIMEOUT_MS = 15_000;

/** @type {Post} */
export function post(url, fields = {}) {
  return send(url, new URLSearchParams(fields), "application/x-www-form-urlencoded");
}

/** @type {PostJson} */
export function postJson(url, value) {
  return send(url, JSON.stringify(value), "application/json");
}

/**
 * What may be looked at and changes nothing.
 * @param {string} url
 * @returns {Promise<Answer>}
 */
export function get(url) {
  return ask(url, { headers: { Accept: "application/json" } });
}

/**
 * @param {string} url
 * @param {string | URLSearchParams} body
 * @param {string} type
 * @returns {Promise<Answer>}
 */
function send(url, body, type) {
  const headers = { Accept: "application/json", "Content-Type": type, "X-CSRFToken": csrfToken() };
  return ask(url, { method: "POST", body, headers });
}

/**
 * @param {string} url
 * @param {RequestInit} request
 * @returns {Promise<Answer>}
 */
async function ask(url, request) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    return await answer(await fetch(url, { ...request, signal: abort.signal }));
  } catch {
    return { ok: false, status: 0, message: "", data: null };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A redirect means that the command did not reach its view: the person is signed out.
 * @param {Response} response
 * @returns {Promise<Answer>}
 */
async function answer(response) {
  const data = await json(response);
  const message = typeof data?.message === "string" ? data.message : "";
  const status = response.redirected ? 401 : response.status;
  return { ok: response.ok && !response.redirected, status, message, data };
}

/**
 * @param {Response} response
 * @returns {Promise<any>}
 */
async function json(response) {
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) return null;
  return response.json().catch(() => null);
}

/** @returns {string} */
function csrfToken() {
  return globalThis.document?.body.dataset.csrf ?? "";
}
