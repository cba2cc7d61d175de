"""Row 18: a person without a mouse, who must see at each step where they are."""

from pathlib import Path
from typing import TypedDict

from playwright.sync_api import Locator, Page, expect

from tests.e2e.visitor import Visitor
from tests.e2e.waiting import eventually

LOOK = Path(__file__).with_name("focus.js").read_text()
STEPS_AT_MOST = 120


class Stop(TypedDict):
    number: int  # of the element, as long as it is there; 0: none
    name: str
    seen: bool
    wanted: list[tuple[int, str]]
    order: list[int]


class Keyboard:
    def __init__(self, visitor: Visitor) -> None:
        self.page: Page = visitor.page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def types(self, text: str) -> None:
        self.page.keyboard.type(text)

    def tabs_to(self, target: Locator) -> None:
        """On the way there and on it the focus can be seen."""
        expect(target).to_be_visible()
        for _ in range(STEPS_AT_MOST):
            self._steps()
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"Tab never reaches {target}")

    def presses(self, target: Locator, key: str = "Enter") -> None:
        self.tabs_to(target)
        self.press(key)

    def goes_round(self) -> None:
        """Tab reaches every control, from above to below, and comes back: there is no trap."""
        first = self._steps()
        reached = [first["number"]]
        while (stop := self._steps())["number"] != first["number"]:
            reached.append(stop["number"])
            assert len(reached) < STEPS_AT_MOST, f"Tab never comes back to {first['name']}"
        missed = [name for number, name in stop["wanted"] if number not in reached]
        assert not missed, missed
        _expect_in_order([stop["order"].index(number) for number in reached if number])

    def _steps(self) -> Stop:
        self.press("Tab")
        # The browser scrolls to what it reaches, and that takes a moment.
        return eventually(self.page, self._stop_in_sight, what=f"the focus is seen: {self._stop()}")

    def _stop_in_sight(self) -> Stop | None:
        stop = self._stop()
        return stop if stop["seen"] or not stop["number"] else None

    def _stop(self) -> Stop:
        found: Stop = self.page.evaluate(LOOK)
        return found


def _expect_in_order(places: list[int]) -> None:
    """From above to below, wherever it began."""
    top = places.index(min(places))
    assert places[top:] + places[:top] == sorted(places)
