from datetime import time, timedelta

import pytest
from django.utils import timezone

from buergerbuero.departments import actions as departments
from buergerbuero.departments.models import Department, Duty, DutyState, OpeningHours
from buergerbuero.live.bus import bus
from buergerbuero.visits import access, actions, clock
from buergerbuero.visits.models import DailySalt, Event, NumberRoll, Visit
from buergerbuero.visits.snapshot import load_snapshot
from tests.people import knock, make_department, on_duty
from tests.visits.scenes import play

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def travelling(clock):
    """The module under test is called clock too."""
    return clock


@pytest.fixture
def ayla(office):
    return knock(office, "Ayla")


@pytest.fixture
def called(ayla, demir):
    """Her page shows the call."""
    return actions.reached(actions.call(ayla, demir))


@pytest.fixture
def talking(called):
    return actions.enter(called)


@pytest.fixture
def heard(monkeypatch):
    topics = []
    monkeypatch.setattr(bus, "publish", topics.extend)
    return topics


def row(visit):
    return Visit.objects.filter(pk=visit.pk).values().get()


def now_of(visit):
    """State, outcome and absence."""
    kept = row(visit)
    return kept["state"], kept["outcome"], kept["absence"]


def last_event(visit):
    return visit.events.values_list("kind", "by").last()


WAITING = ("waiting", "", "")
UNSEEN = ("waiting", "", "unseen")


# An offer runs out


def let_the_offer_run_out(travelling, visit, *, awake=True):
    travelling.move_to(Visit.objects.get(pk=visit.pk).offer_until)
    if awake:
        clock.acknowledge([visit.pk])
    clock.end_offers()


def test_an_offer_that_still_runs_is_not_ended(travelling, called):
    travelling.move_to(called.offer_until - SECOND)
    before = row(called)
    clock.end_offers()
    assert row(called) == before


def test_whoever_does_not_answer_is_absent_and_keeps_the_place(travelling, called, office):
    since = called.since
    let_the_offer_run_out(travelling, called)
    kept = row(called)
    assert now_of(called) == ("waiting", "", "not_answered")
    assert (kept["since"], kept["missed"], kept["advisor_id"], kept["offer_until"]) == (
        since,
        1,
        None,
        None,
    )
    assert last_event(called) == ("unanswered", "clock")


def test_whoever_did_not_answer_has_to_say_that_they_are_back(travelling, called, office, demir):
    let_the_offer_run_out(travelling, called)
    clock.acknowledge([called.pk])
    with pytest.raises(actions.Conflict):
        actions.call_next(office, demir)
    actions.back(called)
    assert actions.call_next(office, demir) == called


def test_the_third_call_without_an_answer_is_the_last(travelling, called, demir):
    let_the_offer_run_out(travelling, called)
    for _ in range(2):
        actions.reached(actions.call(actions.back(called), demir))
        let_the_offer_run_out(travelling, called)
    assert now_of(called) == ("closed", "missed", "")
    assert (row(called)["missed"], row(called)["name"]) == (3, "")
    assert last_event(called) == ("miss", "clock")


@pytest.mark.parametrize("shown", [False, True], ids=["never shown", "asleep since"])
def test_a_page_asleep_is_unseen_and_misses_nothing(travelling, ayla, demir, shown):
    actions.call(ayla, demir)
    if shown:
        actions.reached(ayla)
    for _ in range(4):
        let_the_offer_run_out(travelling, ayla, awake=False)
        assert now_of(ayla) == UNSEEN
        clock.acknowledge([ayla.pk])
        actions.call(ayla, demir)
    assert row(ayla)["missed"] == 0


def test_a_page_awake_that_never_showed_the_call_misses_nothing(travelling, ayla, demir):
    actions.call(ayla, demir)
    let_the_offer_run_out(travelling, ayla)
    assert (now_of(ayla), row(ayla)["missed"]) == (UNSEEN, 0)


def test_more_time_moves_the_end(travelling, called):
    first_end = called.offer_until
    actions.more_time(called)
    travelling.move_to(first_end)
    clock.end_offers()
    assert row(called)["state"] == "called"


