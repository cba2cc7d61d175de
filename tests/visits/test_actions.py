from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from buergerbuero.departments.models import Department, Membership
from buergerbuero.departments.status import State as Door
from buergerbuero.live.bus import bus
from buergerbuero.visits import access, actions
from buergerbuero.visits.actions import Conflict, NotTaken, Request
from buergerbuero.visits.going_on import go_on
from buergerbuero.visits.handing_over import hand_over
from buergerbuero.visits.models import Event, Visit
from buergerbuero.visits.moves import move
from buergerbuero.visits.rules import TABLE, Absence, Kind, Position, Reason, State
from buergerbuero.visits.snapshot import load_snapshot
from tests.people import knock, make_advisor, make_department, on_duty

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # a Monday, 12:00 in Berlin
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def ayla(clock, office):
    """She knocked first."""
    visit = knock(office, "Ayla")
    clock.shift(MINUTE)
    return visit


@pytest.fixture
def boris(clock, ayla, office):
    """He knocked a minute after Ayla."""
    visit = knock(office, "Boris")
    clock.shift(MINUTE)
    return visit


@pytest.fixture
def called(ayla, demir):
    return actions.call(ayla, demir)


@pytest.fixture
def talking(called):
    return actions.enter(called)


@pytest.fixture
def heard(monkeypatch):
    """What was announced after commits."""
    topics = []
    monkeypatch.setattr(bus, "publish", topics.extend)
    return topics


def row(visit):
    return Visit.objects.filter(pk=visit.pk).values().get()


def kinds(visit):
    return [event.kind for event in visit.events.all()]


def fresh(visit):
    return Visit.objects.select_related("department", "advisor").get(pk=visit.pk)


def line(department):
    return [visit.name for visit in load_snapshot(department.slug).waiting]


def refused(visit, act):
    """Whether the act is refused and leaves no trace at all."""
    before, events = row(visit), Event.objects.count()
    with pytest.raises(Conflict):
        act()
    return row(visit) == before and Event.objects.count() == events


def test_a_citizen_knocks_is_called_enters_and_is_served(office, demir):
    visit = knock(office)
    assert visit.label == "E\u00a001"
    called = actions.call_next(office, demir)
    assert called == visit
    actions.enter(called)
    ended = actions.end(called, demir)
    assert (ended.state, ended.outcome, ended.name) == ("closed", "served", "")
    assert list(ended.events.values_list("kind", "by", "advisor", "department")) == [
        ("knock", "citizen", None, office.pk),
        ("call", "advisor", demir.pk, office.pk),
        ("enter", "citizen", None, office.pk),
        ("end", "advisor", demir.pk, office.pk),
    ]


# Knock


def test_a_knock_keeps_what_was_said_at_the_door(office):
    secret = access.new_secret()
    visit = actions.knock(
        office,
        Request(
            name="Ayla",
            subject=office.subjects.get(),
            case_number="EG 7/26",
            language="tr",
            needs=["sign"],
        ),
        secret_hash=access.hash_of(secret),
        source="192.0.2.7/32",
    )
    kept = row(visit)
    assert len(kept.pop("source")) == 64
    assert kept == {
        "id": visit.pk,
        "department_id": office.pk,
        "letter": "E",
        "number": 1,
        "day": NOON.date(),
        "state": "waiting",
        "outcome": "",
        "since": NOON,
        "put_back": False,
        "identity": "",
        "came_from_id": None,
        "help_at": None,
        "to_fetch": "",
        "note": "",
        "absence": "",
        "absent_until": None,
        "seen_at": None,
        "advisor_id": None,
        "called_at": None,
        "offer_until": None,
        "reached_at": None,
        "extended": 0,
        "missed": 0,
        "entered_at": None,
        "hung_up_at": None,
        "closed_at": None,
        "name": "Ayla",
        "initial": "",
        "subject_id": office.subjects.get().pk,
        "case_number": "EG 7/26",
        "needs": ["sign"],
        "language": "tr",
        "secret_hash": access.hash_of(secret),
        "drawn_low": None,
        "drawn_high": None,
        "told_high": None,
        "former_hash": "",
        "reason": "",
    }


