import { choice } from "../consultation/choice.js";
import { Consultation } from "../consultation/consultation.js";
import { enhanceForms, onCommand } from "../forms.js";
import { startLive } from "../live-page.js";
import { onRegion } from "../region.js";
import { playSound, unlockSound } from "../sound.js";
import { keepScreenOn } from "../wake-lock.js";
import { DevicesTest } from "./devices-test.js";
import { offerToHide } from "./hide-address.js";

const LEAVE = "form[data-leave]";

const consultation = new Consultation(document.body.dataset.roomBase ?? "/guest/room/");
const { room } = consultation;
const devicesTest = new DevicesTest();
let state = "";

enhanceForms();
// A guest prepares nothing before they are let in.
offerToHide(room, () => {});
unlockSound("called");
onCommand(({ ok, form }) => ok && form.matches(LEAVE) && consultation.stop());
const stream = startLive({
  onRoom: (message) => room.heardRoom(message),
  onSignal: (message, position) => consultation.heardSignal(message, position),
  onEnd: ended,
});
onRegion(({ name, element }) => name === "guest" && element && follow(element));
onRegion(({ name }) => name === "room" && consultation.bind());
window.addEventListener("pageshow", ({ persisted }) => persisted && followNow());
followNow();

/**
 * The talk ended while this page slept: then nobody here is known any more, and the page says so anew.
 * @param {import("../messages.js").EndReason} reason
 */
function ended(reason) {
  consultation.stop();
  if (reason === "signed-out") location.reload();
}

function followNow() {
  const root = document.getElementById("region-guest");
  if (root) follow(root);
}

/** @param {HTMLElement} root */
function follow(root) {
  const before = state;
  state = root.dataset.state ?? "";
  const comes = state === "door" || state === "in";
  if (stream) stream.hurry = comes;
  keepScreenOn(comes);
  if (state === "in") comeIn(before === "door");
  else consultation.stop();
  if (!comes) devicesTest.stop();
}

/**
 * Devices open by themselves only where they were checked.
 * @param {boolean} letIn just now
 */
function comeIn(letIn) {
  devicesTest.stop();
  if (letIn) {
    playSound("called");
    if (choice.checked) consultation.openDevices(choice);
  }
  consultation.startAgain();
  consultation.bind();
}
