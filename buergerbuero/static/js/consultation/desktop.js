/** Whether this page stands on a device that can carry many pictures: the server asks before it lets more people in. */
export function isOnDesktop() {
  return !!globalThis.matchMedia?.("(hover: hover) and (pointer: fine) and (min-width: 60rem)")
    .matches;
}
