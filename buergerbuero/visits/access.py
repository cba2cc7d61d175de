"""Whose visit is it? The cookie's secret, and nothing else, opens a visit."""

import base64
import hashlib
import secrets
from typing import TypeVar

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from buergerbuero.visits.models import OPEN, Visit

COOKIE = "__Host-visit"
Row = TypeVar("Row")


def new_secret() -> str:
    return secrets.token_urlsafe(16)


def secret_for(form: str) -> str:
    """The secret of whoever knocks with this copy of the form, however often it is sent.

    A nervous double tap draws one number, not two. `form` is the random mark the page put into the
    form; without a usable one the secret is as new as any.
    """
    if len(form) != len(new_secret()):
        return new_secret()
    digest = salted_hmac("buergerbuero.knock", form, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def hash_of(secret: str) -> str:
    """128 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def visit_of(secret: str) -> Visit | None:
    """The open visit of this secret, else the one whose goodbye page still stands."""
    return _held(Visit.objects.select_related("department", "advisor"), secret)


def door_of(secret: str) -> tuple[str, str] | None:
    """The same visit's key, and the department where it is."""
    return _held(Visit.objects.values_list("pk", "department__slug"), secret)


def moved_on(secret: str) -> bool:
    """This secret's visit is open, and goes on at another device."""
    if not secret:
        return False
    return Visit.objects.filter(former_hash=hash_of(secret), state__in=OPEN).exists()


def _held(visits: "QuerySet[Visit, Row]", secret: str) -> Row | None:
    if not secret:
        return None
    mine = visits.filter(secret_hash=hash_of(secret))
    return mine.filter(state__in=OPEN).first() or mine.order_by("-closed_at").first()
