"""Colleagues who silently ask for help, as the other desks of their department read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from buergerbuero.departments.texts import in_language
from buergerbuero.desk.desk import Desk
from buergerbuero.desk.talk import helpers


@dataclass(frozen=True, slots=True)
class Cry:
    visit: str
    who: str
    label: str
    department: str
    coming: list[str]
    i_come: bool


def emergency_context(desk: Desk) -> dict[str, Any]:
    return {"cries": list(_cries(desk))}


def _cries(desk: Desk) -> Iterable[Cry]:
    for snapshot in desk.snapshots:
        names = {one.id: one.name for one in snapshot.advisors}
        for visit in snapshot.with_advisor:
            if visit.help_at is None or visit.advisor_id in (None, desk.me):
                continue
            yield Cry(
                visit=visit.id,
                who=names.get(visit.advisor_id or 0, ""),
                label=visit.label,
                department=in_language(snapshot.department.names),
                coming=helpers(snapshot, visit, desk.me),
                i_come=desk.me in snapshot.helpers.get(visit.id, ()),
            )
