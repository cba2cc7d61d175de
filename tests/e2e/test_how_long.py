"""How long it takes and when the day ends, as people read and hear it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import rows
from tests.e2e.citizen import CitizenPage
from tests.e2e.ears import Ears
from tests.e2e.people import People
from tests.e2e.waiting import eventually

RANGE = re.compile(r"\d+ bis \d+ Minuten")
A_JOB_AND_A_LOOK_MS = 45_000  # the clock's slowest job here runs every 30 seconds


def expected(page: Page) -> tuple[int, int]:
    """What somebody who waits is told."""
    told = page.locator("#region-how-long dd")
    expect(told).to_have_text(RANGE)
    low, high = map(int, re.findall(r"\d+", told.inner_text()))
    return low, high


def the_line(people: People, *names: str) -> list[CitizenPage]:
    """The office knows that it takes ten minutes, and its advisor talks."""
    rows.has_served(people.office, 10)
    rows.is_in_talk(people.office, "demir")
    line = [people.citizen() for _ in names]
    for citizen, name in zip(line, names, strict=True):
        citizen.knocks_at(name=name)
    return line


def test_a_range_is_read_before_the_knock_and_while_waiting(people: People) -> None:
    """Row 19: the place is announced when it changes, the range is not."""
    boris, _ = the_line(people, "Boris", "Chen")
    ayla = people.citizen()
    ayla.goes_to()
    at_the_door = ayla.page.locator(".dept-head .state")
    expect(at_the_door).to_have_text(re.compile(rf"2 warten\s+voraussichtlich {RANGE.pattern}"))
    low, high = map(int, re.findall(r"\d+", at_the_door.inner_text())[1:])
    ayla.knocks(name="Ayla")
    ayla.sees_ahead(2)
    assert expected(ayla.page) == (low, high)
    assert low <= 20 < high
    ears = Ears(ayla)
    boris.leaves()
    ayla.sees_ahead(1)
    expect(ayla.page.locator("#region-how-long dd")).not_to_have_text(f"{low} bis {high} Minuten")
    assert expected(ayla.page)[1] < high
    ears.expect("polite: Vor Ihnen: noch 1 Person")
    assert ears.unheard == []


def test_without_experience_the_page_says_only_how_many_are_ahead(people: People) -> None:
    rows.is_in_talk(people.office, "demir")
    rows.line_up(people.office, 2)
    ayla = people.citizen()
    ayla.goes_to()
    expect(ayla.page.locator(".dept-head .state")).to_have_text(re.compile(r"2 warten\s*$"))
    ayla.knocks(name="Ayla")
    ayla.sees_ahead(2)
    expect(ayla.page.locator("#region-how-long")).to_be_hidden()


@pytest.mark.proof
def test_a_door_stops_in_time_and_the_day_ends_honestly(people: People) -> None:
    """Row 20: who waits is told before, who comes reads why, who is turned away reads how else."""
    rows.set_door(people.office, takes_callbacks=1)
    *_, ayla = the_line(people, "Boris", "Chen", "Ayla")
    outside = people.citizen()
    outside.goes_to()
    outside.wait_until_live()
    ears = Ears(ayla)
    closing = rows.closes_in(people.office, 12)
    head = outside.page.locator(".dept-head")
    expect(head).to_contain_text("Nimmt heute niemanden mehr an", timeout=A_JOB_AND_A_LOOK_MS)
    expect(head).to_contain_text("Wer jetzt anklopft, käme vor Schließung nicht mehr dran.")
    expect(head).to_contain_text("wieder ab morgen, 0:00 Uhr")
    at = f"{closing.hour}:{closing:%M}"
    sentence = f"Voraussichtlich kommen Sie vor Schließung um {at} Uhr nicht mehr dran."
    told = ayla.page.locator("#region-how-long .alert-band--warning")
    expect(told).to_contain_text(sentence)
    expect(told.get_by_role("link", name="01234 567-330")).to_be_visible()
    expect(told.get_by_role("link", name="Um Rückruf bitten")).to_be_visible()
    eventually(
        ayla.page,
        lambda: len([one for one in ears.heard if sentence in one]) == 1,
        what="it is said once",
    )
    ayla.sees_ahead(2)
    rows.closes_in(people.office, -7)
    people.office.sql("DELETE FROM departments_duty")
    is_bid_goodbye(ayla)


def is_bid_goodbye(ayla: CitizenPage) -> None:
    over = ayla.page.locator("#region-visit[data-state=closed]")
    expect(over).to_contain_text(
        "Es tut uns leid: Heute schaffen wir es nicht mehr.", timeout=A_JOB_AND_A_LOOK_MS
    )
    expect(over).to_contain_text(re.compile(r"Die Tür öffnet wieder (morgen|heute) um \d+:\d\d"))
    over.get_by_role("link", name="Um Rückruf bitten").click()
    expect(ayla.page.locator("#rueckruf")).to_be_visible()
