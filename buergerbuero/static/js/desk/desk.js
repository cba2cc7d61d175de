import { Consultation } from "../consultation/consultation.js";
import { enhanceForms, onCommand, onCommandStart } from "../forms.js";
import { startLive, tellStatus } from "../live-page.js";
import { offerPush } from "../push-switch.js";
import { onRegion } from "../region.js";
import { word } from "../words.js";
import { Emergency } from "./emergency.js";
import { listenForHandingOver } from "./hand-over.js";
import { Knocking } from "./knocking.js";
import { followMenus } from "./menus.js";
import { followMessages } from "./messages.js";
import { Notices } from "./notices.js";
import { Rings } from "./rings.js";
import { listenForSaying } from "./say.js";
import { listenForShortcuts } from "./shortcuts.js";
import { keepSlip } from "./slip.js";
import { showTimeLeft, tickTimeLeft } from "./time-left.js";
import { listenForTwice } from "./twice.js";
import { showWaits, tickWaits } from "./waits.js";

const CALL = "form[data-call]";
/** Into a colleague's talk. */
const COME = "form[data-come]";
/** A region made before the click on *Aufrufen* may still arrive after it. */
const CALLED_MS = 5_000;

const consultation = new Consultation(document.body.dataset.roomBase ?? "/desk/room/");
const { room } = consultation;
const notices = new Notices();
const knocking = new Knocking(notices);
const emergency = new Emergency(notices);
const rings = new Rings(notices);
/** Infinity while somebody is being called. */
let calledAt = Number.NEGATIVE_INFINITY;
let visit = "";
/** The room of somebody called here, before its markup is there. */
let unseen = false;
/** A colleague has been told yes, and the citizen is still being asked. */
let coming = false;

listenForTwice();
enhanceForms();
onCommandStart(callClicked);
onCommand(commandDone);
tickWaits();
tickTimeLeft();
followMenus();
followMessages();
listenForShortcuts();
listenForSaying();
keepSlip();
listenForHandingOver();
offerPush();
const stream = startLive({
  onRoom: (message) => room.heardRoom(message),
  onSignal: (message, position) => consultation.heardSignal(message, position),
  onEnd: ended,
});
onRegion(({ name, element }) => element && follow(name, element));
for (const name of ["duty", "talk", "rings", "knocks", "emergency"]) followNow(name);
window.addEventListener("pageshow", ({ persisted }) => persisted && followNow("talk"));

/** @param {import("../messages.js").EndReason} reason */
function ended(reason) {
  consultation.stop();
  if (reason === "signed-out") tellStatus(word("live-ended"));
}

/** @param {string} name */
function followNow(name) {
  const root = document.getElementById(`region-${name}`);
  if (root) follow(name, root);
}

/**
 * @param {string} name
 * @param {HTMLElement} root
 */
function follow(name, root) {
  if (name === "knocks" || name === "alerts") knocking.show();
  if (name === "emergency") emergency.show();
  if (name === "duty") knocking.duty = root.dataset.state ?? "";
  if (name === "queue") {
    knocking.showNew();
    showWaits();
  }
  if (name === "talk") followTalk(root);
  if (name === "room") bindRoom();
  if (name === "rings") followRings(root);
}

/** @param {HTMLElement} root */
function followRings(root) {
  rings.show(root);
  const was = coming;
  coming = !!root.dataset.accepted;
  // Nobody waits for this camera any more, unless the door has just opened.
  if (was && !coming && !visit) consultation.stop();
}

/** @param {HTMLElement} root */
function followTalk(root) {
  const { state = "", visit: current = "" } = root.dataset;
  const busy = state === "called" || state === "talking";
  if (stream) stream.hurry = busy;
  knocking.talking = state === "talking";
  emergency.talking = state === "talking";
  knocking.withMe = current;
  showTimeLeft();
  showWaits();
  if (busy) talk(current);
  else if (Date.now() - calledAt > CALLED_MS && !coming) stop();
}

/** @param {string} current the visit whose room it is */
function talk(current) {
  if (visit && current !== visit) consultation.leaveRoom();
  // Whoever only loads the page stays where they are.
  if (current !== visit && calledAt > Number.NEGATIVE_INFINITY) unseen = true;
  visit = current;
  // Once the call is shown every other state is news, however soon it comes.
  if (calledAt < Number.POSITIVE_INFINITY) calledAt = Number.NEGATIVE_INFINITY;
  consultation.startAgain();
  bindRoom();
}

function bindRoom() {
  const root = document.querySelector("[data-room]");
  if (root && unseen) showWhole(root);
  unseen &&= !root;
  consultation.bind();
}

/**
 * On a phone it would begin below the screen. At once: the focus that follows would stop a slower way.
 * @param {Element} root
 */
function showWhole(root) {
  const { top, bottom } = root.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) root.scrollIntoView({ behavior: "instant" });
}

function stop() {
  calledAt = Number.NEGATIVE_INFINITY;
  visit = "";
  unseen = false;
  consultation.stop();
}

/**
 * Calling is the advisor's act that opens camera and microphone.
 * @param {HTMLFormElement} form
 */
function callClicked(form) {
  if (form.matches(COME)) coming = true;
  else if (form.matches(CALL)) calledAt = Number.POSITIVE_INFINITY;
  else return;
  consultation.openDevices({ camera: true, microphone: true });
}

/** @param {import("../forms.js").CommandResult} result */
function commandDone({ form, ok }) {
  if (form.matches(COME) && !ok) {
    coming = false;
    return stop();
  }
  if (!form.matches(CALL)) return;
  if (!ok) return stop();
  calledAt = Date.now();
  followNow("talk");
  // Where no region follows, what the page shows is no longer old then.
  setTimeout(followNow, CALLED_MS + 1, "talk");
}
