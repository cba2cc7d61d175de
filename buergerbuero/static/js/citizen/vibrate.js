const PATTERN_MS = Object.freeze([200, 100, 200]);

export function vibrate() {
  // Browsers refuse it, with a complaint, until the page has been touched.
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([...PATTERN_MS]);
}
