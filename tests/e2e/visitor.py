"""Somebody with a browser of their own: what citizens and advisors have in common.

Buttons are found by what they do (the command's address), sentences of scripts by their key: tests
hold what happens, not how it is worded. In which language a page speaks has tests of its own.
"""

import re
from pathlib import Path

from django.utils import translation
from playwright.sync_api import BrowserContext, Locator, Page, expect

from buergerbuero.web.words import words
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch
from tests.servers import Office

SPIES = Path(__file__).with_name("spies.js")
PLACE = re.compile(r"%\((\w+)\)s")


class Visitor:
    home = "/"

    def __init__(self, context: BrowserContext, office: Office, language: str = "de") -> None:
        self.context = context
        self.office = office
        self.language = language
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

    def button(self, command: str) -> Locator:
        """The button that sends this command of docs/protocol.md."""
        return self.page.locator(f"form[action$='/{command}'] button").filter(visible=True)

    def press(self, command: str) -> None:
        self.button(command).click()

    def confirm(self, *, yes: bool = True) -> None:
        """The question that a dialog asks, before something is lost."""
        stay, go = self.page.locator("dialog:modal button").all()
        (go if yes else stay).click()

    # Seeing

    def word(self, key: str, **values: object) -> str:
        """What the scripts of this page say, by its key in web/words.py."""
        with translation.override(self.language):
            said = str(words()[key])
        return PLACE.sub(lambda match: str(values[match[1]]), said)

    def reads(self, text: str | re.Pattern[str]) -> None:
        """It stands somewhere on the page, to be seen."""
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def wait_until_live(self) -> None:
        """The stream is open: from now on changes come by themselves."""
        expect(self.page.locator("html[data-live=open]")).to_be_attached()

    # The room

    @property
    def other_tile(self) -> Locator:
        return self.page.locator("[data-room] figure.tile:not([data-room-self])")

    @property
    def restoring(self) -> Locator:
        """The plate over the other's last picture while the connection is away."""
        return self.other_tile.locator("[data-tile-restoring]")

    def talks_with(self, name: str) -> None:
        self.hears_in_room("room-connected", name=name)
        expect(self.other_tile.locator("[data-tile-name]")).to_have_text(name)
        # The panels follow the first pictures.
        expect(self.page.locator(".callbar [data-side=writing]")).not_to_have_attribute(
            "hidden", ""
        )

    def hears_in_room(self, key: str, **values: object) -> None:
        """The room's own line for screen readers."""
        expect(self.page.locator("[data-room-status]")).to_have_text(self.word(key, **values))

    def reads_of_connection(self, key: str) -> None:
        expect(self.page.locator("[data-room-connection]")).to_have_text(self.word(key))

    def turns(self, device: str, *, on: bool) -> None:
        """`device`: camera or microphone, on the call bar."""
        button = self.page.locator(f".callbar [data-control={device}]")
        button.click()
        off = re.compile(r"\bcontrol--off\b")
        if on:
            expect(button).not_to_have_class(off)
        else:
            expect(button).to_have_class(off)

    # What was noted of this browser

    def noted(self, what: str) -> list[dict[str, object]]:
        found: list[dict[str, object]] = self.page.evaluate("what => window.noted[what]", what)
        return found

    def open_tracks(self) -> int:
        """How many cameras and microphones this page holds."""
        return int(self.page.evaluate("noted.tracks.filter((t) => t.readyState === 'live').length"))

    def gives_devices_back(self) -> None:
        eventually(self.page, lambda: self.open_tracks() == 0, what="devices given back")

    def rang(self, sound: str) -> int:
        """How often this sound was played aloud."""
        played = self.noted("played")
        return sum(1 for entry in played if sound in str(entry["sound"]) and not entry["muted"])
