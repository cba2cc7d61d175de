// Runs in every page before its own scripts: notes what a person cannot see.
(() => {
  const noted = { connections: [], asked: [], tracks: [], played: [], notificationsAsked: 0 };
  window.noted = noted;

  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    console.error(`Content-Security-Policy: ${violatedDirective} blocked ${blockedURI}`),
  );

  const Connection = window.RTCPeerConnection;
  window.RTCPeerConnection = class RTCPeerConnection extends Connection {
    constructor(...options) {
      super(...options);
      noted.connections.push(this);
    }
  };

  const devices = navigator.mediaDevices;
  for (const name of ["getUserMedia", "enumerateDevices", "getDisplayMedia"]) {
    const call = devices?.[name]?.bind(devices);
    if (!call) continue;
    devices[name] = async (constraints) => {
      noted.asked.push({ name, camera: !!constraints?.video, microphone: !!constraints?.audio });
      const result = await call(constraints);
      if (result instanceof MediaStream) noted.tracks.push(...result.getTracks());
      return result;
    };
  }

  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    if (this.currentSrc || this.src) {
      noted.played.push({ sound: this.currentSrc || this.src, muted: this.muted || this.volume === 0 });
    }
    return play.call(this);
  };

  if ("Notification" in window) {
    const ask = Notification.requestPermission.bind(Notification);
    Notification.requestPermission = (...rest) => {
      noted.notificationsAsked += 1;
      return ask(...rest);
    };
  }
})();
