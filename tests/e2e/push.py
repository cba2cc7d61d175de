"""A browser's push messages, from the opt-in to the notification."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Locator, Page, Worker, expect

from tests.e2e.visitor import Visitor
from tests.e2e.waiting import eventually

SERVICE = Path(__file__).with_name("push_service.js")
Given = dict[str, Any]


class Messages:
    """`given`: what the browser gets from its push service; None: there is none to be reached."""

    def __init__(self, visitor: Visitor, given: Given | None, scope: str = "/visit/") -> None:
        self.visitor = visitor
        self.scope = scope
        script = SERVICE.read_text().replace("GIVEN;", f"{json.dumps(given)};", 1)
        visitor.context.add_init_script(script)

    def allow(self) -> None:
        """The person says yes to what the browser will ask."""
        origin = self.visitor.office.url
        self.visitor.context.grant_permissions(["notifications"], origin=origin)

    @property
    def shown(self) -> Locator:
        return self.visitor.page.locator("[data-push-when]:not([hidden])")

    def says(self, state: str) -> None:
        expect(self.shown).to_have_attribute("data-push-when", state)

    def turn(self, way: str) -> None:
        self.visitor.page.locator(f"[data-push-turn={way}]").click()

    # Behind the page

    def registrations(self, page: Page | None = None) -> int:
        count = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
        return int((page or self.visitor.page).evaluate(count))

    def notices(self, page: Page | None = None) -> list[list[str]]:
        """Title, text and language of what the system shows."""
        found: list[list[str]] = (page or self.visitor.page).evaluate(
            """async (scope) => {
              const registration = await navigator.serviceWorker.getRegistration(scope);
              const shown = await registration?.getNotifications();
              return (shown ?? []).map(({ title, body, lang }) => [title, body, lang]);
            }""",
            self.scope,
        )
        return found

    def deliver(self, message: dict[str, Any], page: Page | None = None) -> None:
        """What the push service handed over, as it stands after decryption, to the real worker."""
        page = page or self.visitor.page
        session = self.visitor.context.new_cdp_session(page)
        registration = _registration(session, page, self.visitor.office.url + self.scope)
        session.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": self.visitor.office.url,
                "registrationId": registration,
                "data": json.dumps(message),
            },
        )
        session.detach()

    @property
    def worker(self) -> Worker:
        [worker] = self.visitor.context.service_workers
        return worker


def _registration(session: CDPSession, page: Page, scope: str) -> str:
    found: list[str] = []

    def heard(event: dict[str, Any]) -> None:
        found.extend(one["registrationId"] for one in event["registrations"]
                     if one["scopeURL"] == scope)  # fmt: skip

    session.on("ServiceWorker.workerRegistrationUpdated", heard)
    session.send("ServiceWorker.enable")
    eventually(page, lambda: found, what="a service worker")
    return found[-1]