def test_numbers_follow_each_other_at_each_door_and_start_anew_each_day(clock, office, centre):
    numbers = [knock(door).label for door in (office, office, centre)]
    clock.shift(timedelta(days=1))
    numbers.append(knock(office).label)
    assert numbers == ["E\u00a001", "E\u00a002", "K\u00a001", "E\u00a001"]


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"suspended": True}, Door.SUSPENDED),
        ({"no_more_on": NOON.date()}, Door.NO_MORE),
        ({"capacity": 0}, Door.FULL),
    ],
)
def test_a_door_that_takes_nobody_takes_nobody(office, facts, state):
    Department.objects.filter(pk=office.pk).update(**facts)
    office.refresh_from_db()
    with pytest.raises(NotTaken) as refusal:
        knock(office)
    assert refusal.value.state.state == state
    assert Visit.objects.count() == 0


def test_a_closed_door_takes_nobody(office):
    office.opening_hours.all().delete()
    with pytest.raises(NotTaken) as refusal:
        knock(office)
    assert refusal.value.state.state == Door.CLOSED


def test_the_last_place_is_taken_and_the_next_person_is_told_that_it_is_full(db):
    small = make_department(capacity=2)
    knock(small), knock(small)
    with pytest.raises(NotTaken) as refusal:
        knock(small)
    assert (refusal.value.state.state, refusal.value.state.waiting) == (Door.FULL, 2)


def test_knocking_at_an_empty_desk_is_possible_because_it_calls_somebody(office):
    assert knock(office).state == State.WAITING


def test_the_secret_opens_the_visit_and_nothing_else_does(ayla, boris):
    assert access.visit_of(ayla.secret) == ayla
    assert access.visit_of(boris.secret) == boris
    assert [access.visit_of(no) for no in ("", ayla.pk, ayla.secret_hash, "x" * 22)] == [None] * 4


def test_the_secret_opens_the_open_visit_rather_than_the_one_before(clock, ayla, office):
    actions.leave(ayla)
    clock.shift(MINUTE)
    again = actions.knock(office, Request(), secret_hash=ayla.secret_hash, source="somewhere")
    assert access.visit_of(ayla.secret) == again


def test_ids_and_secrets_are_random_and_long(office):
    """Row 44: 128 random bits are 22 characters."""
    visits = [knock(office) for _ in range(20)]
    assert {len(visit.pk) for visit in visits} == {22}
    assert {len(visit.secret) for visit in visits} == {22}
    assert len({visit.pk for visit in visits} | {visit.secret for visit in visits}) == 40


# Call


def test_a_call_opens_the_door_for_as_long_as_the_department_says(clock, ayla, demir):
    Department.objects.update(offer_seconds=90)
    called = actions.call(fresh(ayla), demir)
    now = timezone.now()
    assert (called.state, called.advisor, called.called_at, called.offer_until, called.missed) == (
        "called",
        demir,
        now,
        now + timedelta(seconds=90),
        0,
    )


def test_two_advisors_call_one_visit_and_the_first_has_it(ayla, demir, brandt):
    """Row 42: both looked at the same line."""
    first, second = fresh(ayla), fresh(ayla)
    actions.call(first, demir)
    assert refused(ayla, lambda: actions.call(second, brandt))
    assert fresh(ayla).advisor == demir


def test_an_advisor_calls_one_person_at_a_time(called, boris, demir):
    assert refused(boris, lambda: actions.call(boris, demir))
    assert refused(boris, lambda: actions.call_next(boris.department, demir))


def test_an_advisor_in_a_talk_calls_nobody(talking, boris, demir):
    assert refused(boris, lambda: actions.call(boris, demir))


def test_only_an_advisor_of_the_department_calls(ayla, okafor):
    """Row 41."""
    assert refused(ayla, lambda: actions.call(ayla, okafor))
    assert refused(ayla, lambda: actions.call(ayla, okafor, even_if_absent=True))
    assert refused(ayla, lambda: actions.call_next(ayla.department, okafor))


def test_an_advisor_of_the_former_department_calls_nobody_who_was_handed_over(
    talking, demir, brandt, centre
):
    """Row 41: Herr Brandt's page still shows the visit at his door."""
    seen_by_brandt = fresh(talking)
    actions.transfer(talking, demir, centre)
    assert refused(talking, lambda: actions.call(seen_by_brandt, brandt))
    assert refused(talking, lambda: actions.dismiss(seen_by_brandt, brandt, "Falsche Tür"))


