// The least that connects two pages: no queue, no server, signalling by BroadcastChannel.
const channel = new BroadcastChannel("bare");
const video = document.querySelector("video");
const pc = new RTCPeerConnection();
let early = [];
window.now = () => performance.timeOrigin + performance.now();
pc.ontrack = ({ track }) => {
  if (track.kind !== "video") return;
  video.srcObject = new MediaStream([track]);
  video.requestVideoFrameCallback(() => { window.frameAt = window.now(); });
};
pc.onicecandidate = ({ candidate }) => {
  if (!candidate) return;
  if (window.sent) channel.postMessage({ candidate: candidate.toJSON() });
  else early.push(candidate.toJSON());
};
channel.onmessage = async ({ data }) => {
  if (data.offer) {
    await pc.setRemoteDescription(data.offer);
    await pc.setLocalDescription();
    window.sent = true;
    channel.postMessage({ answer: pc.localDescription.toJSON() });
    for (const candidate of early.splice(0)) channel.postMessage({ candidate });
  } else if (data.answer) {
    await pc.setRemoteDescription(data.answer);
  } else if (data.candidate) {
    await pc.addIceCandidate(data.candidate).catch(() => {});
  }
};
window.openDevices = async () => {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: true, video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
  });
  for (const track of stream.getTracks()) pc.addTrack(track, stream);
};
window.prepare = async () => {
  await pc.setLocalDescription();
  await new Promise((done) => {
    if (pc.iceGatheringState === "complete") done();
    pc.onicegatheringstatechange = () => pc.iceGatheringState === "complete" && done();
  });
};
window.go = () => {
  window.clickedAt = window.now();
  window.sent = true;
  channel.postMessage({ offer: pc.localDescription.toJSON() });
};
