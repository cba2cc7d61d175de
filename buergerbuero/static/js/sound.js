import { useSpeaker } from "./consultation/speaker.js";

/** @typedef {"called" | "help" | "knock" | "nearly" | "room"} SoundName */

const ATTRIBUTES = Object.freeze({
  called: "soundCalled",
  help: "soundHelp",
  knock: "soundKnock",
  nearly: "soundNearly",
  room: "soundRoom",
});

/** @type {Map<SoundName, HTMLAudioElement>} */
const players = new Map();

/**
 * Plays the sound of `<body data-sound-…>`.
 * @param {SoundName} name
 * @returns {Promise<boolean>} false: the browser lets no sound out yet
 */
export async function playSound(name) {
  const player = playerOf(name);
  if (!player) return true;
  player.muted = false;
  player.currentTime = 0;
  // Not awaited: Safari lets sound out only while the click is being handled.
  useSpeaker(player);
  return player.play().then(
    () => true,
    (error) => error.name !== "NotAllowedError",
  );
}

/**
 * Browsers let a page make sound once a person has touched it: the first touch plays it muted.
 * @param {SoundName} name
 * @param {() => void} [done]
 */
export function unlockSound(name, done) {
  const unlock = () => {
    const player = playerOf(name);
    if (!player?.paused) return;
    player.muted = true;
    player.play().then(() => {
      // The touch may have been a click on the sound itself: that one is meant to be heard.
      if (player.muted) player.pause();
      done?.();
    }, ignore);
  };
  for (const event of ["pointerup", "keyup"]) {
    document.addEventListener(event, unlock, { once: true, capture: true });
  }
}

/**
 * Whether a call would be heard now. Only trying tells; what is tried is silence.
 * @returns {Promise<boolean>}
 */
export async function soundIsAllowed() {
  const trial = new Audio(URL.createObjectURL(silence()));
  const error = await trial.play().catch((reason) => reason);
  return error?.name !== "NotAllowedError";
}

/** A hundredth of a second of nothing, as a WAV file: 8,000 bytes a second, 128 is zero. */
function silence() {
  const samples = new Uint8Array(80).fill(128);
  const numbers = [36 + 80, 0x45564157, 0x20746d66, 16, 0x10001, 8_000, 8_000, 0x80001];
  const header = new Uint32Array([0x46464952, ...numbers, 0x61746164, 80]);
  return new Blob([header, samples], { type: "audio/wav" });
}

/** @param {SoundName} name */
function playerOf(name) {
  const url = document.body.dataset[ATTRIBUTES[name]];
  if (!url) return null;
  const player = players.get(name) ?? new Audio(url);
  player.preload = "auto";
  players.set(name, player);
  return player;
}

function ignore() {}
