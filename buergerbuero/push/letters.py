"""What is said, and how it goes to the post: after the commit, beside whatever is under way.

A message may be read by whoever looks at the screen: it names no person, no number and, where a
department is discreet, no department.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from buergerbuero.departments.models import Department
from buergerbuero.departments.wording import clock
from buergerbuero.push.models import AdvisorSubscription, Subscription, VisitSubscription

TURN, KNOCK, HELP = (
    "turn",
    "knock",
    "help",
)  # a newer message of a topic takes the place of an older one


class Kind(StrEnum):
    """What advisors are told."""

    KNOCK = "knock"
    STILL_WAITING = "still_waiting"  # nobody came to the door in time
    HELP = "help"  # a colleague asks for it


@dataclass(frozen=True, slots=True)
class Letter:
    subscription: Subscription
    content: bytes
    topic: str
    seconds: int  # how long the push service keeps it for a device that is off


def say_nearly(to: VisitSubscription, seconds: int) -> None:
    with translation.override(to.language):
        _post(to, nearly_text(), TURN, reverse("citizen:visit"), seconds)


def say_called(to: VisitSubscription, seconds: int) -> None:
    with translation.override(to.language):
        _post(to, called_text(), TURN, reverse("citizen:visit"), seconds)


def say_ending(to: VisitSubscription, at: datetime, seconds: int) -> None:
    with translation.override(to.language):
        _post(to, ending_text(at), TURN, reverse("citizen:visit"), seconds)


def say_to_advisor(
    to: AdvisorSubscription, department: Department | None, kind: Kind, seconds: int
) -> None:
    """`department`: where it knocks, if only there."""
    with translation.override(to.language):
        text = _to_advisor(kind)
        if department and not department.discreet:
            text = f"{text}: {department.name}"
        topic = HELP if kind == Kind.HELP else KNOCK
        _post(to, text, topic, reverse("desk:desk"), seconds)


def _to_advisor(kind: Kind) -> str:
    match kind:
        case Kind.KNOCK:
            return _("Es klopft jemand an")
        case Kind.STILL_WAITING:
            return _("Es wartet noch jemand")
        case Kind.HELP:
            return _("Am Arbeitsplatz wird Hilfe gebraucht")


def nearly_text() -> str:
    return _("Sie sind gleich dran. Bitte öffnen Sie die Seite.")


def called_text() -> str:
    return _("Sie sind dran. Bitte treten Sie ein.")


def ending_text(at: datetime) -> str:
    said = _(
        "Sind Sie noch da? Bitte öffnen Sie die Seite. Sonst endet Ihr Besuch um %(time)s Uhr."
    )
    return said % {"time": clock(at)}


def _post(to: Subscription, text: str, topic: str, page: str, seconds: int) -> None:
    said = {
        "title": settings.CONFIG.county.service,
        "body": text,
        "tag": topic,
        "page": page,
        "lang": to.language,
    }
    content = json.dumps(said, ensure_ascii=False).encode()
    letter = Letter(to, content, topic, seconds)
    transaction.on_commit(lambda: _hand_over(letter))


_collectors: list[Callable[[Letter], Any]] = []


def _hand_over(letter: Letter) -> None:
    for collector in _collectors:
        collector(letter)


def collect(collector: Callable[[Letter], Any]) -> Callable[[], None]:
    """`collector` is called in whatever thread posts. What is returned ends it."""
    _collectors.append(collector)
    return lambda: _collectors.remove(collector)
