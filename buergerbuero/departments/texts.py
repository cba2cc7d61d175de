"""Texts that a county writes, in several languages: {"de": "…", "en": "…"}."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_language

Text = dict[str, str]


def in_language(text: Mapping[str, str], language: str | None = None) -> str:
    """The text in this language, else in the county's own, else whatever there is."""
    wanted = language or get_language() or settings.LANGUAGE_CODE
    return text.get(wanted) or text.get(settings.LANGUAGE_CODE) or next(iter(text.values()), "")
