// When this page was connected, and when it showed the first picture of the other. Looks often, so that a test need not.
() => {
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const frames = async (connection) => {
    const reports = [...(await connection.getStats()).values()];
    return reports.some((report) => report.type === "inbound-rtp" && report.framesDecoded > 0);
  };
  document.addEventListener("click", () => (window.clickedAt ??= Date.now()), { capture: true });
  const look = async () => {
    let connectedAt = 0;
    for (;;) {
      const open = noted.connections.filter((one) => one.connectionState === "connected");
      if (open.length > 0) connectedAt ||= Date.now();
      for (const connection of open)
        if (await frames(connection)) return { connectedAt, seenAt: Date.now() };
      await pause(10);
    }
  };
  window.way = look();
};
