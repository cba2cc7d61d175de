"""What a citizen does and sees, in the words of the counter."""

import re

from playwright.sync_api import Locator, expect

from tests.e2e.visitor import Visitor


class CitizenPage(Visitor):
    home = "/visit/"

    # At the door

    def goes_to(self, department: str = "elterngeldstelle") -> None:
        self.go(f"/departments/{department}/")

    def knocks(self, name: str = "") -> None:
        """At the door this page shows. Waits for the waiting room."""
        self.page.locator("#name").fill(name)
        self.press("knock")
        expect(self.page).to_have_url(re.compile(r"/visit/$"))
        self.wait_until_live()

    def knocks_at(self, department: str = "elterngeldstelle", name: str = "") -> None:
        self.goes_to(department)
        self.knocks(name)

    # In the waiting room

    @property
    def number(self) -> str:
        return self.page.locator(".ticket__number").inner_text().replace("\u00a0", " ")

    def is_(self, state: str) -> None:
        """waiting, called, talking, hung-up or closed."""
        expect(self.page.locator(f"#region-visit[data-state={state}]")).to_be_attached()

    def sees_ahead(self, ahead: int) -> None:
        """The heading and the title of the page say the same position."""
        pattern = re.compile(rf"^\D*\b{ahead}\b\D*$" if ahead else r"^\D+$")
        expect(self.page.locator("#region-place h1")).to_have_text(pattern)
        expect(self.page).to_have_title(re.compile(rf"^\D+{ahead} – [A-Z]\s\d\d$"))

    def is_told_place(self, ahead: int) -> None:
        """What a screen reader hears of it: not a word that a person does not see."""
        said = self.page.locator("#announce")
        expect(said).to_have_text(re.compile(rf"\b{ahead}\b" if ahead else r"^\D+$"))
        announced = self.page.locator("#region-place").get_attribute("data-announce")
        expect(said).to_have_text(announced or "")

    def leaves(self) -> None:
        self.press("leave")
        self.confirm()

    def steps_out_for(self, minutes: int) -> None:
        self.page.locator("details.menu:has(form[action$='/pause']) summary").click()
        self.page.locator(f"button[name=minutes][value='{minutes}']").click()
        expect(self.button("back")).to_be_visible()

    def is_back(self) -> None:
        self.press("back")
        expect(self.button("back")).to_be_hidden()

    # Called

    @property
    def call(self) -> Locator:
        """The open door: a dialog that lies over everything else."""
        return self.page.locator("dialog#called:modal")

    def waits_until_called(self, by: str = "Frau Demir") -> None:
        expect(self.call.locator("h2")).to_have_text(re.compile(by))

    def chooses(self, device: str, *, on: bool) -> None:
        """With camera or microphone, or without, before entering."""
        toggle = self.call.locator(f"[data-choice={device}]")
        if ("toggle--off" in (toggle.get_attribute("class") or "")) == on:
            toggle.click()

    def hides_address(self, at: str = "called") -> None:
        """At the open door, or at the device `check`."""
        self.page.locator(f"#{at}-hide-address").check()

    def enters(self) -> None:
        self.press("enter")
        self.is_("talking")

    # In the room and afterwards

    def hangs_up(self) -> None:
        self.press("hang-up")
        self.confirm()
        self.is_("hung-up")

    def is_bid_goodbye(self, outcome: str = "served") -> None:
        """The last page, with the words of this outcome."""
        self.is_("closed")
        expect(self.page.locator(".goodbye h1")).to_have_text(GOODBYES[self.language][outcome])

    @property
    def slip(self) -> Locator:
        """The note to take home."""
        return self.page.locator(".goodbye article.note")


GOODBYES = {
    "de": {
        "served": re.compile("Auf Wiedersehen"),
        "left": re.compile("verlassen"),
        "declined": re.compile("nicht per Video"),
        "missed": re.compile("nicht erreich"),
    },
    "en": {"served": re.compile("Goodbye", re.IGNORECASE)},
}
