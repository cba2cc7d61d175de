"""From the call on: more time, not yet, no answer, hanging up. Nobody loses their place."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import media
from tests.e2e.people import People
from tests.e2e.scenes import somebody_is_called, somebody_waits, two_talk
from tests.servers import Office

# An offer lasts a minute at least: instead of waiting for its end a test brings the end to it.
OVER = "UPDATE visits_visit SET offer_until = datetime('now', '-1 seconds') WHERE state = 'called'"
AT_THIRD_MISS = "UPDATE visits_visit SET missed = 2 WHERE state = 'called'"
MINUTE_OVER = "UPDATE visits_visit SET hung_up_at = datetime('now', '-61 seconds')"


def test_more_time_three_times(people: People) -> None:
    """Row 20: the offer can be extended, and its time is written and counted down."""
    ayla, _ = somebody_is_called(people)
    left = ayla.call.locator("[data-offer-left]")
    for minutes in (4, 6, 8):
        ayla.press("more-time")
        expect(left).to_have_text(re.compile(rf"\b({minutes}:00|{minutes - 1}:[0-5]\d)\b"))
    expect(ayla.button("more-time")).to_have_count(0)
    expect(ayla.button("enter")).to_be_visible()


def test_escape_does_not_lose_the_call(people: People) -> None:
    ayla, _ = somebody_is_called(people)
    for _ in range(3):
        ayla.page.keyboard.press("Escape")
    expect(ayla.call).to_be_visible()


def test_not_yet_keeps_the_place(people: People) -> None:
    ayla, demir = somebody_is_called(people)
    boris = people.citizen()
    boris.knocks_at(name="Boris")
    ayla.press("not-yet")
    ayla.is_("waiting")
    ayla.sees_ahead(0)
    boris.sees_ahead(1)
    demir.is_alone()
    demir.sees_line("E 01", "E 02")
    demir.sees_next("E 02")
    ayla.is_back()
    demir.sees_next("E 01")


def test_an_unanswered_call_keeps_the_place_until_one_is_back(people: People) -> None:
    ayla, demir = somebody_is_called(people)
    ayla.office.sql(OVER)
    ayla.is_("waiting")
    expect(ayla.call).to_have_count(0)
    demir.is_alone()
    demir.sees_line("E 01")
    expect(demir.button("desk/call")).to_have_count(0)
    ayla.is_back()
    demir.sees_next("E 01")
    demir.calls_next()
    ayla.waits_until_called()


def test_the_third_unanswered_call_ends_the_visit(people: People) -> None:
    ayla, demir = somebody_is_called(people)
    ayla.office.sql(AT_THIRD_MISS)
    ayla.office.sql(OVER)
    ayla.is_bid_goodbye("missed")
    ayla.reads("01234 567-330")
    demir.is_alone()
    demir.sees_line()


def test_who_enters_too_late_reads_why(people: People) -> None:
    """The door has gone shut in the moment of the click."""
    ayla, _ = somebody_is_called(people)
    ayla.watch.expect_answer(409, "/visit/enter")
    ayla.page.route("**/visit/enter", lambda route: (ayla.office.sql(OVER), route.continue_()))
    ayla.press("enter")
    ayla.is_("waiting")
    ayla.gives_devices_back()
    expect(ayla.page.locator("#region-visit .alert-band p")).to_be_visible()
    expect(ayla.button("back")).to_be_visible()


def test_the_advisor_takes_the_call_back(people: People) -> None:
    ayla, demir = somebody_is_called(people)
    demir.takes_call_back()
    ayla.is_("waiting")
    expect(ayla.call).to_have_count(0)
    ayla.sees_ahead(0)
    demir.sees_next("E 01")
    demir.gives_devices_back()


def test_a_dismissed_citizen_reads_the_reason(people: People) -> None:
    """Row 53: as text, whatever it contains."""
    ayla, demir = somebody_waits(people)
    reason = "Bitte kommen Sie <b>mit</b> Ausweis ins Rathaus."
    demir.dismisses("E 01", reason)
    ayla.is_bid_goodbye("declined")
    expect(ayla.page.locator(".goodbye .message")).to_have_text(reason)
    demir.sees_line()


def test_leaving_asks_first(people: People) -> None:
    ayla, demir = somebody_waits(people)
    ayla.press("leave")
    ayla.confirm(yes=False)
    ayla.is_("waiting")
    demir.sees_line("E 01")
    ayla.leaves()
    ayla.is_bid_goodbye("left")
    demir.sees_line()


def test_hanging_up_can_be_undone_for_a_minute(people: People) -> None:
    ayla, demir = two_talk(people)
    ayla.hangs_up()
    ayla.gives_devices_back()
    expect(demir.talk.locator(".called [role=status] .mark--care")).to_be_visible()
    left = demir.page.locator("[data-room-left]")
    expect(left).to_have_text(demir.word("room-left", name="Ayla"))
    expect(demir.page.locator("[data-room-status]")).to_have_text(left.inner_text())
    expect(demir.restoring).to_be_hidden()
    ayla.press("enter")
    ayla.talks_with("Frau Demir")
    expect(left).to_be_hidden()
    demir.talks_with("Ayla")
    media.expect_picture_and_sound(ayla.page, demir.page)


def test_a_minute_after_hanging_up_the_visit_is_over(people: People) -> None:
    ayla, demir = two_talk(people)
    ayla.hangs_up()
    ayla.office.sql(MINUTE_OVER)
    ayla.is_bid_goodbye()
    demir.is_alone()
    demir.gives_devices_back()


def test_after_fetching_papers_one_comes_first(people: People) -> None:
    ayla, demir = two_talk(people)
    boris = people.citizen()
    boris.knocks_at(name="Boris")
    demir.sends_for_papers()
    ayla.is_("waiting")
    ayla.gives_devices_back()
    demir.sees_line("E 01", "E 02")
    demir.sees_next("E 02")
    ayla.is_back()
    demir.sees_next("E 01")
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    ayla.talks_with("Frau Demir")
    media.expect_picture_and_sound(ayla.page, demir.page)


@pytest.mark.parametrize("minutes", [5, 15])
def test_a_pause_is_announced_and_ends_by_hand(
    people: People, office: Office, minutes: int
) -> None:
    ayla, demir = somebody_waits(people)
    ayla.steps_out_for(minutes)
    ((left,),) = office.sql(
        "SELECT round((julianday(absent_until) - julianday('now')) * 1440) FROM visits_visit"
    )
    assert left == minutes
    expect(demir.rows.locator(".mark:not([data-new])")).to_be_visible()
    expect(demir.button("desk/call")).to_have_count(0)
    ayla.is_back()
    demir.sees_next("E 01")
