"""Who comes into a talk at a desk: rung, asked, in it; and the colleagues who could be."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from buergerbuero.consultations.company import Company, Person
from buergerbuero.consultations.models import TAKES_A_SEAT, ParticipantRole, Stage
from buergerbuero.departments.texts import Text, in_language
from buergerbuero.departments.wording import clock
from buergerbuero.desk.desk import Desk
from buergerbuero.visits.crew import Advisor
from buergerbuero.web.company import Shown, inside, not_coming, on_the_way


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who could be rung; `door`: theirs, where it is none of mine."""

    advisor: Advisor
    door: Text | None = field(default=None, hash=False)


def version_of(desk: Desk) -> Hashable:
    """Whatever the regions of the room are made of."""
    room = desk.room
    if room.company is None and not room.rings:
        return None
    colleagues = (tuple(_colleagues(desk)), tuple(_elsewhere(desk)) if _mine(desk) else ())
    return (room.company, room.rings, desk.talk and desk.talk[1].id, colleagues)


def title_context(desk: Desk) -> dict[str, Any]:
    """At whose door the talk is: handed over to a colleague of another one, it goes there."""
    company = desk.room.company
    return {"department": in_language(company.department.names) if company else ""}


def rings_context(desk: Desk) -> dict[str, Any]:
    rings = desk.room.rings
    return {"rings": rings, "rings_now": any(not ring.accepted for ring in rings)}


def asking_context(desk: Desk) -> dict[str, Any]:
    """What the advisor is asked by whoever wants to come in."""
    company = _mine(desk)
    if company is None:
        return {"asking": [], "not_coming": []}
    at_door = [one for one in on_the_way(company) if _asks(one.person)]
    return {
        "citizen": company.citizen,
        "asking": at_door,
        "not_coming": [(one, said, _to_ring_again(desk, one)) for one, said in not_coming(company)],
    }


def _to_ring_again(desk: Desk, one: Shown) -> str:
    """The key of a colleague who has not heard the ring and is still free."""
    free = {other.id: other.key for other in _colleagues(desk) if other.state == "free"}
    user = one.person.user
    return free.get(user, "") if user and one.person.stage == Stage.MISSED else ""


def _asks(person: Person) -> bool:
    # A colleague enters by themselves, unless there is no seat.
    at_door = person.stage == Stage.DOOR and (person.user is None or person.agreed)
    return person.is_a_wish or at_door


def people_context(desk: Desk) -> dict[str, Any]:
    company = desk.room.company
    if company is None or not (desk.talk or desk.helping):
        return {"company": None}
    mine = _mine(desk)
    return {
        "company": company,
        "host": mine is not None,
        "inside": inside(company),
        "on_the_way": on_the_way(company) if mine else [],
        "colleagues": _to_ring(mine, _near(desk)) if mine else [],
        "elsewhere": _to_ring(mine, _elsewhere(desk)) if mine else [],
    }


def leaving_context(desk: Desk) -> dict[str, Any]:
    return {"visit": desk.talk[1] if desk.talk else None, "helping": desk.helping}


def _mine(desk: Desk) -> Company | None:
    """The talk that I lead, once the citizen is in it."""
    company = desk.room.company
    leads = company is not None and company.me.role == ParticipantRole.ADVISOR and company.talking
    return company if leads else None


def _to_ring(company: Company, colleagues: Iterable[Colleague]) -> list[dict[str, Any]]:
    here = {one.user for one in company.people if one.stage in TAKES_A_SEAT}
    return [
        {
            "key": one.advisor.key,
            "name": one.advisor.name,
            "door": in_language(one.door) if one.door else "",
            "free": one.advisor.state == "free",
            "said": _state(one.advisor),
        }
        for one in colleagues
        if one.advisor.id not in here
    ]


def _near(desk: Desk) -> list[Colleague]:
    return [Colleague(one) for one in _colleagues(desk)]


def _elsewhere(desk: Desk) -> list[Colleague]:
    """Who is at work at the doors that I do not serve, each at the first of theirs."""
    known = {one.id for one in _colleagues(desk)} | {desk.me}
    found: dict[int, Colleague] = {}
    for crew in desk.crews:
        for one in crew.advisors:
            if one.id not in known and one.state != "away":
                found.setdefault(one.id, Colleague(one, crew.names))
    return list(found.values())


def _state(one: Advisor) -> str:
    if one.state == "break" and one.back_at:
        return gettext("Pause bis %(time)s Uhr") % {"time": clock(one.back_at)}
    words = {
        "free": gettext("frei"),
        "talking": gettext("im Gespräch"),
        "break": gettext("Pause"),
    }
    return words.get(one.state, gettext("abwesend"))


def colleagues_context(desk: Desk) -> dict[str, Any]:
    talks = {
        visit.advisor_id: visit for snapshot in desk.snapshots for visit in snapshot.with_advisor
    }
    return {
        "colleagues": [
            {
                "name": person.name,
                "state": person.state,
                "back_at": clock(person.back_at) if person.back_at else "",
                "number": talks[person.id].label if person.id in talks else "",
            }
            for person in _colleagues(desk)
        ]
    }


def _colleagues(desk: Desk) -> list[Advisor]:
    people = {a.id: a for snapshot in desk.snapshots for a in snapshot.advisors if a.id != desk.me}
    return sorted(people.values(), key=lambda person: person.name)
