import { choice } from "../consultation/choice.js";
import { onRegion } from "../region.js";

const BOX = "input[data-hide-address]";

/**
 * "Meine Internet-Adresse nicht weitergeben": one choice, at the device check and at the open door.
 * @param {import("../consultation/room.js").Room} room
 * @param {() => void} onChoice
 */
export function offerToHide(room, onChoice) {
  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.matches(BOX)) return;
    choice.hideAddress = target.checked;
    show(room);
    onChoice();
  });
  onRegion(() => show(room));
  room.addEventListener("state", () => show(room));
  show(room);
}

/** After a reload the server still knows. @param {import("../consultation/room.js").Room} room */
function show(room) {
  const hidden = choice.hideAddress ?? room.ticket?.ice_policy === "relay";
  for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(BOX)))
    box.checked = hidden;
}
