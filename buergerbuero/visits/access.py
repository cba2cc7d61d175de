"""Whose visit is it? The cookie's secret, and nothing else, opens a visit."""

import hashlib
import secrets

from buergerbuero.visits.models import OPEN, Visit

COOKIE = "__Host-visit"


def new_secret() -> str:
    return secrets.token_urlsafe(16)


def hash_of(secret: str) -> str:
    """128 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def visit_of(secret: str) -> Visit | None:
    """The open visit of this secret, else the one whose goodbye page still stands."""
    if not secret:
        return None
    mine = Visit.objects.filter(secret_hash=hash_of(secret)).select_related("department", "advisor")
    return mine.filter(state__in=OPEN).first() or mine.order_by("-closed_at").first()
