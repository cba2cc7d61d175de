/** @type {Map<string, number>} how often each address was fetched in vain */
const failed = new Map();

/**
 * A script that few need, or later. Some browsers remember for as long as the page lives that an address could not be
 * fetched (whatwg/html#6768), so each further try has another one. What a script imports by itself is asked for under
 * its own address again: only one that is put together of its modules really is another try.
 * @param {string} script its address
 */
export async function fetchScript(script) {
  const again = failed.get(script) ?? 0;
  const address = again === 0 ? script : `${script}?again=${again}`;
  try {
    return await import(address);
  } catch (error) {
    failed.set(script, again + 1);
    throw error;
  }
}
