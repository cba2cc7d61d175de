"""What an advisor says to all who wait, and to one of them, as it is read.

Thousands read the same word, so it is written once for each language; what a page has been sent is
neither kept nor written again.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation

from buergerbuero.departments.models import Department
from buergerbuero.departments.texts import in_language
from buergerbuero.departments.wording import clock
from buergerbuero.live.viewer import Draft
from buergerbuero.visits.models import Visit
from buergerbuero.visits.rules import State
from buergerbuero.visits.snapshot import Snapshot
from buergerbuero.visits.words import Said, Words, words_for
from buergerbuero.web.regions import render_region

TEMPLATE = "citizen/regions/word.html"
TO_ALL, TO_ME = "word", "my-word"
NOTHING = Words()


@dataclass(frozen=True, slots=True)
class Reading:
    """A word in the reader's language; free text in the one it was written in."""

    who: str  # "" at a discreet department
    time: str
    text: str
    language: str
    only_you: bool


def words_context(visit: Visit) -> dict[str, Reading | None]:
    """For the page as a whole."""
    words = words_for(visit) if visit.state == State.WAITING else NOTHING
    mine = words.to_one.get(visit.pk)
    return {
        "word": _reading(visit.department, words.to_all),
        "my_word": _reading(visit.department, mine, only_you=True),
    }


def show_words(door: Snapshot, visit: Visit, language: str) -> list[Draft]:
    words = door.words if visit.state == State.WAITING else NOTHING
    return [
        _draft(door, TO_ALL, words.to_all, language),
        _draft(door, TO_ME, words.to_one.get(visit.pk), language),
    ]


def _draft(door: Snapshot, region: str, said: Said | None, language: str) -> Draft:
    key = (region, language, said.id if said else None)

    def write() -> bytes:
        if key not in door.rendered:
            door.rendered[key] = _write(door.department, region, said, language)
        written: bytes = door.rendered[key]
        return written

    return Draft(f"region:{region}", key, write)


def _write(department: Department, region: str, said: Said | None, language: str) -> bytes:
    with translation.override(language):
        reading = _reading(department, said, only_you=region == TO_ME)
    context: dict[str, Any] = {"region": region, "said": reading}
    return render_region(region, TEMPLATE, context, language).payload


def _reading(
    department: Department, said: Said | None, *, only_you: bool = False
) -> Reading | None:
    if said is None:
        return None
    text = in_language(said.texts)
    return Reading(
        who="" if department.discreet else in_language(department.names),
        time=clock(said.at),
        text=text,
        language=_language_of(said, text),
        only_you=only_you,
    )


def _language_of(said: Said, text: str) -> str:
    found = (code for code, one in said.texts.items() if one == text)
    return next(found, settings.LANGUAGE_CODE)