def test_an_offer_that_was_taken_up_meanwhile_is_not_ended(travelling, called):
    """Another process is faster than this one."""
    over = list(Visit.objects.filter(pk=called.pk))
    actions.enter(called)
    travelling.shift(HOUR)
    before = row(called)
    clock._each(over, clock._end_offer)
    assert row(called) == before


# Unseen and expired


def test_a_page_without_a_sign_for_three_minutes_is_unseen(travelling, ayla):
    travelling.shift(3 * MINUTE)
    clock.mark_unseen()
    assert now_of(ayla) == WAITING
    travelling.shift(SECOND)
    clock.mark_unseen()
    assert now_of(ayla) == UNSEEN
    assert last_event(ayla) == ("unseen", "clock")


def test_a_page_that_never_gave_a_sign_is_unseen_three_minutes_after_the_knock(travelling, office):
    visit = actions.knock(office, actions.Request(), secret_hash="", source="somewhere")
    travelling.shift(3 * MINUTE + SECOND)
    clock.mark_unseen()
    assert now_of(visit) == UNSEEN


def test_whoever_is_seen_again_has_the_same_place(travelling, ayla, office):
    travelling.shift(MINUTE)
    boris = knock(office, "Boris")
    travelling.shift(3 * MINUTE)
    clock.acknowledge([boris.pk])
    clock.mark_unseen()
    travelling.shift(20 * MINUTE)
    clock.acknowledge([ayla.pk, boris.pk])
    assert now_of(ayla) == WAITING
    assert [(place.visit, place.absent) for place in load_snapshot(office.slug).line] == [
        (ayla.pk, False),
        (boris.pk, False),
    ]
    assert last_event(ayla) == ("back", "citizen")


@pytest.mark.parametrize("absence", ["pause", "not_yet", "not_answered", "papers"])
def test_a_sign_of_life_ends_no_other_absence(ayla, absence):
    until = timezone.now() + 5 * MINUTE
    Visit.objects.filter(pk=ayla.pk).update(absence=absence, absent_until=until)
    clock.acknowledge([ayla.pk])
    assert now_of(ayla) == ("waiting", "", absence)


def test_a_sign_of_life_wakes_nothing_that_is_over(travelling, ayla):
    actions.leave(ayla)
    before = row(ayla)
    travelling.shift(MINUTE)
    clock.acknowledge([ayla.pk])
    assert row(ayla) == before


def test_whoever_takes_a_pause_is_unseen_three_minutes_after_its_end(travelling, ayla):
    actions.pause(ayla, 10 * MINUTE)
    travelling.shift(13 * MINUTE - SECOND)
    clock.mark_unseen()
    assert now_of(ayla) == ("waiting", "", "pause")
    travelling.shift(SECOND)
    clock.mark_unseen()
    assert now_of(ayla) == UNSEEN


@pytest.mark.parametrize("absence", ["not_answered", "papers"])
def test_whoever_is_known_to_be_away_is_not_marked_again(travelling, ayla, absence):
    Visit.objects.filter(pk=ayla.pk).update(absence=absence)
    travelling.shift(10 * MINUTE)
    clock.mark_unseen()
    assert now_of(ayla) == ("waiting", "", absence)


def test_a_sign_of_life_in_the_same_moment_wins(travelling, ayla):
    """Another process has noted the sign after this one read the line."""
    travelling.shift(4 * MINUTE)
    read = Visit.objects.get(pk=ayla.pk)
    clock.acknowledge([ayla.pk])
    assert not Visit.objects.filter(pk=ayla.pk, seen_at=read.seen_at).exists()
    clock.mark_unseen()
    assert now_of(ayla) == WAITING


def minutes_until_expired(travelling, visit):
    """Everything the clock does, minute by minute, until the visit is closed."""
    for minute in range(1, 120):
        travelling.shift(MINUTE)
        clock.end_offers()
        clock.mark_unseen()
        clock.expire()
        if row(visit)["state"] == "closed":
            assert (row(visit)["outcome"], last_event(visit)) == ("expired", ("expire", "clock"))
            return minute
    return None


