import { Consultation } from "../consultation/consultation.js";
import { enhanceForms, onCommand, onCommandStart } from "../forms.js";
import { startLive } from "../live-page.js";
import { offerPush } from "../push-switch.js";
import { onRegion } from "../region.js";
import { Knocking } from "./knocking.js";
import { followMenus } from "./menus.js";
import { followMessages } from "./messages.js";
import { listenForSaying } from "./say.js";
import { listenForShortcuts } from "./shortcuts.js";
import { showTimeLeft, tickTimeLeft } from "./time-left.js";
import { showWaits, tickWaits } from "./waits.js";

const CALL = "form[data-call]";
/** A region made before the click on *Aufrufen* may still arrive after it. */
const CALLED_MS = 5_000;

const consultation = new Consultation(document.body.dataset.roomBase ?? "/desk/room/");
const { room } = consultation;
const knocking = new Knocking();
/** Infinity while somebody is being called. */
let calledAt = Number.NEGATIVE_INFINITY;
let visit = "";

enhanceForms();
onCommandStart(callClicked);
onCommand(commandDone);
tickWaits();
tickTimeLeft();
followMenus();
followMessages();
listenForShortcuts();
listenForSaying();
offerPush();
const stream = startLive({
  onRoom: (message) => room.heardRoom(message),
  onSignal: (message) => room.heardSignal(message),
  onEnd: () => consultation.stop(),
});
onRegion(({ name, element }) => element && follow(name, element));
for (const name of ["duty", "talk", "knocks"]) followNow(name);
window.addEventListener("pageshow", ({ persisted }) => persisted && followNow("talk"));

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
  if (name === "duty") knocking.duty = root.dataset.state ?? "";
  if (name === "queue") {
    knocking.showNew();
    showWaits();
  }
  if (name === "talk") followTalk(root);
}

/** @param {HTMLElement} root */
function followTalk(root) {
  const { state = "", visit: current = "" } = root.dataset;
  const busy = state === "called" || state === "talking";
  if (stream) stream.hurry = busy;
  knocking.talking = state === "talking";
  knocking.withMe = current;
  showTimeLeft();
  if (busy) talk(current);
  else if (Date.now() - calledAt > CALLED_MS) stop();
}

/** @param {string} current the visit whose room it is */
function talk(current) {
  if (visit && current !== visit) consultation.leaveRoom();
  // Whoever only loads the page stays where they are.
  if (current !== visit && calledAt > Number.NEGATIVE_INFINITY) showWholeRoom();
  visit = current;
  // Once the call is shown every other state is news, however soon it comes.
  if (calledAt < Number.POSITIVE_INFINITY) calledAt = Number.NEGATIVE_INFINITY;
  consultation.startAgain();
  consultation.bind();
}

/** On a phone it would begin below the screen. */
function showWholeRoom() {
  const room = document.querySelector("[data-room]");
  const place = room?.getBoundingClientRect();
  if (place && (place.top < 0 || place.bottom > innerHeight)) room?.scrollIntoView();
}

function stop() {
  calledAt = Number.NEGATIVE_INFINITY;
  visit = "";
  consultation.stop();
}

/**
 * Calling is the advisor's act that opens camera and microphone.
 * @param {HTMLFormElement} form
 */
function callClicked(form) {
  if (!form.matches(CALL)) return;
  calledAt = Number.POSITIVE_INFINITY;
  consultation.openDevices({ camera: true, microphone: true });
}

/** @param {import("../forms.js").CommandResult} result */
function commandDone({ form, ok }) {
  if (!form.matches(CALL)) return;
  if (!ok) return stop();
  calledAt = Date.now();
  followNow("talk");
  // Where no region follows, what the page shows is no longer old then.
  setTimeout(followNow, CALLED_MS + 1, "talk");
}
