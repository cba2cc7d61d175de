import { choice } from "./choice.js";

/** @typedef {HTMLMediaElement & {setSinkId?: (id: string) => Promise<void>, sinkId?: string}} Speaking */

/**
 * Sound comes out where the person chose; where that is gone, where it comes out by itself.
 * @param {HTMLMediaElement} element
 */
export async function useSpeaker(element) {
  const speaking = /** @type {Speaking} */ (element);
  if (!speaking.setSinkId || (speaking.sinkId ?? "") === choice.speakerId) return;
  await speaking.setSinkId(choice.speakerId).catch(() => {
    choice.speakerId = "";
  });
}
