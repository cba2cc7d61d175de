"""A visit goes on at another device: its holder has a code made, and types it there.

The code works once and only while the visit is open. It gives the visit a new secret, so the old
one opens nothing any more. Whoever guesses is counted, by source and in total.
"""

import secrets
import unicodedata
from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from buergerbuero.live.announce import announce
from buergerbuero.visits import access
from buergerbuero.visits.limits import keyed_hash
from buergerbuero.visits.models import OPEN, ReturnCode, ReturnTry, Visit
from buergerbuero.visits.moves import Conflict

# No vowel, so no words; no two that look alike, on paper or on a small display. 40 bits and more.
ALPHABET = "BCDFGHJKMNPQRSTVWXZ3479"
LENGTH = 9
GROUP = 3
# What never stands in a code can only be a misreading.
MISREAD = str.maketrans("2568U", "ZSGBV")
WINDOW = timedelta(minutes=10)
TRIES_OF_A_SOURCE = 5
TRIES_IN_TOTAL = 60


class WrongCode(Exception):
    """Nothing can be continued with it: unknown, used, or the visit is over."""


class TooManyTries(Exception):
    """Too many wrong codes, from this source or from all; try again in `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("too many tries")
        self.retry_after = retry_after


def make_code(visit: Visit) -> str:
    """A new code; the one before works no more. Raises Conflict unless `visit` is open and still
    held by whoever asks."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    with transaction.atomic():
        if not _held(visit).select_for_update().exists():
            raise Conflict("this visit is over, or goes on elsewhere")
        fields = {"code_hash": _hash(code), "made_at": timezone.now()}
        ReturnCode.objects.update_or_create(visit=visit, defaults=fields)
    return shown(code)


def take_code(typed: str, *, source: str) -> str:
    """The visit's new secret. `source` is the network as `limits.source_of` names it.

    Raises WrongCode, or TooManyTries before the code has been looked at.
    """
    with transaction.atomic():
        tries = Tries(source)
        tries.demand_patience(in_total=True)
        secret = _take(typed)
        if secret is None:
            tries.was_wrong()
    if secret is None:
        raise WrongCode
    return secret


class Tries:
    """Wrong codes and links from one source. To be asked in a transaction: the hash's lock makes
    tries follow each other, so that none slips past the limit."""

    def __init__(self, source: str) -> None:
        self._source = keyed_hash(source)

    def demand_patience(self, *, in_total: bool) -> None:
        """`in_total`: what is typed by hand could also be guessed by many together.

        Raises TooManyTries.
        """
        now = timezone.now()
        recent = ReturnTry.objects.filter(at__gt=now - WINDOW)
        until = _full_until(recent.filter(source=self._source), TRIES_OF_A_SOURCE)
        of_all = _full_until(recent, TRIES_IN_TOTAL) if in_total else None
        last = max((end for end in (until, of_all) if end), default=None)
        if last:
            raise TooManyTries(max(1, ceil((last - now).total_seconds())))

    def was_wrong(self) -> None:
        ReturnTry.objects.create(source=self._source)


def _full_until(tries: "QuerySet[ReturnTry]", most: int) -> datetime | None:
    latest = list(tries.order_by("-at").values_list("at", flat=True)[:most])
    return latest[-1] + WINDOW if len(latest) == most else None


def _take(typed: str) -> str | None:
    codes = ReturnCode.objects.filter(code_hash=_hash(read(typed)), visit__state__in=OPEN)
    found = codes.select_related("visit").first()
    # Of two who are equally fast one deletes the row.
    if found is None or not ReturnCode.objects.filter(pk=found.pk).delete()[0]:
        return None
    visit, secret = found.visit, access.new_secret()
    moved = _held(visit).update(secret_hash=access.hash_of(secret), former_hash=visit.secret_hash)
    if not moved:
        return None
    announce(f"visit:{visit.pk}")
    return secret


def _held(visit: Visit) -> "QuerySet[Visit]":
    return Visit.objects.filter(pk=visit.pk, state__in=OPEN, secret_hash=visit.secret_hash)


def read(typed: str) -> str:
    """The code that somebody means, however they write it."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(character for character in plain if character.isalnum()).translate(MISREAD)


def shown(code: str) -> str:
    """As people read it: three groups of three."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _hash(code: str) -> str:
    """Keyed: 40 bits could be guessed from a hash that needs no key."""
    return salted_hmac("buergerbuero.return-code", code, algorithm="sha256").hexdigest()
