"""Somebody with a browser of their own: what citizens and advisors have in common."""

import re
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch
from tests.e2e.words import Words
from tests.servers import Office

SPIES = Path(__file__).with_name("spies.js")


class Visitor:
    home = "/"

    def __init__(self, context: BrowserContext, office: Office, language: str = "de") -> None:
        self.context = context
        self.office = office
        self.language = language
        self.words = Words(language)
        self.watch = Watch(office.url)
        self.watch.follow(context)
        context.add_init_script(path=SPIES)
        self.page: Page = context.new_page()

    # Going about

    def go(self, path: str) -> None:
        prefix = "" if self.language == "de" else f"/{self.language}"
        self.page.goto(self.office.url + prefix + path)

    def reload(self) -> None:
        self.page.reload()

    def reopen(self) -> None:
        """Closes the tab, and comes back in a new one."""
        self.page.close()
        self.page = self.context.new_page()
        self.go(self.home)

    def press(self, german: str) -> None:
        self.button(german).click()

    def button(self, german: str) -> Locator:
        return self.page.get_by_role("button", name=self.words(german), exact=True)

    def answer(self, german: str) -> None:
        """The question that a dialog asks."""
        self.page.locator("dialog:modal").get_by_role(
            "button", name=self.words(german), exact=True
        ).click()

    # Seeing

    def reads(self, german: str, **values: object) -> None:
        """The sentence stands somewhere on the page, to be seen."""
        text = self.words(german, **values)
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def is_told(self, german: str, **values: object) -> None:
        """What a screen reader hears outside of the room."""
        expect(self.page.locator("#announce")).to_have_text(self.words(german, **values))

    def wait_until_live(self) -> None:
        """The stream is open: from now on changes come by themselves."""
        expect(self.page.locator("html[data-live=open]")).to_be_attached()

    # The room

    @property
    def other_tile(self) -> Locator:
        return self.page.locator("[data-room] figure.tile:not([data-room-self])")

    def talks_with(self, name: str) -> None:
        self.hears_in_room("Sie sind mit %(name)s verbunden.", name=name)
        expect(self.other_tile.locator("[data-tile-name]")).to_have_text(name)

    def hears_in_room(self, german: str, **values: object) -> None:
        """The room's own line for screen readers."""
        expect(self.page.locator("[data-room-status]")).to_have_text(self.words(german, **values))

    def turns(self, device: str, *, on: bool) -> None:
        """`device`: camera or microphone, on the call bar."""
        button = self.page.locator(f".callbar [data-control={device}]")
        button.click()
        expect(button).to_have_class(
            re.compile("control--off") if not on else re.compile("^control$")
        )

    # What was noted of this browser

    def noted(self, what: str) -> list[dict[str, object]]:
        found: list[dict[str, object]] = self.page.evaluate("what => window.noted[what]", what)
        return found

    def open_tracks(self) -> int:
        """How many cameras and microphones this page holds."""
        return int(self.page.evaluate("noted.tracks.filter((t) => t.readyState === 'live').length"))

    def rang(self, sound: str) -> int:
        """How often this sound was played aloud."""
        played = self.noted("played")
        return sum(1 for entry in played if sound in str(entry["sound"]) and not entry["muted"])

    def eventually_rang(self, sound: str, times: int) -> None:
        eventually(self.page, lambda: self.rang(sound) >= times, what=f"{sound} rings")
        assert self.rang(sound) == times