def test_a_page_gone_for_half_an_hour_expires(travelling, ayla):
    assert minutes_until_expired(travelling, ayla) == 31


def test_a_sign_of_life_starts_the_half_hour_again(travelling, ayla):
    travelling.shift(29 * MINUTE)
    clock.mark_unseen()
    clock.acknowledge([ayla.pk])
    assert minutes_until_expired(travelling, ayla) == 31


def test_a_pause_does_not_count_towards_the_half_hour(travelling, ayla):
    actions.pause(ayla, 15 * MINUTE)
    assert minutes_until_expired(travelling, ayla) == 15 + 30


def test_a_pause_does_not_count_when_a_call_went_unseen_after_it(travelling, ayla, demir):
    actions.pause(ayla, 15 * MINUTE)
    travelling.shift(15 * MINUTE)
    actions.call(ayla, demir)
    assert minutes_until_expired(travelling, ayla) == 30


def test_whoever_was_not_seen_after_a_pause_is_skipped_until_seen(travelling, ayla, office, demir):
    actions.pause(ayla, 5 * MINUTE)
    travelling.shift(9 * MINUTE)
    clock.mark_unseen()
    with pytest.raises(actions.Conflict):
        actions.call_next(office, demir)
    with pytest.raises(actions.Conflict):
        actions.call(Visit.objects.get(pk=ayla.pk), demir)
    clock.acknowledge([ayla.pk])
    assert actions.call_next(office, demir) == ayla


def test_an_open_page_never_expires(travelling, ayla):
    for _ in range(120):
        travelling.shift(MINUTE)
        clock.acknowledge([ayla.pk])
        clock.mark_unseen()
        clock.expire()
    assert now_of(ayla) == WAITING


# Talks that nobody ends


def test_a_minute_after_hanging_up_the_talk_is_over(travelling, talking):
    actions.hang_up(talking)
    travelling.shift(59 * SECOND)
    clock.lapse()
    assert row(talking)["state"] == "talking"
    travelling.shift(SECOND)
    clock.lapse()
    assert now_of(talking) == ("closed", "served", "")
    assert last_event(talking) == ("lapse", "clock")


def test_a_talk_whose_two_pages_are_gone_is_over_after_half_an_hour(travelling, talking):
    travelling.shift(30 * MINUTE)
    clock.lapse()
    assert row(talking)["state"] == "talking"
    travelling.shift(SECOND)
    clock.lapse()
    assert now_of(talking) == ("closed", "served", "")


@pytest.mark.parametrize("who", ["citizen", "advisor"])
def test_a_talk_with_one_page_open_goes_on(travelling, talking, demir, who):
    travelling.shift(HOUR)
    if who == "citizen":
        clock.acknowledge([talking.pk])
    else:
        departments.acknowledge([demir.pk])
    clock.lapse()
    assert row(talking)["state"] == "talking"


# The end of the day


@pytest.fixture
def closing(office):
    """The office closes at 12:30, half an hour from now."""
    office.opening_hours.all().delete()
    OpeningHours.objects.create(department=office, weekday=0, opens=time(8), closes=time(12, 30))
    return timezone.now() + 30 * MINUTE


def at(travelling, moment, *visits, here=()):
    """The day's end as the clock sees it, with these pages and desks alive."""
    travelling.move_to(moment)
    clock.acknowledge([visit.pk for visit in visits])
    departments.acknowledge([advisor.pk for advisor in here])
    clock.end_day()


def test_nobody_is_turned_away_before_closing(travelling, closing, ayla):
    at(travelling, closing - SECOND)
    assert now_of(ayla) == WAITING


def test_whoever_waits_at_closing_is_still_served_while_somebody_serves(
    travelling, closing, ayla, demir
):
    at(travelling, closing + 59 * MINUTE, ayla, here=[demir])
    assert now_of(ayla) == WAITING


