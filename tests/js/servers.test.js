import assert from "node:assert/strict";
import { test } from "node:test";
import { Servers } from "../../buergerbuero/static/js/consultation/servers.js";
import { TestClock } from "./clock.js";

const FRESH = { ice_servers: [{ urls: "turn:x", username: "2" }], ice_seconds: 600 };

/** `answers` in their order; then the last of them again and again. */
function kept(...answers) {
  const clock = new TestClock();
  const asked = [];
  const renewed = [];
  const ask = async () => {
    asked.push(clock.now());
    return answers.length > 1 ? answers.shift() : answers[0];
  };
  const servers = new Servers(ask, clock, (fresh) => renewed.push(fresh));
  return { clock, servers, asked, renewed };
}
const ok = { ok: true, status: 200, data: FRESH };
const failed = (status) => ({ ok: false, status, data: null });

test("credentials are renewed two minutes before their ten are over, again and again", async () => {
  const { clock, servers, asked, renewed } = kept(ok);
  servers.keepFresh({ ice_seconds: 600 });
  await clock.pass(479_999);
  assert.equal(asked.length, 0);
  await clock.pass(1);
  assert.deepEqual(renewed, [FRESH]);
  await clock.pass(960_000);
  assert.equal(renewed.length, 3);
});

test("what does not end is not asked for again", async () => {
  for (const ticket of [{ ice_seconds: 0 }, {}]) {
    const { clock, servers, asked } = kept(ok);
    servers.keepFresh(ticket);
    await clock.pass(3_600_000);
    assert.equal(asked.length, 0);
  }
});

test("a server that is away for a while is asked every ten seconds", async () => {
  const { clock, servers, asked, renewed } = kept(failed(0), failed(503), ok);
  servers.keepFresh({ ice_seconds: 600 });
  await clock.pass(480_000 + 19_999);
  assert.equal(asked.length, 2);
  await clock.pass(1);
  assert.equal(renewed.length, 1);
});

test("whoever is no longer in the room does not ask again", async () => {
  const { clock, servers, asked, renewed } = kept(failed(403));
  servers.keepFresh({ ice_seconds: 600 });
  await clock.pass(3_600_000);
  assert.deepEqual([asked.length, renewed.length], [1, 0]);
});

test("an answer that comes after leaving changes nothing", async () => {
  const clock = new TestClock();
  const renewed = [];
  const ask = async () => {
    servers.stop();
    return ok;
  };
  const servers = new Servers(ask, clock, (fresh) => renewed.push(fresh));
  servers.keepFresh({ ice_seconds: 600 });
  await clock.pass(3_600_000);
  assert.equal(renewed.length, 0);
});
