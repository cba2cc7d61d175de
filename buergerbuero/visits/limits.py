"""How often one source may knock. Counts rows, so every process sees the same, and a database
that does not answer means no knock at all.

A source is an IPv4 address or an IPv6 /64, kept only as a keyed hash that dies with the day.
"""

import hashlib
import hmac
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from django.db.models import QuerySet
from django.utils import timezone

from buergerbuero.visits.models import OPEN, DailySalt, Visit
from buergerbuero.visits.rules import Outcome

# Many honest people share one address (a library, a mobile carrier): they are present. A flood
# leaves visits behind that no page has ever acknowledged. A class may knock at once: twenty pages
# need a second to answer.
UNACKNOWLEDGED_AT_MOST = 20
A_MINUTE_AT_MOST = 30
OPEN_AT_MOST = 200
WINDOW = timedelta(minutes=1)
# So many unacknowledged visits come neither from one flood nor from a flood and a class: the whole
# office is under pressure.
PRESSURE_FROM = 50
UNDER_PRESSURE_AT_MOST = 5
PRESSURE_WINDOW = timedelta(minutes=10)
# Whoever was sent away twice gets a rest, and so do the advisors.
DENIALS = 2
COOLS_DOWN_FOR = timedelta(minutes=15)


class TooManyKnocks(Exception):
    """This source knocks too often; try again in `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("too many knocks")
        self.retry_after = retry_after


def source_of(address: str) -> str:
    """The network that counts as one source: "192.0.2.7/32" or "2001:db8:1:2::/64"."""
    try:
        ip = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ip_network((ip, 64 if isinstance(ip, IPv6Address) else 32), strict=False))


def count_knock(source: str) -> str:
    """The hash to keep with the visit. Raises TooManyKnocks. Call it inside the transaction."""
    hashed = keyed_hash(source)
    mine = Visit.objects.filter(source=hashed)
    still_open = mine.filter(state__in=OPEN)
    if (
        still_open.filter(seen_at=None).count() >= UNACKNOWLEDGED_AT_MOST
        or _since(mine, WINDOW) >= A_MINUTE_AT_MOST
        or still_open.count() >= OPEN_AT_MOST
        # Counting the whole office takes longer, so whoever knocks now and then is not kept by it.
        or (_since(mine, PRESSURE_WINDOW) >= UNDER_PRESSURE_AT_MOST and _under_pressure())
    ):
        raise TooManyKnocks(int(WINDOW.total_seconds()))
    if left := _cools_down(mine):
        raise TooManyKnocks(ceil(left.total_seconds()))
    return hashed


def _cools_down(mine: "QuerySet[Visit]") -> timedelta | None:
    """How much longer. Not where somebody else of this source waits and is there: most of those who
    share an address know nothing of each other."""
    now = timezone.now()
    denied = mine.filter(outcome=Outcome.DECLINED, closed_at__gt=now - 2 * COOLS_DOWN_FOR)
    # Who was called in vain and then let go has done nothing.
    ends = denied.filter(missed=0).order_by("-closed_at").values_list("closed_at", flat=True)
    latest = [end for end in ends[:DENIALS] if end]
    if len(latest) < DENIALS or latest[0] - latest[-1] > COOLS_DOWN_FOR:
        return None
    left = latest[0] + COOLS_DOWN_FOR - now
    if left <= timedelta(0) or mine.filter(state__in=OPEN).exclude(seen_at=None).exists():
        return None
    return left


def _since(visits: "QuerySet[Visit]", window: timedelta) -> int:
    return visits.filter(since__gt=timezone.now() - window).count()


def _under_pressure() -> bool:
    return Visit.objects.filter(state__in=OPEN, seen_at=None).count() >= PRESSURE_FROM


def keyed_hash(source: str) -> str:
    """Of a source, today. Call it inside a transaction."""
    today = timezone.localdate()
    DailySalt.objects.get_or_create(day=today)
    # The lock makes knocks follow each other where the database would let them overtake.
    salt = DailySalt.objects.select_for_update().get(day=today)
    return hmac.new(salt.value.encode(), source.encode(), hashlib.sha256).hexdigest()
