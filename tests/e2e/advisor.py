"""What an advisor does and sees at the desk."""

import re

from playwright.sync_api import Locator, expect

from tests.e2e.visitor import Visitor


class AdvisorPage(Visitor):
    home = "/desk/"
    username = ""

    def signs_in(self, username: str = "demir") -> None:
        self.username = username
        self.go(self.home)
        self.page.locator("#login").fill(username)
        self.page.locator("#password").fill(self.office.passwords[username])
        self.page.locator("main form button").click()
        self.sits_at_desk()

    def sits_at_desk(self) -> None:
        expect(self.page.locator("#region-queue")).to_be_visible()
        self.wait_until_live()

    # The line

    @property
    def rows(self) -> Locator:
        return self.page.locator("#region-queue table.list tbody tr")

    def sees_line(self, *numbers: str) -> None:
        """Exactly these numbers wait, in this order."""
        expect(self.rows.locator(".list__no")).to_have_text(list(numbers))

    def sees_next(self, number: str) -> None:
        expect(self.page.locator(".next .ticket__number")).to_have_text(number)

    def calls_next(self) -> None:
        self.press("desk/call")
        self.has_called()

    def has_called(self) -> None:
        expect(self.page.locator("#region-talk[data-state=called]")).to_be_attached()

    def more_about(self, number: str) -> Locator:
        """The menu of one line, opened."""
        row = self.rows.filter(has_text=re.compile(number.replace(" ", r"\s")))
        row.locator("summary").click()
        return row.locator(".menu__list")

    def dismisses(self, number: str, reason: str) -> None:
        menu = self.more_about(number)
        menu.locator("input[name=reason]").fill(reason)
        menu.locator("form[action$='/dismiss'] button").click()

    # Whoever knocks

    @property
    def knock(self) -> Locator:
        """What the band says; empty while nobody has knocked unseen."""
        return self.page.locator("[data-knock-band] [role=alert]")

    @property
    def seen_button(self) -> Locator:
        return self.page.locator("[data-knocks-seen]")

    def has_seen(self) -> None:
        self.seen_button.click()
        expect(self.knock).to_have_text("")

    # The talk

    @property
    def talk(self) -> Locator:
        return self.page.locator("#region-talk")

    def takes_call_back(self) -> None:
        self.press("take-back")
        self.is_alone()

    def sends_for_papers(self) -> None:
        self.press("put-back")
        self.is_alone()

    def ends_talk(self) -> None:
        self.press("end")
        self.confirm()
        self.is_alone()

    def is_alone(self) -> None:
        expect(self.page.locator("#region-talk[data-state='']")).to_be_attached()

    # About oneself

    def is_now(self, state: str) -> None:
        """free, break or away."""
        self.page.locator(f"#region-duty label:has([value={state}])").click()
        expect(self.page.locator(f"#region-duty[data-state={state}]")).to_be_attached()