def test_next_is_the_first_who_is_present(ayla, boris, demir):
    actions.pause(ayla, 5 * MINUTE)
    assert actions.call_next(ayla.department, demir) == boris


def test_a_pause_that_is_over_needs_no_click(clock, ayla, boris, demir):
    actions.pause(ayla, 5 * MINUTE)
    clock.shift(5 * MINUTE)
    assert actions.call_next(ayla.department, demir) == ayla


def test_nobody_is_called_when_everybody_is_away(ayla, demir):
    actions.pause(ayla, 5 * MINUTE)
    assert refused(ayla, lambda: actions.call_next(ayla.department, demir))


def test_somebody_absent_is_called_only_on_purpose(ayla, demir):
    actions.pause(ayla, 5 * MINUTE)
    assert refused(ayla, lambda: actions.call(ayla, demir))
    assert actions.call(ayla, demir, even_if_absent=True).state == State.CALLED


def test_somebody_who_went_away_meanwhile_is_not_called(ayla, demir):
    seen_by_demir = fresh(ayla)
    actions.pause(ayla, 5 * MINUTE)
    assert refused(ayla, lambda: actions.call(seen_by_demir, demir))


def test_an_advisor_of_two_departments_is_busy_in_both(ayla, office, centre, demir):
    Membership.objects.create(user=demir, department=centre)
    other = knock(centre, "Chen")
    actions.call(ayla, demir)
    assert refused(other, lambda: actions.call(other, demir))


def test_the_page_that_shows_the_call_says_so_once(clock, called):
    actions.reached(called)
    clock.shift(10 * SECOND)
    actions.reached(called)
    kept = row(called)
    assert (kept["reached_at"], kept["seen_at"]) == (timezone.now() - 10 * SECOND,) * 2


def test_a_page_that_is_not_called_has_no_call_to_show(ayla):
    before = row(ayla)
    actions.reached(ayla)
    assert row(ayla) == before


# While called


def test_more_time_is_given_three_times(clock, called):
    until = called.offer_until
    for times in (1, 2, 3):
        clock.shift(10 * SECOND)
        called = actions.more_time(called)
        assert (called.extended, called.offer_until) == (times, until + times * 2 * MINUTE)
    assert refused(called, lambda: actions.more_time(called))


def test_two_pages_that_ask_for_more_time_both_get_it(called):
    first, second = fresh(called), fresh(called)
    actions.more_time(first)
    actions.more_time(second)
    assert fresh(called).offer_until == called.offer_until + 4 * MINUTE


def test_more_time_is_fresh_with_the_next_call(called, demir):
    for _ in range(3):
        actions.more_time(called)
    actions.take_back(called, demir)
    assert actions.more_time(actions.call(called, demir)).extended == 1


def test_an_offer_that_is_over_lets_nobody_in_and_gives_no_more_time(clock, called):
    clock.move_to(called.offer_until)
    assert refused(called, lambda: actions.enter(called))
    assert refused(called, lambda: actions.more_time(called))


def test_an_offer_lets_somebody_in_until_its_last_moment(clock, called):
    clock.move_to(called.offer_until - SECOND)
    assert actions.enter(called).state == State.TALKING


def test_a_call_taken_back_leaves_no_trace_but_the_events(ayla, demir):
    before = row(ayla)
    actions.take_back(actions.call(ayla, demir), demir)
    assert row(ayla) == before
    assert kinds(ayla) == ["knock", "call", "take_back"]


def test_somebody_who_was_called_although_absent_is_as_absent_as_before(ayla, demir):
    actions.pause(ayla, 15 * MINUTE)
    before = row(ayla)
    actions.take_back(actions.call(ayla, demir, even_if_absent=True), demir)
    assert row(ayla) == before


def test_only_the_advisor_who_called_takes_back(called, brandt):
    assert refused(called, lambda: actions.take_back(called, brandt))


def test_not_yet_is_an_absence_of_five_minutes_at_the_same_place(called, boris):
    since = called.since
    waiting = actions.not_yet(called)
    assert (waiting.state, waiting.absence, waiting.absent_until, waiting.since) == (
        "waiting",
        "not_yet",
        timezone.now() + 5 * MINUTE,
        since,
    )
    assert (waiting.advisor, waiting.offer_until, waiting.missed) == (None, None, 0)
    assert line(waiting.department) == ["Ayla", "Boris"]


