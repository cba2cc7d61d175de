/** @typedef {"called" | "knock" | "nearly" | "room"} SoundName */

const ATTRIBUTES = Object.freeze({
  called: "soundCalled",
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
      player.pause();
      done?.();
    }, ignore);
  };
  for (const event of ["pointerup", "keyup"]) {
    document.addEventListener(event, unlock, { once: true, capture: true });
  }
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
