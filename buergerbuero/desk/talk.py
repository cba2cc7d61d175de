"""The talk as its advisor sees it: with whom, since when, who is next, and whether somebody comes
to help."""

from typing import Any

from buergerbuero.consultations.company import Company
from buergerbuero.departments.texts import in_language
from buergerbuero.desk.beside import beside_context
from buergerbuero.desk.desk import Desk, next_row, row_of
from buergerbuero.visits.handing_over import NOTE_AT_MOST, TO_FETCH_AT_MOST
from buergerbuero.visits.rules import GO_ON_AFTER, REACHED_WITHIN
from buergerbuero.visits.snapshot import OpenVisit, Snapshot


def talk_context(desk: Desk) -> dict[str, Any]:
    if desk.talk is None:
        return {"talk": None, "visit": None} | _helping(desk.helping)
    snapshot, visit = desk.talk
    waited = desk.now - visit.called_at if visit.called_at else REACHED_WITHIN
    unreachable = visit.reached_at is None and waited >= REACHED_WITHIN
    return {
        "talk": row_of(snapshot, visit, desk.now, desk.me, None),
        "visit": visit,
        "unreachable": unreachable,
        "others": (unreachable or waited >= GO_ON_AFTER) and next_row(desk.rows()) is not None,
        "now": desk.now,
        "helpers": helpers(snapshot, visit, desk.me),
        "note_at_most": NOTE_AT_MOST,
        "to_fetch_at_most": TO_FETCH_AT_MOST,
        **beside_context(snapshot.department, visit, desk.room),
        "room": {
            "visit": visit.id,
            "role": "advisor",
            "at_desk": True,
            "other_name": visit.name or visit.label,
            "waits": visit.state == "called",
            "department": in_language(snapshot.department.names),
            "number": visit.label,
            "office_phone": snapshot.department.phone,
            "end_template": "desk/regions/leaving.html",
        },
    }


def _helping(company: Company | None) -> dict[str, Any]:
    if company is None:
        return {"helping": None}
    return {
        "helping": company,
        "room": {
            "visit": company.visit,
            "role": company.me.role,
            "at_desk": True,
            "other_name": company.advisor,
            "department": in_language(company.department.names),
            "number": company.number,
            "office_phone": company.department.phone,
            "end_template": "desk/regions/leaving.html",
        },
    }


def following_context(desk: Desk) -> dict[str, Any]:
    """Who is next while somebody is here: a region of its own, since the room is a large one."""
    if desk.talk is None:
        return {"busy": False, "next_number": "", "waiting": 0}
    following = next_row(desk.rows())
    label = following.visit.label if following else ""
    return {"busy": True, "next_number": label, "waiting": desk.count}


def helpers(snapshot: Snapshot, visit: OpenVisit, me: int) -> list[str]:
    """The names of the others who have said that they come."""
    names = {one.id: one.name for one in snapshot.advisors if one.id != me}
    return [names[one] for one in snapshot.helpers.get(visit.id, ()) if one in names]
