/** A connection that looks for ways through the network before there is anybody to connect to. */
export class Reserve {
  /** @type {RTCPeerConnection | null} */
  #connection = null;
  /** @type {RTCIceTransportPolicy | undefined} */
  #policy;

  /** @param {RTCConfiguration} configuration */
  open(configuration) {
    this.close();
    if (!window.RTCPeerConnection) return;
    this.#policy = configuration.iceTransportPolicy;
    // With a pool candidates are gathered at once; they leave the browser only with a description.
    this.#connection = new RTCPeerConnection({ ...configuration, iceCandidatePoolSize: 1 });
  }

  /**
   * @param {RTCConfiguration} configuration
   * @returns {RTCPeerConnection | null} null: there is none for this
   */
  take({ iceTransportPolicy }) {
    if (iceTransportPolicy !== this.#policy) return null;
    const connection = this.#connection;
    this.#connection = null;
    return connection;
  }

  close() {
    this.#connection?.close();
    this.#connection = null;
  }
}
