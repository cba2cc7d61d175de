"""Everybody who takes part in a test, each with a browser of their own."""

from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import Browser, Error

from tests.e2e.advisor import AdvisorPage
from tests.e2e.citizen import CitizenPage
from tests.e2e.guest import GuestPage
from tests.e2e.visitor import Visitor
from tests.servers import Office

LOCALES = {"de": "de-DE", "en": "en-GB"}
SMALL = {"width": 360, "height": 800}
WIDE = {"width": 1280, "height": 900}
Somebody = TypeVar("Somebody", bound=Visitor)


class People:
    def __init__(self, office: Office, browser: Browser) -> None:
        self.office = office
        self.browser = browser
        self.all: list[Visitor] = []

    def citizen(self, language: str = "de", **options: Any) -> CitizenPage:
        return self._add(CitizenPage, language, {"viewport": SMALL, **options})

    def advisor(
        self,
        username: str = "demir",
        language: str = "de",
        *,
        by_form: bool = False,
        **options: Any,
    ) -> AdvisorPage:
        """Signed in and free, at the desk. `by_form`: as people do it, which takes its time."""
        somebody = self._add(AdvisorPage, language, {"viewport": WIDE, **options})
        (somebody.signs_in if by_form else somebody.is_signed_in)(username)
        return somebody

    def guest(self, language: str = "de", **options: Any) -> GuestPage:
        return self._add(GuestPage, language, {"viewport": SMALL, **options})

    def _add(self, kind: type[Somebody], language: str, options: dict[str, Any]) -> Somebody:
        browser, office = options.pop("browser", self.browser), options.pop("office", self.office)
        context = browser.new_context(locale=LOCALES[language], **options)
        visitor = kind(context, office, language)
        self.all.append(visitor)
        return visitor

    @property
    def complaints(self) -> list[str]:
        return [complaint for visitor in self.all for complaint in visitor.watch.complaints]

    def take_pictures(self, directory: Path) -> None:
        """How every open page looked when a test failed."""
        directory.mkdir(parents=True, exist_ok=True)
        for place, visitor in enumerate(self.all):
            kind = type(visitor).__name__
            for page in visitor.context.pages:
                # A page that hangs must not hide why the test failed.
                with suppress(Error):
                    page.screenshot(path=directory / f"{place}-{kind}.png", timeout=5000)

    def go_home(self) -> None:
        for visitor in self.all:
            visitor.context.close()
