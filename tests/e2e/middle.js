// Sits between two people: one connection to each, and everything is handed on.
async () => {
  // Whoever has a camera tells real addresses.
  await navigator.mediaDevices.getUserMedia({ audio: true });
  const CHANNELS = { writing: 1, papers: 2, code: 3 };

  function side() {
    const connection = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    const channels = {};
    for (const [name, id] of Object.entries(CHANNELS))
      channels[name] = connection.createDataChannel(name, { negotiated: true, id });
    const candidates = [];
    connection.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate?.candidate) candidates.push(candidate.toJSON());
    });
    const known = new Promise((done) =>
      channels.code.addEventListener("open", () => done(readFingerprints(connection))),
    );
    const code = new SafetyCode(known, (text) => channels.code.send(text));
    channels.code.addEventListener("open", () => code.begin());
    channels.code.addEventListener("message", ({ data }) => code.receive(data));
    return { connection, channels, candidates, code };
  }

  // The side that "answers" is the citizen's: toward them the middle offers, and the other way round.
  const sides = { offers: side(), answers: side() };

  for (const [one, other] of [
    [sides.offers, sides.answers],
    [sides.answers, sides.offers],
  ]) {
    for (const name of ["writing", "papers"])
      one.channels[name].addEventListener("message", ({ data }) => other.channels[name].send(data));
    one.connection.addEventListener("track", ({ track }) => {
      const lines = other.connection.getTransceivers();
      lines.find(({ receiver }) => receiver.track.kind === track.kind).sender.replaceTrack(track);
      if (track.kind === "video") return;
      // Sound that nobody plays is not decoded.
      const player = Object.assign(document.createElement("audio"), { muted: true });
      player.srcObject = new MediaStream([track]);
      player.play();
    });
  }

  const described = async ({ connection }) => {
    await connection.setLocalDescription();
    return withoutAddresses(connection.localDescription.sdp);
  };

  const steps = {
    async offer(body) {
      for (const kind of ["audio", "video"])
        sides.answers.connection.addTransceiver(kind, { direction: "sendrecv" });
      await sides.offers.connection.setRemoteDescription({ type: "offer", sdp: body.sdp });
      for (const line of sides.offers.connection.getTransceivers()) line.direction = "sendrecv";
      return { ...body, sdp: await described(sides.answers) };
    },
    async answer(body) {
      await sides.answers.connection.setRemoteDescription({ type: "answer", sdp: body.sdp });
      return { ...body, sdp: await described(sides.offers) };
    },
    async candidates(body, from, to) {
      for (const candidate of body.candidates) from.connection.addIceCandidate(candidate);
      while (to.connection.iceGatheringState !== "complete")
        await new Promise((resume) => setTimeout(resume, 10));
      return { ...body, candidates: to.candidates.splice(0) };
    },
  };

  window.middle = {
    sides,
    async pass(name, body) {
      const [from, to] =
        name === "offers" ? [sides.offers, sides.answers] : [sides.answers, sides.offers];
      return (await steps[body.kind]?.(body, from, to)) ?? body;
    },
  };
}
