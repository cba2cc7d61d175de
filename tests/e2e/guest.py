"""What somebody does and sees who was invited into a talk by a link."""

from playwright.sync_api import expect

from tests.e2e.visitor import Visitor


class GuestPage(Visitor):
    home = "/guest/"

    def opens(self, link: str) -> None:
        """The link as it was given: its address is the office's own."""
        self.page.goto(link)
        expect(self.page.locator("[name=secret]")).not_to_have_value("")

    def knocks(self, name: str) -> None:
        self.page.locator("#name").fill(name)
        self.page.locator("form[data-invited] button").click()
        self.is_("door")
        self.wait_until_live()

    def is_(self, state: str) -> None:
        expect(self.page.locator(f"#region-guest[data-state={state}]")).to_be_attached()
