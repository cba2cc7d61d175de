/**
 * The shapes of docs/protocol.md.
 * @typedef {"signed-out" | "closed" | "moved" | "elsewhere" | "restart"} EndReason
 * @typedef {{region: string, html: string}} RegionMessage
 * @typedef {{id: string, role: string, name: string, epoch: number, here: boolean}} Participant
 * @typedef {{visit: string, me: string, participants: Participant[]}} RoomMessage
 * @typedef {[number, number]} Epochs own epoch of the sender, epoch of the receiver
 * @typedef {{from: string, epochs: Epochs, body: SignalBody}} SignalMessage
 * @typedef {{camera: boolean, microphone: boolean, screen?: boolean, sound_only?: boolean, signing?: boolean, weak?: boolean}} Devices
 */

/**
 * @typedef {object} SignalBody
 * @property {"offer" | "answer" | "candidates" | "restart" | "devices"} kind
 * @property {string} [sdp]
 * @property {boolean} [restart]
 * @property {RTCIceCandidateInit[]} [candidates]
 * @property {boolean} [camera]
 * @property {boolean} [microphone]
 * @property {boolean} [screen]
 * @property {boolean} [sound_only]
 * @property {boolean} [signing] who needs sign language
 * @property {boolean} [weak] no picture goes out because the line is too weak
 */

/**
 * Who helps to connect, and for how many seconds from now (0: without an end).
 * @typedef {{ice_servers?: RTCIceServer[], ice_policy?: RTCIceTransportPolicy, ice_seconds?: number}} IceTicket
 */

/**
 * @typedef {object} Ticket
 * @property {string} kind
 * @property {string} visit
 * @property {string} me
 * @property {string} role
 * @property {number} epoch
 * @property {RTCIceServer[]} [ice_servers]
 * @property {RTCIceTransportPolicy} [ice_policy]
 * @property {number} [ice_seconds]
 * @property {Participant[]} participants
 * @property {[number, SignalMessage][]} [signals] what was said before, with the ids of the stream
 */

export {};
