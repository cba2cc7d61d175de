""" "Schreiben" in the room, and what somebody hostile would send over its channel."""

import re

from playwright.sync_api import Locator, expect

from tests.e2e.visitor import Visitor

# The channel itself, of which no script of the page knows that a test holds it.
HOLD = """() => {
  const make = RTCPeerConnection.prototype.createDataChannel;
  window.held = [];
  RTCPeerConnection.prototype.createDataChannel = function (label, options) {
    const channel = make.call(this, label, options);
    if (label === "writing") window.held.push(channel);
    return channel;
  };
}"""


class Writing:
    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        page = visitor.page
        self.button = page.locator(".callbar [data-side=writing]")
        self.mark = page.locator("[data-writing-mark]")
        self.root = page.locator("[data-side-panel=writing]")
        self.field = page.locator("[data-writing-field]")
        self.hint = page.locator("[data-writing-hint]")
        self.state = page.locator("[data-writing-state]")
        self.spoken = page.locator("[data-writing-spoken]")
        self.lines = self.root.locator("li").filter(visible=True)
        self.plate = visitor.other_tile.locator("[data-tile-writing]")

    def opens(self) -> None:
        self.button.click()
        expect(self.field).to_be_focused()

    def types(self, text: str) -> None:
        self.field.press_sequentially(text)

    def writes(self, text: str) -> None:
        """A whole line."""
        self.field.fill(text)
        self.field.press("Enter")
        expect(self.field).to_have_value("")

    def texts(self) -> Locator:
        return self.lines.locator("[data-line-text]")

    def reads(self, *lines: tuple[str, str | re.Pattern[str]]) -> None:
        """Exactly these lines, each with its author, in this order."""
        expect(self.texts()).to_have_text([text for _, text in lines])
        expect(self.lines.locator("[data-line-author]")).to_have_text([who for who, _ in lines])

    def holds_channel(self) -> None:
        """Before the page is loaded."""
        self.visitor.context.add_init_script(f"({HOLD})()")

    def sends(self, *messages: object) -> None:
        """Past all scripts of the page."""
        self.visitor.page.evaluate(
            "messages => { for (const one of messages) held.at(-1).send(one); }", list(messages)
        )
