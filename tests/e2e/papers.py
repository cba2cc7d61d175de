"""What people do with papers in the room, and a line that can be held for a while."""

import re
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, expect

from tests.e2e.visitor import Visitor
from tests.e2e.waiting import eventually

# Two browsers on one machine are done before anybody can look: so the queue is said to be full.
HELD = """() => {
  const line = (window.heldLine = { after: Infinity, sent: 0, channels: new Set() });
  const { prototype } = RTCDataChannel;
  const amount = Object.getOwnPropertyDescriptor(prototype, "bufferedAmount").get;
  const send = prototype.send;
  prototype.send = function (data) {
    line.sent += data.byteLength ?? 0;
    line.channels.add(this);
    return send.call(this, data);
  };
  Object.defineProperty(prototype, "bufferedAmount", {
    get() {
      return line.sent >= line.after ? 1e9 : amount.call(this);
    },
  });
}"""
LET_GO = """() => {
  heldLine.after = Infinity;
  for (const channel of heldLine.channels) channel.dispatchEvent(new Event("bufferedamountlow"));
}"""
# How many colours a canvas shows; an empty one has one.
COLOURS = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
}"""


def can_be_held(visitor: Visitor) -> None:
    """Before the page is opened."""
    visitor.context.add_init_script(f"({HELD})()")


def holds_after(visitor: Visitor, sent: int) -> None:
    visitor.page.evaluate(f"heldLine.after = {sent}")


def lets_go(visitor: Visitor) -> None:
    visitor.page.evaluate(LET_GO)


def content_sent(visitor: Visitor) -> int:
    """Bytes that are no words, over all data channels."""
    return int(visitor.page.evaluate("heldLine.sent"))


def upload(name: str, content: bytes, kind: str = "application/octet-stream") -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": content}


class Papers:
    """ "Papiere" in the room of one of the two."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = visitor.page
        self.panel = self.page.locator("[data-side-panel=papers]")
        self.band = self.page.locator("[data-papers-band]")
        self.view = self.panel.locator("[data-papers-stage=view]")
        self.photo = self.panel.locator("[data-papers-stage=photo]")
        self.problem = self.panel.locator("[data-papers-problem]")

    def opens(self) -> None:
        more = self.page.locator(".callbar [data-side=more]")
        if more.is_visible():
            more.click()
            self.page.locator("[data-side-panel=more] [data-side=papers]").click()
        else:
            self.page.locator(".callbar [data-side=papers]").click()
        expect(self.panel).to_be_visible()

    def gives(self, *files: FilePayload) -> None:
        if not self.panel.is_visible():
            self.opens()
        self.panel.locator("[data-papers-files]").set_input_files(list(files))

    def row(self, name: str) -> Locator:
        return self.panel.locator("[data-paper]").filter(has_text=name).first

    def is_offered(self, name: str, by: str) -> None:
        text = rf"{by} .*{re.escape(name)}"
        expect(self.band.locator("[data-papers-band-text]")).to_have_text(re.compile(f"^{text}"))
        # What is said at the same moment is said together.
        expect(self.page.locator("[data-papers-status]")).to_have_text(
            re.compile(rf"(^|[.?!] ){text}")
        )

    def hears(self, key: str, **values: object) -> None:
        """The papers' own line for screen readers."""
        expect(self.page.locator("[data-papers-status]")).to_have_text(
            self.visitor.word(key, **values)
        )

    def answers(self, answer: str) -> None:
        """accept or refuse, where it is asked first."""
        self.band.locator(f"[data-papers={answer}]").click()

    def presses(self, name: str, action: str) -> None:
        self.row(name).locator(f"[data-papers={action}]").filter(visible=True).click()

    def reads(self, file: str, key: str, **values: object) -> None:
        said = self.visitor.word(key, file=file, **values)
        expect(self.row(file).locator("[data-paper-text]")).to_have_text(said)

    def has(self, name: str) -> None:
        self.reads(name, "paper-arrived")

    def saves(self, name: str) -> tuple[str, bytes]:
        """Under which name, and what."""
        with self.page.expect_download() as download:
            self.row(name).locator("a").click()
        return download.value.suggested_filename, Path(download.value.path()).read_bytes()

    def looks_at(self, name: str) -> Locator:
        """The sheet that shows it."""
        self.presses(name, "look")
        sheet = self.view.locator("canvas")
        expect(sheet).to_be_visible()
        return sheet

    def is_told(self, key: str) -> None:
        expect(self.view.locator("[data-view-problem]")).to_have_text(self.visitor.word(key))


def expect_drawn(sheet: Locator) -> None:
    eventually(sheet.page, lambda: sheet.evaluate(COLOURS) > 1, what="something is drawn")
