/** @typedef {import("../consultation/link.js").Tracks} Tracks */
/** @typedef {"line-good" | "line-sound" | "line-outside" | "line-none"} Verdict */
/** @typedef {{stun: string[], echo: HTMLVideoElement, signal: AbortSignal}} Around */

const CONNECTED_WITHIN_MS = 10_000;
const LOOK_FOR_MS = 4_000;
const FRAMES_A_SECOND = 3;

/**
 * A call with oneself, inside of this page: does this browser connect, encode and decode, and does its network show a
 * way out? `echo` shows the own picture as others would see it.
 * @param {Tracks} tracks
 * @param {Around} around
 * @returns {Promise<Verdict>}
 */
export async function testLine(tracks, { stun, echo, signal }) {
  const configuration = { iceServers: stun.length > 0 ? [{ urls: stun }] : [] };
  const near = new RTCPeerConnection(configuration);
  const far = new RTCPeerConnection(configuration);
  try {
    const outside = watchCandidates(near, far);
    const heard = new MediaStream();
    far.addEventListener("track", ({ track }) => heard.addTrack(track));
    await call(near, far, tracks);
    if (!(await connects(far, signal))) return "line-none";
    echo.srcObject = heard;
    echo.play().catch(() => {});
    const verdict = await judge(far, tracks, signal);
    return verdict === "line-good" && stun.length > 0 && !outside.found ? "line-outside" : verdict;
  } finally {
    echo.srcObject = null;
    near.close();
    far.close();
  }
}

/**
 * @param {RTCPeerConnection} near
 * @param {RTCPeerConnection} far
 */
function watchCandidates(near, far) {
  const outside = { found: false };
  for (const [one, other] of [
    [near, far],
    [far, near],
  ]) {
    one.addEventListener("icecandidate", ({ candidate }) => {
      if (!candidate?.candidate) return;
      outside.found ||= candidate.type === "srflx";
      other.addIceCandidate(candidate).catch(() => {});
    });
  }
  return outside;
}

/**
 * @param {RTCPeerConnection} near
 * @param {RTCPeerConnection} far
 * @param {Tracks} tracks
 */
async function call(near, far, { audio, video }) {
  for (const track of [audio, video]) if (track) near.addTrack(track);
  await near.setLocalDescription();
  await far.setRemoteDescription(/** @type {RTCSessionDescription} */ (near.localDescription));
  await far.setLocalDescription();
  await near.setRemoteDescription(/** @type {RTCSessionDescription} */ (far.localDescription));
}

/**
 * @param {RTCPeerConnection} far
 * @param {AbortSignal} signal
 */
async function connects(far, signal) {
  const end = Date.now() + CONNECTED_WITHIN_MS;
  while (far.iceConnectionState !== "connected" && far.iceConnectionState !== "completed") {
    if (Date.now() > end || signal.aborted || far.iceConnectionState === "failed") return false;
    await pause(100);
  }
  return true;
}

/**
 * @param {RTCPeerConnection} far
 * @param {Tracks} tracks
 * @param {AbortSignal} signal
 * @returns {Promise<Verdict>}
 */
async function judge(far, { audio, video }, signal) {
  // The first second belongs to the encoder.
  await pause(1_000);
  const before = await arrived(far);
  await pause(LOOK_FOR_MS);
  if (signal.aborted) return "line-none";
  const { frames, sound } = await arrived(far);
  const seen = frames - before.frames >= (LOOK_FOR_MS / 1_000) * FRAMES_A_SECOND;
  const heard = sound > before.sound;
  if (video && seen && (heard || !audio)) return "line-good";
  return heard ? "line-sound" : "line-none";
}

/** @param {RTCPeerConnection} far */
async function arrived(far) {
  const found = { frames: 0, sound: 0 };
  (await far.getStats()).forEach((report) => {
    if (report.type !== "inbound-rtp") return;
    found.frames += report.framesDecoded ?? 0;
    if (report.kind === "audio") found.sound += report.bytesReceived ?? 0;
  });
  return found;
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resume) => setTimeout(resume, ms));
}