def test_an_hour_after_closing_is_the_end_even_so(travelling, closing, ayla, demir):
    at(travelling, closing + HOUR, ayla, here=[demir])
    assert now_of(ayla) == ("closed", "turned_away", "")
    assert last_event(ayla) == ("turn_away", "clock")


def test_the_end_comes_when_the_last_desk_is_left(travelling, closing, ayla, demir, brandt):
    at(travelling, closing + 10 * MINUTE, ayla, here=[demir, brandt])
    departments.set_duty(demir, DutyState.AWAY)
    clock.end_day()
    assert now_of(ayla) == WAITING
    departments.set_duty(brandt, DutyState.AWAY)
    clock.end_day()
    assert now_of(ayla) == ("closed", "turned_away", "")


def test_a_desk_without_a_sign_for_five_minutes_is_left(travelling, closing, ayla, demir):
    at(travelling, closing + 10 * MINUTE, ayla, here=[demir])
    at(travelling, closing + 15 * MINUTE, ayla)
    assert now_of(ayla) == ("closed", "turned_away", "")


def test_a_break_is_no_end(travelling, closing, ayla, demir):
    on_duty(demir, DutyState.BREAK)
    at(travelling, closing + 10 * MINUTE, ayla, here=[demir])
    assert now_of(ayla) == WAITING


def test_with_nobody_there_the_end_comes_five_minutes_after_closing(travelling, closing, ayla):
    at(travelling, closing + 5 * MINUTE - SECOND, ayla)
    assert now_of(ayla) == WAITING
    at(travelling, closing + 5 * MINUTE, ayla)
    assert now_of(ayla) == ("closed", "turned_away", "")


def test_an_advisor_elsewhere_does_not_keep_this_door_open(travelling, closing, ayla, okafor):
    at(travelling, closing + 5 * MINUTE, ayla, here=[okafor])
    assert now_of(ayla) == ("closed", "turned_away", "")


def test_other_doors_and_running_talks_are_left_alone(travelling, closing, talking, centre):
    elsewhere = knock(centre, "Chen")
    at(travelling, closing + 2 * HOUR, talking, elsewhere)
    assert (row(talking)["state"], now_of(elsewhere)) == ("talking", WAITING)


# Erasure


def everything_kept(visit):
    """All values of the visit's rows, as one text."""
    rows = [row(visit), *visit.events.values(), *NumberRoll.objects.values()]
    return repr(rows)


def test_what_a_citizen_said_is_gone_for_every_query_once_the_visit_closes(office, demir):
    """Row 8: name, subject, case number, needs and language."""
    visit = knock(
        office,
        "Xaverine",
        subject=office.subjects.get(),
        case_number="EG-4711",
        needs=["interpreter"],
        language="fa",
    )
    assert [word in everything_kept(visit) for word in ("Xaverine", "4711", "interp", "'fa'")] == [
        True
    ] * 4
    actions.leave(visit)
    assert [word in everything_kept(visit) for word in ("Xaverine", "4711", "interp", "'fa'")] == [
        False
    ] * 4
    assert row(visit)["subject_id"] is None


CLOSE = {
    "leave": lambda visit, demir, travelling: actions.leave(visit),
    "dismiss": lambda visit, demir, travelling: actions.dismiss(visit, demir, "Falsche Tür"),
    "end": lambda visit, demir, travelling: actions.end(
        actions.enter(actions.call(visit, demir)), demir
    ),
    "expire": lambda visit, demir, travelling: (travelling.shift(HOUR), clock.expire()),
    "miss": lambda visit, demir, travelling: (
        Visit.objects.filter(pk=visit.pk).update(missed=2),
        actions.reached(actions.call(visit, demir)),
        let_the_offer_run_out(travelling, visit),
    ),
    "lapse": lambda visit, demir, travelling: (
        actions.hang_up(actions.enter(actions.call(visit, demir))),
        travelling.shift(MINUTE),
        clock.lapse(),
    ),
    "turn_away": lambda visit, demir, travelling: (
        visit.department.opening_hours.exclude(weekday=0).delete(),
        travelling.shift(timedelta(days=1)),
        clock.acknowledge([visit.pk]),
        clock.end_day(),
    ),
}