# In the talk


def test_entering_makes_present(ayla, demir):
    actions.pause(ayla, 5 * MINUTE)
    entered = actions.enter(actions.call(ayla, demir, even_if_absent=True))
    assert (entered.state, entered.absence, entered.absent_until, entered.entered_at) == (
        "talking",
        "",
        None,
        timezone.now(),
    )


def test_hanging_up_keeps_the_door_open_for_a_minute(clock, talking):
    actions.hang_up(talking)
    clock.shift(59 * SECOND)
    back = actions.enter(talking)
    assert (back.state, back.hung_up_at) == ("talking", None)
    assert kinds(back)[-2:] == ["hang_up", "return"]


def test_a_minute_after_hanging_up_nobody_comes_back(clock, talking):
    actions.hang_up(talking)
    clock.shift(60 * SECOND)
    assert refused(talking, lambda: actions.enter(talking))


def test_somebody_in_the_talk_enters_no_second_time(talking):
    assert refused(talking, lambda: actions.enter(talking))


def test_a_second_click_on_enter_is_refused(called):
    first, second = fresh(called), fresh(called)
    actions.enter(first)
    assert refused(called, lambda: actions.enter(second))


def test_nobody_hangs_up_twice(clock, talking):
    actions.hang_up(talking)
    clock.shift(SECOND)
    assert refused(talking, lambda: actions.hang_up(talking))


@pytest.mark.parametrize(("papers", "absence"), [(True, Absence.PAPERS), (False, Absence.PRESENT)])
def test_put_back_keeps_the_time_of_the_first_knock(talking, demir, papers, absence):
    since = talking.since
    waiting = actions.put_back(talking, demir, papers=papers)
    assert (waiting.state, waiting.since, waiting.put_back) == ("waiting", since, True)
    assert (waiting.absence, waiting.absent_until) == (absence, None)
    assert (waiting.advisor, waiting.entered_at, waiting.name) == (None, None, "Ayla")


def urgent(visit, advisor):
    return actions.call(visit, advisor, reason=Reason.URGENT)


def test_whoever_was_put_back_is_called_first(boris, office, demir, brandt):
    """Boris stands behind Ayla; after a talk, he does not."""
    actions.put_back(actions.enter(urgent(boris, demir)), demir)
    assert line(office) == ["Boris", "Ayla"]
    assert actions.call_next(office, brandt) == boris


def test_whoever_fetches_papers_is_skipped_until_they_are_back(boris, ayla, office, demir, brandt):
    away = actions.put_back(actions.enter(urgent(boris, demir)), demir, papers=True)
    assert actions.call_next(office, brandt) == ayla
    actions.back(away)
    assert actions.call_next(office, demir) == boris


def test_the_second_talk_uses_up_the_right_to_be_first(boris, ayla, centre, demir):
    again = actions.call(actions.put_back(actions.enter(urgent(boris, demir)), demir), demir)
    assert actions.transfer(actions.enter(again), demir, centre).put_back is False


def test_a_transfer_keeps_the_time_of_the_first_knock(clock, talking, office, centre, demir):
    clock.shift(10 * MINUTE)
    knock(centre, "Chen")
    since = talking.since
    moved = actions.transfer(talking, demir, centre)
    assert (moved.state, moved.department, moved.since) == ("waiting", centre, since)
    assert (moved.advisor, moved.subject, moved.put_back) == (None, None, False)
    assert moved.label == "E\u00a001"
    assert line(centre) == ["Ayla", "Chen"]
    assert list(moved.events.values_list("kind", "department"))[-1] == ("transfer", office.pk)


def test_a_transfer_to_the_same_door_is_none(talking, demir, office):
    assert refused(talking, lambda: actions.transfer(talking, demir, office))


@pytest.mark.parametrize(
    "act",
    [
        lambda visit, me, centre: actions.end(visit, me),
        lambda visit, me, centre: actions.put_back(visit, me),
        actions.transfer,
    ],
    ids=["end", "put back", "transfer"],
)
def test_only_the_advisor_in_the_talk_ends_it(act, talking, centre, brandt, okafor):
    for other in (brandt, okafor):
        assert refused(talking, lambda other=other: act(talking, other, centre))


