"""More people in the room than two, as one page sees it: the server's list is made longer on its
way in. They have no picture; where each sits and what is large can be seen."""

from typing import Any

from playwright.sync_api import Locator, expect

from tests.e2e import media
from tests.e2e.visitor import Visitor

NAMES = ("Frau Adeyemi", "Herr Weiss", "Frau Okafor", "Herr Lindqvist")
MORE = """() => {
  const parse = JSON.parse;
  window.more = [];
  JSON.parse = (...text) => {
    const found = parse(...text);
    const isRoom = !!found?.participants;
    return isRoom ? { ...found, participants: [...found.participants, ...window.more] } : found;
  };
}"""


class Seats:
    """`other`: whose reload makes the server tell this visitor anew who is there."""

    def __init__(self, visitor: Visitor, other: Visitor) -> None:
        self.visitor, self.other = visitor, other
        visitor.page.evaluate(MORE)

    def are_taken_by(self, count: int, role: str = "colleague") -> None:
        """So many are there beside the two who talk."""
        # Whoever has not joined yet (epoch 0) is sent nothing, so no signal goes to them.
        more: list[dict[str, Any]] = [
            {"id": f"more-{place}", "role": role, "name": name, "epoch": 0, "here": True}
            for place, name in enumerate(NAMES[:count])
        ]
        self.visitor.page.evaluate("(more) => { window.more = more; }", more)
        self.other.reload()
        expect(self.tiles).to_have_count(count + 2)
        media.expect_picture(self.visitor.page)

    @property
    def tiles(self) -> Locator:
        """All pictures, the own one too."""
        return self.visitor.page.locator("[data-room-stage] > figure.tile")

    def tile(self, name: str) -> Locator:
        return self.tiles.filter(has=self.visitor.page.get_by_text(name, exact=True))

    @property
    def own(self) -> Locator:
        return self.visitor.page.locator("[data-room-self]")

    def is_large(self, tile: Locator) -> None:
        """Alone said to be so, and twice as wide as the others; where there is no room beside it,
        as wide as two."""
        pinned = self.visitor.page.locator("[data-room-stage] [aria-pressed=true]")
        expect(pinned).to_have_count(1)
        expect(tile.locator("[data-control=pin]")).to_have_attribute("aria-pressed", "true")
        widths = self.tiles.evaluate_all("all => all.map((one) => one.clientWidth)")
        mine = tile.evaluate("one => one.clientWidth")
        assert mine > 1.8 * sorted(widths)[-2]

    def nobody_is_large(self) -> None:
        expect(self.visitor.page.locator("[data-room-stage] [aria-pressed=true]")).to_have_count(0)

    def are_apart(self) -> None:
        """No picture lies over another."""
        assert not self.visitor.page.evaluate(OVERLAPS)


OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll("[data-room-stage] > figure.tile")]
    .map((tile) => tile.getBoundingClientRect());
  const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return boxes.some((a, place) => boxes.slice(place + 1).some((b) => over(a, b)));
}"""