@pytest.mark.parametrize("kind", CLOSE)
def test_however_a_visit_closes_it_forgets(kind, ayla, demir, travelling):
    """Row 8: no way of closing leaves anything behind."""
    Visit.objects.filter(pk=ayla.pk).update(case_number="EG-4711", needs=["sign"])
    CLOSE[kind](ayla, demir, travelling)
    kept = row(ayla)
    assert last_event(ayla)[0] == kind
    assert (kept["state"], kept["closed_at"]) == ("closed", timezone.now())
    assert [
        kept[field] for field in ("name", "subject_id", "case_number", "needs", "language")
    ] == [
        "",
        None,
        "",
        [],
        "",
    ]


def test_the_goodbye_page_lasts_an_hour(travelling, ayla, demir):
    """Row 8: then secret and reason are erased."""
    actions.dismiss(ayla, demir, "Bitte ans Standesamt.")
    travelling.shift(HOUR)
    clock.erase()
    assert access.visit_of(ayla.secret).reason == "Bitte ans Standesamt."
    travelling.shift(SECOND)
    clock.erase()
    assert access.visit_of(ayla.secret) is None
    assert (row(ayla)["secret_hash"], row(ayla)["reason"]) == ("", "")


def test_an_open_visit_keeps_its_secret(travelling, ayla):
    travelling.shift(3 * HOUR)
    clock.erase()
    assert access.visit_of(ayla.secret) == ayla


def test_source_and_salt_are_gone_within_a_day(travelling, ayla):
    """Row 8."""
    actions.leave(ayla)
    travelling.shift(23 * HOUR)
    clock.erase()
    assert (row(ayla)["source"] != "", DailySalt.objects.count()) == (True, 1)
    travelling.shift(HOUR)
    clock.erase()
    assert row(ayla)["source"] == ""
    travelling.shift(SECOND)
    clock.erase()
    assert DailySalt.objects.count() == 0


def test_a_visit_that_never_ends_keeps_its_place_but_not_its_name(travelling, ayla):
    """Row 8: at latest 24 hours, also at a door that never closes."""
    assert row(ayla)["name"] == "Ayla"
    travelling.shift(24 * HOUR)
    clock.erase()
    assert row(ayla)["name"] == "Ayla"
    travelling.shift(SECOND)
    clock.erase()
    assert (row(ayla)["state"], row(ayla)["name"]) == ("waiting", "")


def test_an_open_visit_loses_its_source_within_a_day_too(travelling, ayla):
    """Row 8."""
    travelling.shift(24 * HOUR)
    clock.erase()
    assert (row(ayla)["state"], row(ayla)["source"]) == ("waiting", "")


def test_ninety_days_later_nothing_is_left(travelling, ayla, demir):
    """Row 8: metadata."""
    actions.end(actions.enter(actions.call(ayla, demir)), demir)
    travelling.shift(timedelta(days=90))
    clock.erase()
    assert (Visit.objects.count(), Event.objects.count()) == (1, 4)
    travelling.shift(timedelta(days=1))
    clock.erase()
    assert [
        model.objects.count() for model in (Visit, Event, NumberRoll, DailySalt)
    ] == [0, 0, 0, 0]  # fmt: skip


@pytest.mark.long
def test_the_name_is_gone_from_the_bytes_of_the_database(tmp_path):
    """Row 8: a file of its own with the settings of a real installation, and its log beside it."""
    assert play("prepare", tmp_path) == "sqlite"
    assert play("erasure", tmp_path) == {
        "while waiting": True,
        "in the file itself": True,
        "on the slip": True,
        "after the sweep": False,
    }


def test_erasing_leaves_the_present_alone(ayla, demir):
    closed = knock(ayla.department, "Boris")
    actions.dismiss(closed, demir, "Falsche Tür")
    before = [row(ayla), row(closed), Event.objects.count(), DailySalt.objects.count()]
    clock.erase()
    assert [row(ayla), row(closed), Event.objects.count(), DailySalt.objects.count()] == before


