import { addressWish, choice } from "../consultation/choice.js";
import { Consultation } from "../consultation/consultation.js";
import { isOnDesktop } from "../consultation/desktop.js";
import { enhanceForms, onCommand, onCommandStart } from "../forms.js";
import { watchFreshness } from "../freshness.js";
import { startLive } from "../live-page.js";
import { offerPush } from "../push-switch.js";
import { onRegion } from "../region.js";
import { unlockSound } from "../sound.js";
import { keepScreenOn } from "../wake-lock.js";
import { Called } from "./called.js";
import { DevicesTest } from "./devices-test.js";
import { offerToHide } from "./hide-address.js";
import { clearWhenSeen } from "./notice.js";
import { followPlace } from "./place.js";
import { showReturnCode } from "./return-code.js";
import { lookAfterSlip } from "./slip.js";
import { offerWayOut } from "./way-out.js";

const REGION = "visit";
const ROOM = "room";
const ENTER = "form[data-enter]";
/** A region made before the click on *Eintreten* may still arrive after it. */
const ENTERED_MS = 5_000;
const HANG_UP = "form[data-hang-up]";
/** A region made before the person hung up must not take them back in. */
const HUNG_UP_MS = 2_000;

const consultation = new Consultation(document.body.dataset.roomBase ?? "/visit/room/");
const { room } = consultation;
const called = new Called(consultation.media, getReady);
const devicesTest = new DevicesTest();
/** Infinity while the door is being opened. */
let enteredAt = Number.NEGATIVE_INFINITY;
let hungUpAt = Number.NEGATIVE_INFINITY;

offerWayOut();
enhanceForms();
onCommandStart(enterClicked);
onCommand(commandDone);
document.addEventListener("formdata", ({ target, formData }) => {
  if (!(target instanceof HTMLFormElement) || !target.matches(ENTER)) return;
  const { epoch } = room.ticket ?? {};
  if (epoch) formData.append("epoch", String(epoch));
  formData.append("wide", isOnDesktop() ? "yes" : "");
  for (const [name, said] of Object.entries(addressWish())) formData.append(name, said);
});
unlockSound("called");
unlockSound("nearly");
watchFreshness();
followPlace();
showReturnCode();
lookAfterSlip();
clearWhenSeen();
offerToHide(room, () => consultation.prepareAnew());
const push = offerPush();
const stream = startLive({
  onRoom: (message) => room.heardRoom(message),
  onSignal: (message, position) => consultation.heardSignal(message, position),
  onEnd: ended,
});
onRegion(({ name, element }) => name === REGION && element && follow(element));
onRegion(({ name }) => name === ROOM && consultation.bind());
window.addEventListener("pageshow", ({ persisted }) => persisted && followNow());
followNow();

function followNow() {
  const root = document.getElementById(`region-${REGION}`);
  if (root) follow(root);
}

/**
 * What the page does in each state of the visit.
 * @param {HTMLElement} root
 */
function follow(root) {
  const { state = "" } = root.dataset;
  if (stream) stream.hurry = state === "called" || state === "talking";
  keepScreenOn(["waiting", "called", "talking"].includes(state));
  if (state !== "called") called.end();
  const entering = Date.now() - enteredAt <= ENTERED_MS;
  // Made before the answer that has opened the room: the next region finds it open again.
  if (state === "called" && entering && consultation.running) openPlace();
  if (state === "talking" && Date.now() - hungUpAt > HUNG_UP_MS) talk();
  else if (state === "called" && !entering) called.show(root);
  else if (state !== "called" && (!entering || state === "closed")) leave();
  if (state !== "closed") return;
  devicesTest.stop();
  push?.end();
}

/** What takes time is done while the person reads. Devices open by themselves only where they were checked. */
function getReady() {
  consultation.prepare();
  if (!choice.checked) return;
  devicesTest.stop();
  consultation.openDevices(choice);
}

/** Who is just entering starts with the answer to that: it brings the ticket. */
function talk() {
  devicesTest.stop();
  if (enteredAt < Number.POSITIVE_INFINITY) {
    // From here on every other state is news, however soon it comes.
    enteredAt = Number.NEGATIVE_INFINITY;
    consultation.startAgain();
  }
  consultation.bind();
}

/** The answer opens the room, and the region that follows finds it open. */
function showRoom() {
  openPlace();
  called.end();
  followNow();
}

/** Its markup is there since the call, unseen. */
function openPlace() {
  const place = placeOfRoom();
  if (!place?.querySelector("[data-room]")) return;
  place.hidden = false;
  document.body.dataset.visit = "talking";
  consultation.bind();
}

/** @returns {HTMLElement | null} */
function placeOfRoom() {
  return document.querySelector(".visit__place");
}

function hangUp() {
  hungUpAt = Date.now();
  leave();
}

/** Perhaps only the answer was lost: the region knows. */
function notEntered() {
  leave();
  followNow();
}

/**
 * What this page showed may be no longer its own; the server says what is true for it now.
 * @param {import("../messages.js").EndReason} reason
 */
function ended(reason) {
  leave();
  if (reason === "elsewhere" || reason === "signed-out") location.reload();
}

function leave() {
  enteredAt = Number.NEGATIVE_INFINITY;
  consultation.stop();
}

/**
 * The click itself is the permission: camera and microphone open while the server is asked.
 * @param {HTMLFormElement} form
 */
function enterClicked(form) {
  if (!form.matches(ENTER)) return;
  enteredAt = Number.POSITIVE_INFINITY;
  room.entering = true;
  called.entering = true;
  hungUpAt = Number.NEGATIVE_INFINITY;
  devicesTest.stop();
  consultation.openDevices(choice);
}

/** @param {import("../forms.js").CommandResult} result */
function commandDone({ form, ok, data }) {
  if (ok && form.matches(HANG_UP)) return hangUp();
  if (!form.matches(ENTER)) return;
  if (!ok) return notEntered();
  enteredAt = Date.now();
  consultation.start(data?.kind ? data : null);
  for (const [id, message] of data?.signals ?? []) stream?.hear(id, message);
  // A task of its own: what connects the two is under way by then.
  setTimeout(showRoom);
  // Where no region follows, what the page shows is no longer old then: unless it is the open room.
  setTimeout(() => placeOfRoom()?.hidden === false || followNow(), ENTERED_MS + 1);
}
