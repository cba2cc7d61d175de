"""The words on the pages, in both languages: tests name the German ones, as the templates do."""

import gettext
from pathlib import Path

import buergerbuero

LOCALE = Path(buergerbuero.__file__).with_name("locale")


class Words:
    """`words("Anklopfen")` is what the page says in this language."""

    def __init__(self, language: str) -> None:
        fallback = language == "de"
        self._catalogue = gettext.translation("django", LOCALE, [language], fallback=fallback)

    def __call__(self, german: str, **values: object) -> str:
        text = self._catalogue.gettext(german)
        return text % values if values else text

    def many(self, one: str, several: str, number: int, **values: object) -> str:
        return self._catalogue.ngettext(one, several, number) % values