# What only time changes is announced


def announced(heard, capture, job):
    heard.clear()
    with capture(execute=True):
        job()
    return sorted(heard)


def test_a_call_that_no_page_has_shown_is_announced_after_five_seconds(
    travelling, ayla, demir, heard, django_capture_on_commit_callbacks
):
    actions.call(ayla, demir)
    found = []
    for _ in range(12):
        found.append(announced(heard, django_capture_on_commit_callbacks, clock.announce_by_clock))
        travelling.shift(SECOND)
    office = ["department:elterngeldstelle"]
    assert found == [[]] * 5 + [office] * 5 + [[]] * 2


def test_a_call_that_was_shown_needs_no_second_word(
    travelling, called, heard, django_capture_on_commit_callbacks
):
    travelling.shift(6 * SECOND)
    assert announced(heard, django_capture_on_commit_callbacks, clock.announce_by_clock) == []


def test_a_minute_without_an_answer_is_announced(
    travelling, called, heard, django_capture_on_commit_callbacks
):
    """From then on the desk may go on."""
    travelling.shift(60 * SECOND)
    assert announced(heard, django_capture_on_commit_callbacks, clock.announce_by_clock) == [
        "department:elterngeldstelle"
    ]


def test_the_end_of_a_pause_is_announced(
    travelling, ayla, office, heard, django_capture_on_commit_callbacks
):
    actions.pause(ayla, 5 * MINUTE)
    travelling.shift(5 * MINUTE - SECOND)
    assert announced(heard, django_capture_on_commit_callbacks, clock.announce_by_clock) == []
    assert load_snapshot(office.slug).waiting[0].absent(timezone.now())
    travelling.shift(SECOND)
    assert announced(heard, django_capture_on_commit_callbacks, clock.announce_by_clock) == [
        "department:elterngeldstelle"
    ]
    assert not load_snapshot(office.slug).waiting[0].absent(timezone.now())


@pytest.fixture
def doors(office, centre, django_capture_on_commit_callbacks):
    """Doors that have been looked at once."""
    watching = clock.Doors()
    with django_capture_on_commit_callbacks():
        watching.announce_changes()
    return watching


def test_the_first_look_announces_every_door(
    office, centre, heard, django_capture_on_commit_callbacks
):
    found = announced(heard, django_capture_on_commit_callbacks, clock.Doors().announce_changes)
    departments = ["department:elterngeldstelle", "department:integrationszentrum"]
    assert found == ["crews", *departments, "overview"]


def test_unchanged_doors_are_not_announced(doors, heard, django_capture_on_commit_callbacks):
    assert announced(heard, django_capture_on_commit_callbacks, doors.announce_changes) == []


def test_a_door_that_closes_by_plan_is_announced_once(
    travelling, closing, doors, heard, django_capture_on_commit_callbacks
):
    travelling.move_to(closing)
    found = [
        announced(heard, django_capture_on_commit_callbacks, doors.announce_changes)
        for _ in range(2)
    ]
    assert found == [["crews", "department:elterngeldstelle", "overview"], []]


def test_a_desk_that_was_left_is_announced_at_its_door(
    travelling, demir, doors, heard, django_capture_on_commit_callbacks
):
    travelling.shift(90 * SECOND)
    assert Duty.objects.get().state == DutyState.FREE
    assert announced(heard, django_capture_on_commit_callbacks, doors.announce_changes) == [
        "crews",
        "department:elterngeldstelle",
        "overview",
    ]


def test_a_door_that_is_new_and_one_that_is_gone_are_announced(
    doors, centre, heard, django_capture_on_commit_callbacks
):
    make_department("bauamt", "B")
    assert announced(heard, django_capture_on_commit_callbacks, doors.announce_changes) == [
        "crews",
        "department:bauamt",
        "overview",
    ]
    Department.objects.filter(pk=centre.pk).delete()
    assert announced(heard, django_capture_on_commit_callbacks, doors.announce_changes) == [
        "crews",
        "overview",
    ]
