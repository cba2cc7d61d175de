"""What a person hears who does not see the page: its live regions, word by word."""

import re
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.visitor import Visitor
from tests.e2e.waiting import eventually

LISTEN = Path(__file__).with_name("ears.js").read_text()


class Ears:
    """From now on."""

    def __init__(self, visitor: Visitor) -> None:
        self.page: Page = visitor.page
        self.page.evaluate(LISTEN)

    @property
    def heard(self) -> list[str]:
        """Each sentence after its tone, polite or assertive, in the order it was said."""
        return [text.replace("\u00a0", " ") for text in self.page.evaluate("window.heard")]

    @property
    def unheard(self) -> list[str]:
        """What came together with its region, so that most screen readers keep silent."""
        found: list[str] = self.page.evaluate("window.unheard")
        return found

    def expect(self, *sentences: str | re.Pattern[str]) -> None:
        """Exactly this was said since the beginning."""
        eventually(
            self.page, lambda: len(self.heard) >= len(sentences), what=f"heard {sentences[-1:]}"
        )
        said = self.heard
        assert len(said) == len(sentences), said
        for text, sentence in zip(said, sentences, strict=True):
            pattern = sentence if isinstance(sentence, re.Pattern) else re.escape(sentence)
            assert re.fullmatch(pattern, text), said
