"""What a change looks and sounds like, and what it does for those who want no motion."""

import re

from playwright.sync_api import Locator, expect

from tests.e2e import rows
from tests.e2e.citizen import CitizenPage
from tests.e2e.people import People
from tests.e2e.states import doors, visits
from tests.e2e.waiting import eventually

MOVING = "() => document.getAnimations().filter((one) => one.playState === 'running').length"


def waits_behind_two(people: People, **options: object) -> CitizenPage:
    rows.sits_at_desk(people.office, "demir")
    rows.line_up(people.office, 1)
    boris, ayla = people.citizen(), people.citizen(**options)
    boris.knocks_at(name="Boris")
    ayla.knocks_at(name="Ayla")
    ayla.sees_ahead(2)
    boris.leaves()
    ayla.sees_ahead(1)
    return ayla


def test_a_note_sounds_when_only_one_person_is_ahead(people: People) -> None:
    ayla = waits_behind_two(people)
    eventually(ayla.page, lambda: ayla.rang("nearly") == 1, what="the note")
    ayla.steps_out_for(5)
    ayla.is_back()
    assert ayla.rang("nearly") == 1


def test_whoever_leaves_the_line_fades_and_is_gone(people: People) -> None:
    remember = """() => {
      window.left = 0;
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes)
          for (const node of addedNodes)
            if (node instanceof Element && node.matches(".is-leaving")) window.left += 1;
      }).observe(document.querySelector("main"), { childList: true, subtree: true });
    }"""
    ayla = visits.waiting(2, people)
    ayla.page.evaluate(remember)
    somebody_leaves(people)
    ayla.sees_ahead(1)
    assert ayla.page.evaluate("window.left") == 1
    expect(ayla.page.locator(".is-leaving")).to_have_count(0)
    expect(ayla.page.locator(".queue > .queue__person")).to_have_count(1)
    ayla.page.emulate_media(reduced_motion="reduce")
    somebody_leaves(people)
    ayla.sees_ahead(0)
    assert ayla.page.evaluate("window.left") == 1


def somebody_leaves(people: People) -> None:
    """The first of the line is gone; somebody who knocks and leaves makes it known."""
    people.office.sql(
        "DELETE FROM visits_visit WHERE id = (SELECT id FROM visits_visit"
        " WHERE secret_hash = '' ORDER BY since LIMIT 1)"
    )
    chen = people.citizen()
    chen.knocks_at(name="Chen")
    chen.leaves()
    chen.is_bid_goodbye("left")


def test_a_door_fades_once_when_its_drawing_changes(people: People) -> None:
    ayla = doors.goes(people, "/")
    drawing = ayla.page.locator("#region-door-elterngeldstelle .door")
    other = ayla.page.locator("#region-door-pflegeberatung .door")
    changed = re.compile(r"\bis-changed\b")
    expect(drawing).not_to_have_class(changed)
    people.advisor()
    expect(drawing).to_have_attribute("data-drawing", "open")
    expect(drawing).to_have_class(changed)
    expect(other).not_to_have_class(changed)
    ayla.page.emulate_media(reduced_motion="reduce")
    assert drawing.evaluate("(door) => getComputedStyle(door).animationName") == "none"


def test_nothing_moves_for_whoever_wants_no_motion(people: People) -> None:
    ayla = people.citizen(reduced_motion="reduce")
    demir = people.advisor()
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    ayla.waits_until_called()
    assert ayla.page.evaluate(MOVING) == 0
    leaf = ayla.call.locator(".door__leaf")
    assert leaf.evaluate("(one) => getComputedStyle(one).animationName") == "none"


def test_what_may_be_old_is_muted_and_said(people: People) -> None:
    """Row 19: the overview says so politely, and the department and the waiting room, too."""
    for bring in (
        doors.overview,
        doors.STATES["door open, two wait"],
        visits.STATES["waiting, next"],
    ):
        people.office.restore_state()
        visitor = doors.loses_its_stream(bring, people)
        since = re.escape(visitor.word("live-lost", time="#")).replace(r"\#", r"\d\d?:\d\d")
        expect(visitor.page.locator("[data-live-status]")).to_have_text(re.compile(since))
        expect(visitor.page.locator("#announce")).to_have_text(re.compile(since))
        expect(visitor.page.locator("html[data-stale]")).to_be_attached()
        assert is_grey(visitor.page.locator("main .door").first)
        visitor.context.unroute_all()
        expect(visitor.page.locator("html[data-live=open]")).to_be_attached()
        expect(visitor.page.locator("html[data-stale]")).to_have_count(0)
        assert not is_grey(visitor.page.locator("main .door").first)


def is_grey(door: Locator) -> bool:
    return bool(door.evaluate("(door) => getComputedStyle(door).filter !== 'none'"))


def test_the_overview_says_the_time_as_long_as_it_is_fresh(people: People) -> None:
    ayla = doors.goes(people, "/")
    clock = ayla.page.locator("[data-live-clock]")
    status = ayla.page.locator("[data-live-status]")
    expect(status).to_have_text(ayla.word("live-open"))
    expect(clock).to_have_text(re.compile(r"^\w+, \d\d?:\d\d Uhr –$"))
    ayla.watch.expect_lost_network()
    ayla.context.route("**/live/**", lambda route: route.abort())
    ayla.reload()
    expect(ayla.page.locator("html[data-stale]")).to_be_attached()
    expect(clock).to_be_hidden()
