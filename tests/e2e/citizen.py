"""What a citizen does and sees, in the words of the counter."""

import re

from playwright.sync_api import Locator, expect

from tests.e2e.visitor import Visitor

GOODBYE = "Auf Wiedersehen. Danke für Ihren Besuch."


class CitizenPage(Visitor):
    home = "/visit/"
    name = ""

    # At the door

    def goes_to(self, department: str = "elterngeldstelle") -> None:
        self.go(f"/departments/{department}/")

    def knocks(self, name: str = "", subject: str = "") -> None:
        """At the door this page shows. Waits for the waiting room."""
        self.name = name
        if name:
            self.page.locator("#name").fill(name)
        if subject:
            self.page.locator("#subject").select_option(label=subject)
        self.press("Anklopfen")
        self.is_at("/visit/")
        self.wait_until_live()

    def knocks_at(self, department: str = "elterngeldstelle", name: str = "") -> None:
        self.goes_to(department)
        self.knocks(name)

    def is_at(self, path: str) -> None:
        expect(self.page).to_have_url(re.compile(f"{re.escape(path)}$"))

    # In the waiting room

    @property
    def number(self) -> str:
        return self.page.locator(".ticket__number").inner_text().replace("\u00a0", " ")

    def is_(self, state: str) -> None:
        """waiting, called, talking, hung-up or closed."""
        expect(self.page.locator(f"#region-visit[data-state={state}]")).to_be_attached()

    def sees_ahead(self, ahead: int) -> None:
        """The heading and the title of the page say the same position."""
        expect(self.page.locator("#region-place h1")).to_have_text(self.place(ahead))
        expect(self.page).to_have_title(re.compile(rf"^\D+{ahead} – E.\d\d$"))

    def place(self, ahead: int) -> str:
        if ahead == 0:
            return self.words("Gleich sind Sie dran")
        one, several = (f"Vor Ihnen: %(shown_ahead)s Person{end}" for end in ("", "en"))
        return self.words.many(one, several, ahead, shown_ahead=ahead)

    def leaves(self) -> None:
        self.press("Wartebereich verlassen")
        self.answer("Gehen")

    def steps_out_for(self, minutes: int) -> None:
        self.page.get_by_text(self.words("Ich bin kurz weg"), exact=True).click()
        self.page.locator(f"button[name=minutes][value='{minutes}']").click()

    def is_back(self) -> None:
        self.press("Ich bin wieder da")

    # Called

    @property
    def call(self) -> Locator:
        """The open door: a dialog that lies over everything else."""
        return self.page.locator("dialog#called:modal")

    def waits_until_called(self, by: str = "Frau Demir") -> None:
        expect(self.call.locator("h2")).to_have_text(
            self.words("%(name)s bittet Sie herein", name=by)
        )

    def chooses(self, device: str, *, on: bool) -> None:
        toggle = self.call.locator(f"[data-choice={device}]")
        if ("toggle--off" in (toggle.get_attribute("class") or "")) == on:
            toggle.click()

    def enters(self) -> None:
        self.call.locator("form[data-enter] button").click()
        self.is_("talking")

    def asks_for_more_time(self) -> None:
        self.call.get_by_role("button", name=self.more_time, exact=True).click()

    @property
    def more_time(self) -> str:
        one, several = (f"%(minutes)s Minute{end} mehr Zeit" for end in ("", "n"))
        return self.words.many(one, several, 2, minutes=2)

    def is_not_ready_yet(self) -> None:
        self.call.get_by_role("button", name=self.words("Ich brauche noch 5 Minuten")).click()

    # In the room and afterwards

    def hangs_up(self) -> None:
        self.press("Verlassen")
        self.answer("Beenden")
        self.is_("hung-up")

    def comes_back(self) -> None:
        self.press("Wieder eintreten")
        self.is_("talking")

    def is_bid_goodbye(self, german: str = GOODBYE) -> None:
        self.is_("closed")
        expect(self.page.locator(".goodbye h1")).to_have_text(self.words(german))