def test_the_end_frees_the_advisor_and_forgets_the_citizen(talking, boris, office, demir):
    """Row 8."""
    Visit.objects.filter(pk=talking.pk).update(
        case_number="EG 7/26", needs=["sign"], subject=office.subjects.get()
    )
    ended = actions.end(fresh(talking), demir)
    assert (ended.name, ended.subject, ended.case_number, ended.needs) == ("", None, "", [])
    assert ended.language == ""
    assert (ended.state, ended.outcome, ended.closed_at) == ("closed", "served", timezone.now())
    assert actions.call_next(office, demir) == boris


# While waiting


@pytest.mark.parametrize("minutes", [5, 10, 15])
def test_a_pause_is_an_absence_with_an_end(ayla, boris, minutes):
    paused = actions.pause(ayla, minutes * MINUTE)
    assert (paused.absence, paused.absent_until) == ("pause", timezone.now() + minutes * MINUTE)
    assert line(ayla.department) == ["Ayla", "Boris"]


@pytest.mark.parametrize("length", [timedelta(0), 4 * MINUTE, 60 * MINUTE, -5 * MINUTE])
def test_no_other_pause_exists(ayla, length):
    assert refused(ayla, lambda: actions.pause(ayla, length))


@pytest.mark.parametrize("absence", [one for one in Absence if one])
def test_back_makes_present_whatever_the_absence_was(ayla, absence):
    Visit.objects.filter(pk=ayla.pk).update(absence=absence, absent_until=NOON + 30 * MINUTE)
    back = actions.back(ayla)
    assert (back.absence, back.absent_until, back.seen_at) == ("", None, timezone.now())


def test_nobody_comes_back_who_was_not_away(ayla):
    assert refused(ayla, lambda: actions.back(ayla))


def test_leaving_closes_and_frees_whoever_called(called, boris, office, demir):
    left = actions.leave(called)
    assert (left.state, left.outcome, left.name, left.advisor) == ("closed", "left", "", None)
    assert actions.call_next(office, demir) == boris


def test_whoever_is_sent_away_reads_why(ayla, demir):
    gone = actions.dismiss(ayla, demir, "  Bitte ans Standesamt.  ")
    assert (gone.state, gone.outcome, gone.reason) == (
        "closed",
        "declined",
        "Bitte ans Standesamt.",
    )


@pytest.mark.parametrize("reason", ["", "   "])
def test_nobody_is_sent_away_without_a_reason(ayla, demir, reason):
    assert refused(ayla, lambda: actions.dismiss(ayla, demir, reason))


def test_only_an_advisor_of_the_department_sends_away(ayla, okafor):
    assert refused(ayla, lambda: actions.dismiss(ayla, okafor, "Nein"))


# The table, every cell of it


def _enter_then(*acts):
    return lambda visit, demir: [act(visit, demir) for act in acts]


IN_STATE = {
    State.WAITING: _enter_then(),
    State.CALLED: _enter_then(urgent),
    State.TALKING: _enter_then(urgent, lambda visit, _: actions.enter(visit)),
    State.CLOSED: _enter_then(lambda visit, _: actions.leave(visit)),
}

# Each kind by the action that does it; what the clock does is put directly to the table.
DO = {
    Kind.CALL: lambda visit, me, free, door: actions.call(visit, free, even_if_absent=True),
    Kind.MORE_TIME: lambda visit, *_: actions.more_time(visit),
    Kind.TAKE_BACK: lambda visit, me, *_: actions.take_back(visit, me),
    Kind.GO_ON: lambda visit, me, *_: go_on(visit, me),
    Kind.NOT_YET: lambda visit, *_: actions.not_yet(visit),
    Kind.ENTER: lambda visit, *_: actions.enter(visit),
    Kind.PAUSE: lambda visit, *_: actions.pause(visit, 5 * MINUTE),
    Kind.BACK: lambda visit, *_: actions.back(visit),
    Kind.PUT_BACK: lambda visit, me, *_: actions.put_back(visit, me),
    Kind.TRANSFER: lambda visit, me, free, door: actions.transfer(visit, me, door),
    Kind.HANG_UP: lambda visit, *_: actions.hang_up(visit),
    Kind.HAND_OVER: lambda visit, me, free, door: hand_over(visit, me, free),
    Kind.END: lambda visit, me, *_: actions.end(visit, me),
    Kind.LEAVE: lambda visit, *_: actions.leave(visit),
    Kind.DISMISS: lambda visit, me, *_: actions.dismiss(visit, me, "Falsche Tür"),
}
BY_THE_TABLE = {
    kind: lambda visit, *_, kind=kind: move(visit, kind) for kind in Kind if kind not in DO
}
NOT_IN_THE_TABLE = [
    (kind, state) for kind in Kind for state in State if state not in TABLE[kind].sources
]


