"""Somebody in the middle of the signalling: a page of theirs has a connection to either side.

It stands where the office's server stands. Descriptions and candidates on their way up are
replaced by its own; picture, sound and channels are handed on, so that nobody notices. For the
number it runs our own program toward each side.
"""

import json
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Route

from buergerbuero.settings import BASE
from buergerbuero.web.bundle import bundle
from tests.servers import Office

SCRIPT = Path(__file__).with_name("middle.js")
PASS = "([side, body]) => middle.pass(side, body)"
PARTS = ("safety-code", "fingerprints", "description")


class Middle:
    """From the next signal on, for the pair of epochs that it names: a later one is let alone."""

    def __init__(self, context: BrowserContext, office: Office) -> None:
        self.page: Page = context.new_page()
        # A page of their own at the office's address: only a secure page may hash.
        blank = "<!doctype html><title>Mitte</title>"
        self.page.route(
            "**/middle", lambda route: route.fulfill(body=blank, content_type="text/html")
        )
        self.page.goto(f"{office.url}/middle")
        for part in PARTS:
            script = bundle(BASE / "static" / "js" / "consultation" / f"{part}.js")
            whole, _, names = script.rpartition("export const ")
            module = names.partition(" = ")[2].rstrip(";\n")
            self.page.evaluate(f"() => {{ {whole} Object.assign(window, {module}); }}")
        self.page.evaluate(SCRIPT.read_text())

    def sits_before(self, context: BrowserContext, side: str) -> None:
        """`side`: offers (the advisor's page) or answers (the citizen's)."""
        pairs: list[tuple[int, int]] = []

        def replaced(route: Route) -> None:
            message = json.loads(route.request.post_data or "")
            pairs.append(message["epochs"])
            if pairs[-1] != pairs[0]:
                return route.continue_()
            body = self.page.evaluate(PASS, [side, message["body"]])
            return route.continue_(post_data=json.dumps(message | {"body": body}))

        context.route("**/room/signals", replaced)

    def number(self, side: str) -> str:
        """What the person on this side reads, as the one in the middle knows it."""
        digits: str = self.page.evaluate("side => middle.sides[side].code.digits", side)
        return digits
