/** Two ends of a line between "advisor" and "citizen": what one sends the other hears, in order. It can be cut. */
export function joined() {
  const ends = { citizen: new FakeEnd("advisor"), advisor: new FakeEnd("citizen") };
  ends.citizen.other = ends.advisor;
  ends.advisor.other = ends.citizen;
  return ends;
}

/** The citizen's page is loaded anew: nobody hears the old end any more. */
export function reload(ends) {
  ends.citizen = new FakeEnd("advisor");
  ends.citizen.other = ends.advisor;
  ends.advisor.other = ends.citizen;
}

export function connect({ citizen, advisor }) {
  for (const end of [citizen, advisor]) end.channel = new FakeChannel(end);
  for (const end of [citizen, advisor]) end.tell("open", end.to);
}

export function cut({ citizen, advisor }) {
  for (const end of [citizen, advisor]) {
    end.channel = null;
    end.tell("close", end.to);
  }
}

class FakeEnd extends EventTarget {
  channel = null;
  /** Everything that this end has sent, over all connections. */
  sent = [];

  constructor(to) {
    super();
    this.to = to;
  }

  get open() {
    return this.channel ? [this.to] : [];
  }

  raw() {
    return this.channel;
  }

  send(_to, data) {
    this.channel?.send(data);
    return !!this.channel;
  }

  stop() {}

  tell(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }

  hears(data) {
    this.tell("message", { from: this.to, data });
  }
}

/** One end of a connection: its queue empties with each turn of the loop. */
class FakeChannel extends EventTarget {
  bufferedAmount = 0;
  most = 0;
  readyState = "open";

  constructor(end) {
    super();
    this.end = end;
  }

  send(data) {
    const { end } = this;
    end.sent.push(data);
    this.bufferedAmount += data.byteLength ?? data.length;
    this.most = Math.max(this.most, this.bufferedAmount);
    setImmediate(() => {
      this.bufferedAmount = 0;
      if (end.channel === this) end.other.hears(data);
      this.dispatchEvent(new Event("bufferedamountlow"));
    });
  }
}
