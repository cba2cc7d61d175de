"""The public holidays of a Land, as days on which a door stays shut."""

from functools import lru_cache

import holidays
from django.utils import timezone

from buergerbuero.departments.hours import Closed

LANDS = (
    "BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH",
)  # fmt: skip
# Our languages, and what the package calls them.
LANGUAGES = {"de": "de", "en": "en_US"}


def public_holidays(land: str) -> tuple[Closed, ...]:
    """Those of last year, this year and the next. None for ""."""
    if not land:
        return ()
    year = timezone.localdate().year
    return _of_years(land, (year - 1, year, year + 1))


@lru_cache(maxsize=64)
def _of_years(land: str, years: tuple[int, ...]) -> tuple[Closed, ...]:
    named = {
        code: holidays.country_holidays("DE", subdiv=land, years=years, language=language)
        for code, language in LANGUAGES.items()
    }
    return tuple(
        Closed(day, day, {code: days[day] for code, days in named.items()})
        for day in sorted(named["de"])
    )
