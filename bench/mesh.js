// The least that connects several pages: no queue, no server, signalling by BroadcastChannel.
const channel = new BroadcastChannel("mesh");
const connections = new Map();
window.noted = { connections: [] };
let me = 0;
let stream = null;
const say = (to, body) => channel.postMessage({ to, from: me, body });
const connectionTo = (other) => {
  if (connections.has(other)) return connections.get(other);
  const pc = new RTCPeerConnection();
  connections.set(other, pc);
  window.noted.connections.push(pc);
  for (const track of stream.getTracks()) pc.addTrack(track, stream);
  pc.onicecandidate = ({ candidate }) => candidate && say(other, { candidate: candidate.toJSON() });
  pc.ontrack = ({ track, streams }) => {
    if (track.kind !== "video") return;
    const video = document.createElement("video");
    Object.assign(video, { autoplay: true, playsInline: true, srcObject: streams[0] });
    document.querySelector("main").append(video);
  };
  return pc;
};
channel.onmessage = async ({ data: { to, from, body } }) => {
  if (to !== me) return;
  const pc = connectionTo(from);
  if (body.candidate) return pc.addIceCandidate(body.candidate).catch(() => {});
  await pc.setRemoteDescription(body.description);
  if (body.description.type === "answer") return;
  await pc.setLocalDescription();
  say(from, { description: pc.localDescription.toJSON() });
};
window.openDevices = async (number) => {
  me = number;
  stream = await navigator.mediaDevices.getUserMedia({
    audio: true, video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
  });
};
window.callAll = async (others) => {
  for (const other of others) {
    const pc = connectionTo(other);
    await pc.setLocalDescription();
    say(other, { description: pc.localDescription.toJSON() });
  }
};
