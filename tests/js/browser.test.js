import assert from "node:assert/strict";
import { test } from "node:test";
import { browserKind } from "../../buergerbuero/static/js/consultation/browser.js";

const AGENTS = {
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36":
    "chrome",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0":
    "chrome",
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36":
    "chrome-android",
  "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0": "firefox",
  "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0": "firefox",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1":
    "safari-ios",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1":
    "safari-ios",
};
const MAC =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15";

for (const [userAgent, kind] of Object.entries(AGENTS)) {
  test(`${kind}: ${userAgent}`, () => {
    assert.equal(browserKind({ userAgent, maxTouchPoints: 0 }), kind);
  });
}

test("an iPad calls itself a Mac, but has a touch screen", () => {
  assert.equal(browserKind({ userAgent: MAC, maxTouchPoints: 0 }), "safari-macos");
  assert.equal(browserKind({ userAgent: MAC, maxTouchPoints: 5 }), "safari-ios");
});
