"""Doors that nobody opens, as the desks of those read it who have been told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from buergerbuero.departments.texts import in_language
from buergerbuero.desk.desk import Desk
from buergerbuero.visits.alerts import desks_told
from buergerbuero.visits.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Unopened:
    key: str  # a new one for each stage: it is to be heard again
    label: str
    department: str
    since: datetime


def alerts_context(desk: Desk) -> dict[str, Any]:
    return {"alerts": list(_unopened(desk))}


def _unopened(desk: Desk) -> Iterable[Unopened]:
    for snapshot in desk.snapshots:
        first = _first(snapshot, desk.now)
        if first and desk.me in desks_told(snapshot.stage, snapshot.advisors):
            yield first


def _first(snapshot: Snapshot, now: datetime) -> Unopened | None:
    first = next((visit for visit in snapshot.waiting if not visit.absent(now)), None)
    if first is None:
        return None
    return Unopened(
        key=f"alert-{snapshot.stage}-{first.id}",
        label=first.label,
        department=in_language(snapshot.department.names),
        since=first.since,
    )
