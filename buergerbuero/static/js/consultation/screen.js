/** @type {MediaTrackConstraints} */
const SCREEN = { frameRate: { ideal: 15, max: 30 } };

export function canShowScreen() {
  return !!navigator.mediaDevices?.getDisplayMedia;
}

/**
 * The browser lets the person choose what to show; who thinks better of it shows nothing.
 * @returns {Promise<MediaStreamTrack | null>}
 */
export async function askForScreen() {
  const stream = await navigator.mediaDevices
    .getDisplayMedia({ video: SCREEN, audio: false })
    .catch(() => null);
  const track = stream?.getVideoTracks()[0] ?? null;
  // Letters must stay sharp; how smoothly they move does not matter.
  if (track) track.contentHint = "detail";
  return track;
}
