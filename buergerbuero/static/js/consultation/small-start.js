const SMALL = 4;

/**
 * Sends a quarter of the resolution until pictures flow: the first key frame then passes the start bitrate at once.
 * Not in use yet: to be switched on once measured over real lines.
 * @param {RTCRtpSender} sender
 * @returns {Promise<() => Promise<void>>} raises it to the full resolution
 */
export async function startSmall(sender) {
  await scale(sender, SMALL);
  return () => scale(sender, 1);
}

/**
 * @param {RTCRtpSender} sender
 * @param {number} factor
 */
async function scale(sender, factor) {
  const parameters = sender.getParameters();
  for (const encoding of parameters.encodings ?? []) encoding.scaleResolutionDownBy = factor;
  await sender.setParameters(parameters);
}
