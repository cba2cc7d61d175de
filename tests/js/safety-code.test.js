// Row 37: what two people read to each other, and what somebody between them can and cannot do.
import assert from "node:assert/strict";
import { createHash, webcrypto } from "node:crypto";
import { test } from "node:test";
import { SafetyCode } from "../../buergerbuero/static/js/consultation/safety-code.js";

const KEYS = Object.freeze({
  advisor: "AA:01",
  citizen: "CC:02",
  middle: "EE:03",
  second: "EE:04",
});
const ADVISOR = Object.freeze({ own: KEYS.advisor, other: KEYS.citizen, offers: true });
const CITIZEN = Object.freeze({ own: KEYS.citizen, other: KEYS.advisor, offers: false });

const sha256 = (...lines) => createHash("sha256").update(lines.join("\n")).digest("hex");
const random = () => Buffer.from(webcrypto.getRandomValues(new Uint8Array(32))).toString("hex");
const say = (kind, value) => JSON.stringify(value ? { kind, value } : { kind });

/** One side, and everything it says. */
function side(keys) {
  const said = [];
  const code = new SafetyCode(Promise.resolve(keys), (text) => said.push(text), webcrypto);
  return {
    code,
    said,
    kinds: () => said.map((text) => JSON.parse(text).kind),
    last: () => JSON.parse(said.at(-1)).value,
  };
}

/** Hashing takes real time. */
async function until(holds) {
  const end = Date.now() + 20_000;
  while (!holds()) {
    assert.ok(Date.now() < end, "it never happened");
    await new Promise((resume) => setImmediate(resume));
  }
}

const settled = ({ code }) => code.state !== "waiting";

/** Two sides on one channel, which may swallow what is said, until `done`. */
async function talk(
  one,
  other,
  { carries = () => true, done = () => settled(one) && settled(other) } = {},
) {
  const heard = new Map([
    [one, 0],
    [other, 0],
  ]);
  one.code.begin();
  other.code.begin();
  await until(() => {
    for (const [from, to] of [
      [one, other],
      [other, one],
    ]) {
      const fresh = from.said.slice(heard.get(from));
      heard.set(from, from.said.length);
      for (const text of fresh) if (carries(text)) to.code.receive(text);
    }
    return done();
  });
}

test("two sides that see the same keys get the same six digits", async () => {
  const [advisor, citizen] = [side(ADVISOR), side(CITIZEN)];
  await talk(advisor, citizen);
  assert.deepEqual([advisor.code.state, citizen.code.state], ["agreed", "agreed"]);
  assert.match(advisor.code.digits, /^\d{6}$/);
  assert.equal(advisor.code.digits, citizen.code.digits);
});

test("the number is what docs/protocol.md says: anybody can compute it anew", async () => {
  const [advisor, citizen] = [side(ADVISOR), side(CITIZEN)];
  await talk(advisor, citizen);
  const values = advisor.said.map((text) => JSON.parse(text).value);
  const [commitment, first] = values.filter(Boolean);
  const second = citizen.last();
  const head = "buergerbuero safety code 1";
  const ends = [KEYS.advisor, KEYS.citizen];
  assert.equal(commitment, sha256(head, "commitment", ...ends, first));
  const number = Number(BigInt(`0x${sha256(head, "code", ...ends, first, second)}`) >> 208n);
  assert.equal(advisor.code.digits, String(number % 1_000_000).padStart(6, "0"));
});

test("whoever offers shows nothing but a commitment before the other's value is there", async () => {
  const advisor = side(ADVISOR);
  advisor.code.begin();
  advisor.code.receive(say("ready"));
  await until(() => advisor.said.length === 2);
  assert.deepEqual(advisor.kinds(), ["ready", "commit"]);
  advisor.code.receive(say("nonce", random()));
  await until(() => settled(advisor));
  assert.deepEqual(advisor.kinds(), ["ready", "commit", "reveal"]);
});

test("whoever answers shows nothing before the other is bound", async () => {
  const citizen = side(CITIZEN);
  citizen.code.begin();
  citizen.code.receive(say("ready"));
  await until(() => citizen.said.length === 2);
  assert.deepEqual(citizen.kinds(), ["ready", "ready"]);
});

test("a commitment holds: another value after seeing the other's is refused", async () => {
  const citizen = side(CITIZEN);
  citizen.code.begin();
  citizen.code.receive(say("commit", random()));
  await until(() => citizen.kinds().includes("nonce"));
  citizen.code.receive(say("reveal", random()));
  await until(() => settled(citizen));
  assert.deepEqual([citizen.code.state, citizen.code.digits], ["failed", ""]);
});

test("a commitment made for other keys is refused", async () => {
  const [advisor, citizen] = [side({ ...ADVISOR, other: KEYS.middle }), side(CITIZEN)];
  await talk(advisor, citizen, { done: () => settled(citizen) });
  assert.equal(citizen.code.state, "failed");
});

test("a commitment is bound to its keys even where only one side is deceived", async () => {
  const [advisor, citizen] = [side(ADVISOR), side({ ...CITIZEN, other: KEYS.middle })];
  await talk(advisor, citizen, { done: () => settled(citizen) });
  assert.equal(citizen.code.state, "failed");
});

// Out of order, twice, garbled: there is no number then, and no second try on this connection.