@pytest.mark.parametrize("cell", NOT_IN_THE_TABLE, ids="-".join)
def test_what_the_table_does_not_name_is_refused(cell, ayla, demir, brandt, centre):
    kind, state = cell
    IN_STATE[state](ayla, demir)
    act = (DO | BY_THE_TABLE)[kind]
    assert ayla.state == state
    assert refused(ayla, lambda: act(fresh(ayla), demir, brandt, centre))


def test_the_cells_above_are_all_but_those_of_the_table():
    assert len(NOT_IN_THE_TABLE) == len(Kind) * len(State) - sum(
        len(rule.sources) for rule in TABLE.values()
    )


def test_a_conflict_inside_a_larger_transaction_breaks_nothing_else(ayla, boris, demir):
    actions.call(ayla, demir)
    with pytest.raises(Conflict):
        # Past the action's own guard, the database's constraint refuses a second visit.
        move(boris, Kind.CALL, advisor=demir, actor=demir)
    assert (fresh(boris).state, kinds(boris)) == ("waiting", ["knock"])


# Announcements


def test_a_knock_is_announced_to_the_overview_the_department_and_the_page(
    office, heard, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        visit = knock(office)
    assert heard == [f"visit:{visit.pk}", "overview", "department:elterngeldstelle"]


def test_a_call_is_announced_wherever_the_advisor_serves(
    ayla, centre, demir, heard, django_capture_on_commit_callbacks
):
    Membership.objects.create(user=demir, department=centre)
    for act in (lambda: actions.call(ayla, demir), lambda: actions.take_back(ayla, demir)):
        heard.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        assert heard == [
            f"visit:{ayla.pk}",
            "overview",
            "crews",
            "department:elterngeldstelle",
            "department:integrationszentrum",
        ]


def test_a_transfer_is_announced_at_both_doors(
    talking, centre, demir, heard, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.transfer(talking, demir, centre)
    assert set(heard) == {
        f"visit:{talking.pk}",
        "overview",
        "crews",
        "department:elterngeldstelle",
        "department:integrationszentrum",
    }


def test_a_refusal_announces_nothing(ayla, okafor, heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Conflict):
        actions.call(ayla, okafor)
    assert heard == []


def test_the_page_that_shows_the_call_tells_the_desk(
    called, heard, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.reached(called)
    assert heard == ["department:elterngeldstelle"]


# What the others read


def test_positions_tell_who_is_ahead_and_who_of_them_is_away(ayla, boris, office):
    actions.pause(ayla, 5 * MINUTE)
    snapshot = load_snapshot(office.slug)
    assert {visit.name: snapshot.positions[visit.id] for visit in snapshot.waiting} == {
        "Ayla": Position(ahead=0, away=0),
        "Boris": Position(ahead=1, away=1),
    }


def test_an_advisor_with_a_visit_is_in_conversation_in_every_department(ayla, centre, demir):
    Membership.objects.create(user=demir, department=centre)
    on_duty(demir)
    actions.call(ayla, demir)
    states = [
        advisor.state for slug in ("elterngeldstelle", "integrationszentrum")
        for advisor in load_snapshot(slug).advisors
    ]  # fmt: skip
    assert states == ["talking", "talking"]


def test_a_desk_without_a_sign_of_life_is_nobodys_desk(clock, office, demir):
    clock.shift(90 * SECOND)
    assert [advisor.state for advisor in load_snapshot(office.slug).advisors] == ["away"]


def test_somebody_disabled_stands_at_no_desk(office, demir):
    demir.is_active = False
    demir.save()
    assert load_snapshot(office.slug).advisors == ()


def test_strangers_of_a_name_do_not_matter(office, demir):
    """Membership decides, not the name."""
    other = on_duty(make_advisor("demir2", "Frau Demir", make_department("bauamt", "B")))
    visit = knock(office)
    assert refused(visit, lambda: actions.call(visit, other))
