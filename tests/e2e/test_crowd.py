"""Three citizens and two advisors at one door: one order for all of them."""

import re

from playwright.sync_api import expect

from tests.e2e import media
from tests.e2e.advisor import AdvisorPage
from tests.e2e.citizen import CitizenPage
from tests.e2e.people import People


def test_two_advisors_serve_one_line(people: People) -> None:
    """Row 42, C20: positions are exact and live, the order is kept, nobody is called twice."""
    demir, brandt = people.advisor("demir"), people.advisor("brandt")
    ayla, boris, chen = (waiting(people, name) for name in ("Ayla", "Boris", "Chen"))
    for desk in (demir, brandt):
        desk.sees_line("E 01", "E 02", "E 03")
        desk.sees_next("E 01")
    for ahead, citizen in enumerate((ayla, boris, chen)):
        citizen.sees_ahead(ahead)
    ayla.reads("Gleich sind Sie dran")
    boris.reads("Vor Ihnen: 1 Person")
    chen.reads("Vor Ihnen: 2 Personen")

    demir.calls_next()
    ayla.waits_until_called("Frau Demir")
    for desk in (demir, brandt):
        desk.sees_line("E 02", "E 03")
    boris.sees_ahead(0)
    chen.sees_ahead(1)
    chen.is_told_place(1)

    brandt.calls_next()
    boris.waits_until_called("Herr Brandt")
    for desk in (demir, brandt):
        desk.sees_line("E 03")
    chen.sees_ahead(0)
    chen.is_told_place(0)

    boris.enters()
    ayla.enters()
    talk_with_each_other(ayla, "Ayla", demir, "Frau Demir")
    talk_with_each_other(boris, "Boris", brandt, "Herr Brandt")
    assert media.certificates(demir.page)[0] != media.certificates(brandt.page)[0]

    brandt.ends_talk()
    boris.is_bid_goodbye()
    brandt.sees_next("E 03")
    brandt.calls_next()
    chen.waits_until_called("Herr Brandt")
    demir.talks_with("Ayla")
    demir.sees_line()


def waiting(people: People, name: str) -> CitizenPage:
    citizen = people.citizen()
    citizen.knocks_at(name=name)
    return citizen


def talk_with_each_other(
    citizen: CitizenPage, citizen_name: str, advisor: AdvisorPage, advisor_name: str
) -> None:
    """By name, and by the certificates the two browsers really use."""
    citizen.talks_with(advisor_name)
    advisor.talks_with(citizen_name)
    media.expect_picture_and_sound(citizen.page, advisor.page)
    own, other = media.certificates(citizen.page)
    assert media.certificates(advisor.page) == (other, own)


def test_somebody_short_away_is_passed_over_and_keeps_the_place(people: People) -> None:
    demir = people.advisor("demir")
    ayla, boris, chen = (waiting(people, name) for name in ("Ayla", "Boris", "Chen"))
    ayla.steps_out_for(5)
    chen.sees_ahead(2)
    expect(chen.page.locator("#region-place p.muted")).to_have_text(re.compile(r"^\s*1 "))
    demir.sees_line("E 01", "E 02", "E 03")
    demir.sees_next("E 02")
    ayla.is_back()
    demir.sees_next("E 01")
    demir.calls_next()
    ayla.waits_until_called("Frau Demir")
    boris.sees_ahead(0)
    chen.sees_ahead(1)