const OUT_OF_ORDER = {
  "a value before the commitment": [CITIZEN, [say("reveal", random())]],
  "two commitments": [CITIZEN, [say("commit", random()), say("commit", random())]],
  "a commitment to whoever commits": [ADVISOR, [say("commit", random())]],
  "a value nobody was asked for": [ADVISOR, [say("nonce", random())]],
  "two values": [ADVISOR, [say("ready"), say("nonce", random()), say("nonce", random())]],
  "its own words thrown back": [CITIZEN, [say("commit", random()), say("nonce", random())]],
  "an unknown kind": [CITIZEN, [say("again", random())]],
  "no value": [CITIZEN, [say("commit")]],
  "a value too short": [CITIZEN, [say("commit", "00")]],
  "a value that is none": [CITIZEN, ['{"kind":"commit","value":{"length":64}}']],
  "no JSON": [CITIZEN, ["hello"]],
  "nothing at all": [CITIZEN, ["null"]],
  "a very long text": [CITIZEN, [say("ready").padEnd(201)]],
  bytes: [CITIZEN, [new ArrayBuffer(8)]],
};

for (const [what, [keys, messages]] of Object.entries(OUT_OF_ORDER)) {
  test(`${what}: no number, for good`, async () => {
    const one = side(keys);
    one.code.begin();
    for (const message of messages) one.code.receive(message);
    await until(() => one.code.state === "failed");
    const said = one.said.length;
    for (const late of [say("ready"), say("commit", random()), say("nonce", random())])
      one.code.receive(late);
    await new Promise((resume) => setTimeout(resume, 20));
    assert.deepEqual([one.code.state, one.code.digits], ["failed", ""]);
    assert.equal(one.said.length, said);
  });
}

test("a number that was agreed is gone when somebody begins anew on the same connection", async () => {
  const [advisor, citizen] = [side(ADVISOR), side(CITIZEN)];
  await talk(advisor, citizen);
  citizen.code.receive(say("commit", random()));
  await until(() => citizen.code.state === "failed");
  assert.equal(citizen.code.digits, "");
});

test("what was said a connection ago is refused on the next", async () => {
  const before = [side(ADVISOR), side(CITIZEN)];
  await talk(...before);
  const citizen = side({ ...CITIZEN, own: KEYS.second });
  citizen.code.begin();
  for (const text of before[0].said) citizen.code.receive(text);
  await until(() => settled(citizen));
  assert.equal(citizen.code.state, "failed");
});

test("whoever listens later is waited for", async () => {
  const [advisor, citizen] = [side(ADVISOR), side(CITIZEN)];
  advisor.code.begin();
  await until(() => advisor.said.length === 1);
  advisor.said.length = 0;
  await talk({ ...advisor, code: Object.assign(advisor.code, { begin() {} }) }, citizen);
  assert.equal(advisor.code.state, "agreed");
  assert.equal(advisor.code.digits, citizen.code.digits);
});

test("silence is no number", async () => {
  const [advisor, citizen] = [side(ADVISOR), side(CITIZEN)];
  const carries = (text) => !text.includes("reveal");
  await talk(advisor, citizen, { carries, done: () => settled(advisor) });
  assert.deepEqual([advisor.code.state, citizen.code.state], ["agreed", "waiting"]);
  assert.equal(citizen.code.digits, "");
});

const NO_KEYS = {
  "keys that are not known": async () => null,
  "a browser that tells nothing": async () => {
    throw new Error("no statistics");
  },
};

for (const [what, keys] of Object.entries(NO_KEYS)) {
  test(`${what}: no number, and nothing is said`, async () => {
    const said = [];
    const code = new SafetyCode(keys(), (text) => said.push(text), webcrypto);
    code.begin();
    code.receive(say("commit", random()));
    await until(() => code.state === "failed");
    assert.deepEqual(said, []);
  });
}

// Somebody in the middle, who sees and forges everything, with the same program on both sides.

async function attacked() {
  const [advisor, citizen] = [
    side({ ...ADVISOR, other: KEYS.middle }),
    side({ ...CITIZEN, other: KEYS.second }),
  ];
  const nearAdvisor = side({ own: KEYS.middle, other: KEYS.advisor, offers: false });
  const nearCitizen = side({ own: KEYS.second, other: KEYS.citizen, offers: true });
  await talk(advisor, nearAdvisor);
  await talk(nearCitizen, citizen);
  return [advisor.code, citizen.code];
}

test("somebody in the middle gives both sides a number, and only chance makes it the same", async () => {
  const seen = new Set();
  for (let round = 0; round < 100; round += 1) {
    const [one, other] = await attacked();
    assert.deepEqual([one.state, other.state], ["agreed", "agreed"]);
    assert.notEqual(one.digits, other.digits);
    seen.add(one.digits).add(other.digits);
  }
  // One in a million each: of 200 numbers hardly one comes twice.
  assert.ok(seen.size > 195);
});

test("the last free choice of somebody in the middle is blind on either side", async () => {
  // Toward whoever offers: the same answer gives another number each time, for the hidden value is another.
  const [fixed, numbers] = [random(), new Set()];
  for (let round = 0; round < 50; round += 1) {
    const advisor = side(ADVISOR);
    advisor.code.begin();
    advisor.code.receive(say("ready"));
    advisor.code.receive(say("nonce", fixed));
    await until(() => settled(advisor));
    numbers.add(advisor.code.digits);
  }
  assert.ok(numbers.size >= 49);
  // Toward whoever answers: a value committed to before, and theirs comes after.
  numbers.clear();
  const commitment = sha256(
    "buergerbuero safety code 1",
    "commitment",
    KEYS.advisor,
    KEYS.citizen,
    fixed,
  );
  for (let round = 0; round < 50; round += 1) {
    const citizen = side(CITIZEN);
    citizen.code.begin();
    citizen.code.receive(say("commit", commitment));
    await until(() => citizen.kinds().includes("nonce"));
    citizen.code.receive(say("reveal", fixed));
    await until(() => settled(citizen));
    numbers.add(citizen.code.digits);
  }
  assert.ok(numbers.size >= 49);
});
