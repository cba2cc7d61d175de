"""One order: the advisor's list and the positions in the waiting rooms come from the same reading.

Here every step is looked at, as the streams of the real pages show it to everybody at once.
"""

import json
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest

from buergerbuero.citizen.visit import Holder
from buergerbuero.departments.models import Membership, Route
from buergerbuero.desk.line import first_of
from buergerbuero.desk.live import Sitting, departments_of
from buergerbuero.live.viewer import Draft, Viewer
from buergerbuero.visits import actions
from buergerbuero.visits.models import Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.rules import Reason
from tests import html
from tests.people import knock

STEPS = 60


@pytest.fixture
def asgi(static_files):
    from buergerbuero import asgi  # noqa: PLC0415  # needs the static files

    return asgi


class Reading:
    """Everything loaded once, and what each viewer is shown of it."""

    def __init__(self, asgi):
        self.asgi = asgi
        self.snapshots = {}

    def shown(self, viewer):
        for topic in viewer.topics:
            if topic not in self.snapshots:
                kind, _, key = topic.partition(":")
                self.snapshots[topic] = self.asgi.hub._loads[kind](key)
        said = self.asgi.live._pages[viewer.page].project(viewer, self.snapshots)
        sent = [one.write() if isinstance(one, Draft) else one.payload for one in said]
        data = [json.loads(one.decode().split("data: ", 1)[1]) for one in sent]
        return {one["region"]: one["html"] for one in data if one and "region" in one}

    def list_of(self, user):
        """The numbers on this advisor's desk, in order."""
        return [row["data-number"] for row in self.queue_of(user).all("tr", id="*")]

    def next_of(self, user):
        """Whom this advisor's desk shows as the next; None: nobody."""
        numbers = self.queue_of(user).all("p", class_="ticket__number")
        return next((one.text for one in numbers), None)

    def queue_of(self, user):
        doors = departments_of(user)
        topics = [f"{kind}:{slug}" for kind in ("department", "callbacks") for slug in doors]
        topics += ["crews", f"room:advisor:{user.pk}"]
        viewer = Viewer("desk", "de", tuple(topics), facts=Sitting(user.pk, "", "", doors))
        return html.read(self.shown(viewer)["queue"].encode())

    def place_of(self, visit):
        """How many are ahead, as this visit's page says."""
        topics = (f"visit:{visit.pk}", f"department:{visit.department.slug}")
        viewer = Viewer(
            "visit",
            "de",
            (*topics, f"room:visit:{visit.pk}"),
            facts=Holder(visit.secret_hash, visit.since),
        )
        place = html.read(self.shown(viewer)["place"].encode()).one(id="region-place")
        return int(place["data-ahead"])


def something_happens(chance, doors, advisors):
    """Mostly what fits the state of somebody who is here; what is not possible is refused."""
    here = Visit.objects.exclude(state="closed").order_by("since")
    visits = list(here.select_related("department", "advisor"))
    if len(visits) < 4 or chance.random() < 0.25:
        return knock(chance.choice(doors))
    inside = [visit for visit in visits if visit.state != "waiting"]
    visit = chance.choice(inside if inside and chance.random() < 0.5 else visits)
    advisor = chance.choice(advisors)
    mostly = chance.random() < 0.9
    fitting = ACTS[visit.state] if mostly else chance.choice(list(ACTS.values()))
    return chance.choice(fitting)(visit, visit.advisor or advisor)


ACTS = {
    "waiting": (
        lambda visit, advisor: actions.call_next(visit.department, advisor),
        lambda visit, advisor: actions.call(
            visit, advisor, even_if_absent=True, reason=Reason.URGENT
        ),
        lambda visit, advisor: actions.pause(visit, timedelta(minutes=5)),
        lambda visit, advisor: actions.back(visit),
        lambda visit, advisor: actions.dismiss(visit, advisor, "Bitte rufen Sie an."),
    ),
    "called": (
        lambda visit, advisor: actions.enter(visit),
        lambda visit, advisor: actions.enter(visit),
        actions.take_back,
        lambda visit, advisor: actions.not_yet(visit),
        lambda visit, advisor: actions.leave(visit),
    ),
    "talking": (
        lambda visit, advisor: actions.put_back(visit, advisor, papers=True),
        actions.put_back,
        actions.put_back,
        actions.end,
    ),
}


@pytest.fixture
def advisors(demir, brandt, okafor, centre):
    """Frau Demir sits at both doors, the others at one each."""
    Membership.objects.create(user=demir, department=centre)
    return demir, brandt, okafor


def test_after_every_step_the_lists_are_the_positions(asgi, advisors, office, centre):
    """C20: by construction, over two doors, with everything that can happen in between."""
    chance, refused, longest, overtaken = Random(1), 0, 0, 0
    for _ in range(STEPS):
        try:
            something_happens(chance, [office, centre], advisors)
        except Conflict:
            refused += 1
        line = see_that_all_agree(Reading(asgi), *advisors)
        longest = max(longest, len(line))
        overtaken += line != sorted(line)
    # What would show an order of its own has happened.
    assert (longest > 4, overtaken > 0, 0 < refused < STEPS) == (True, True, True)


def test_also_where_some_wait_for_certain_advisors(asgi, advisors, office, centre):
    """C20: the lists stay the positions, and call next calls whom the desk shows."""
    demir, brandt, okafor = advisors
    subject = office.subjects.get()
    Route.objects.create(membership=brandt.memberships.get(), subject=subject)
    chance, passed_over, called = Random(3), 0, 0
    for _ in range(STEPS):
        with suppress(Conflict):
            if chance.random() < 0.3:
                knock(office, subject=chance.choice([subject, None]))
            else:
                something_happens(chance, [office, centre], advisors)
        reading = Reading(asgi)
        line = see_that_all_agree(reading, demir, brandt, okafor)
        for one in (demir, brandt):
            following = reading.next_of(one)
            first = first_of(one)
            if following is not None or not Visit.objects.filter(advisor=one).exists():
                assert following == (first and first.visit.label)
                called += first is not None
        passed_over += bool(line) and reading.next_of(demir) not in (None, line[0])
    assert (passed_over > 3, called > 10) == (True, True)


def see_that_all_agree(reading, demir, brandt, okafor):
    rooms = {}
    for visit in Visit.objects.filter(state="waiting").select_related("department"):
        rooms.setdefault(visit.department.letter, {})[reading.place_of(visit)] = visit.label
    order = {letter: [line[ahead] for ahead in range(len(line))] for letter, line in rooms.items()}
    both = reading.list_of(demir)
    assert reading.list_of(brandt) == order.get("E", [])
    assert reading.list_of(okafor) == order.get("K", [])
    for letter in "EK":
        assert [one for one in both if one.startswith(letter)] == order.get(letter, [])
    return order.get("E", [])
