// A page that comes back from the browser's memory still has the markup of its room, and binds it once more.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Comings } from "../../buergerbuero/static/js/consultation/comings.js";
import { Invitations } from "../../buergerbuero/static/js/consultation/invitations.js";
import { Part } from "../../buergerbuero/static/js/consultation/part.js";
import { Side } from "../../buergerbuero/static/js/consultation/side.js";
import { Writing } from "../../buergerbuero/static/js/consultation/writing.js";
import { FakeElement, FakeRoom, fakeDocument } from "./fake-room.js";

const DEMIR = { id: "d", role: "advisor", name: "Frau Demir", here: true };
const BRANDT = { id: "b", role: "colleague", name: "Herr Brandt", here: true };

test("that somebody comes does not stand for good in a room that is bound again", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const part = new Part(
    fakeDocument("<p data-room-news hidden></p>", { "room-came": "%(name)s kommt." }),
  );
  const room = new FakeRoom(DEMIR);
  const comings = new Comings({ part, room, playSound() {} });
  room.has(DEMIR, BRANDT);
  const news = part.find("[data-room-news]");
  assert.deepEqual([news.hidden, news.textContent], [false, "Herr Brandt kommt."]);
  comings.close();
  assert.deepEqual([news.hidden, news.textContent], [true, ""]);
});

const PANEL = `
  <button data-side="papers" aria-expanded="false"></button>
  <aside data-side-panel="papers" hidden><h2 data-side-title></h2></aside>`;

test("a panel that was open is closed, and opens with the first press", () => {
  const part = new Part(fakeDocument(PANEL));
  const [button, panel] = ["[data-side]", "[data-side-panel]"].map((one) => part.find(one));
  const first = new Side(part);
  button.click();
  first.stop();
  assert.deepEqual([panel.hidden, button.getAttribute("aria-expanded")], [true, "false"]);
  assert.equal(part.root.classList.contains("room--panel"), false);
  new Side(part);
  button.click();
  assert.equal(panel.hidden, false);
  document.dispatchEvent(Object.assign(new Event("keydown"), { key: "Escape" }));
  assert.equal(panel.hidden, true);
});

test("a link that was shown is taken away: whether it was used nobody would notice", () => {
  const part = new Part(fakeDocument("<div data-link-shown></div>"));
  const place = part.find("[data-link-shown]");
  const invitations = new Invitations(part, new Side(part));
  place.append(new FakeElement("p"));
  invitations.close();
  assert.deepEqual(place.children, []);
});

test("where nothing written is left it says so", () => {
  const part = new Part(fakeDocument("<p data-writing-none></p>"));
  const writing = new Writing({ part, room: new FakeRoom(DEMIR), side: new Side(part) });
  part.toggle("[data-writing-none]", false);
  writing.close();
  assert.equal(part.find("[data-writing-none]").hidden, false);
});
