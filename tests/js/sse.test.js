import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEvents } from "../../buergerbuero/static/js/sse.js";

test("reads name, data and id of each event", () => {
  const text = 'event: hello\ndata: {"stream":"s"}\n\nid: 7\nevent: signal\ndata: {}\n\n';
  assert.deepEqual(parseEvents(text), [
    { event: "hello", data: '{"stream":"s"}', id: "" },
    { event: "signal", data: "{}", id: "7" },
  ]);
});

test("joins the lines of data and takes any line ending", () => {
  assert.deepEqual(parseEvents("data: a\r\ndata:b\r\n\r\ndata: c\r\r"), [
    { event: "message", data: "a\nb", id: "" },
    { event: "message", data: "c", id: "" },
  ]);
});

test("keeps a colon and further blanks of the data", () => {
  assert.equal(parseEvents("data:  a: b\n\n")[0].data, " a: b");
});

test("drops comments, events without data and an event that was cut off", () => {
  assert.deepEqual(parseEvents(": keep alive\n\nevent: ping\n\ndata: half"), []);
});
