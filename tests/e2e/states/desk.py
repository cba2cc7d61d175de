"""An advisor's pages."""

from collections.abc import Callable
from functools import partial

from playwright.sync_api import expect

from tests.e2e import media, rows
from tests.e2e.advisor import AdvisorPage
from tests.e2e.people import People
from tests.e2e.push import Messages
from tests.e2e.scenes import somebody_is_called, two_talk
from tests.e2e.states.doors import loses_its_stream
from tests.e2e.visitor import Visitor
from tests.e2e.writing import Writing


def empty(people: People) -> AdvisorPage:
    return people.advisor()


def with_a_line(people: People) -> AdvisorPage:
    rows.line_up(people.office, 4, absent=1)
    people.office.sql(
        "UPDATE visits_visit SET name = 'Herr Yilmaz', needs = '[\"sign\", \"writing\"]'"
        " WHERE number = ?",
        rows.FIRST_NUMBER - 2,
    )
    return people.advisor()


def menu_of_one(people: People) -> AdvisorPage:
    demir = with_a_line(people)
    demir.more_about(f"E {rows.FIRST_NUMBER - 2}")
    return demir


def passing_over(people: People) -> AdvisorPage:
    """The first two wait for a colleague, who is talking."""
    rows.route_subject(people.office, "brandt")
    rows.is_in_talk(people.office, "brandt")
    demir = with_a_line(people)
    people.office.sql(
        "UPDATE visits_visit SET subject_id = (SELECT MIN(s.id) FROM departments_subject s"
        " WHERE s.department_id = visits_visit.department_id) WHERE number IN (?, ?)",
        rows.FIRST_NUMBER - 3,
        rows.FIRST_NUMBER - 2,
    )
    demir.reload()
    demir.sits_at_desk()
    expect(demir.page.locator(".next")).to_contain_text("Ansprechperson: Herr Brandt")
    return demir


def asked_for_a_reason(people: People) -> AdvisorPage:
    demir = passing_over(people)
    demir.more_about(f"E {rows.FIRST_NUMBER - 2}")
    return demir


def out_of_order(people: People) -> AdvisorPage:
    demir = with_a_line(people)
    demir.more_about(f"E {rows.FIRST_NUMBER - 1}").locator("[value=urgent]").click()
    demir.has_called()
    expect(demir.page.locator("#region-doors")).to_contain_text("außer der Reihe")
    return demir


def saying_something(people: People) -> AdvisorPage:
    demir = with_a_line(people)
    demir.page.locator("#region-doors [data-say]").first.click()
    expect(demir.page.locator("dialog.say:modal")).to_be_visible()
    return demir


def has_said_something(people: People) -> AdvisorPage:
    demir = saying_something(people)
    demir.page.locator("dialog.say button:not([type=button])").click()
    demir.more_about(f"E {rows.FIRST_NUMBER - 2}").locator("[data-say]").click()
    dialog = demir.page.locator("dialog.say")
    dialog.locator("textarea").fill("Bitte legen Sie den Bescheid der Krankenkasse bereit.")
    dialog.locator("button:not([type=button])").click()
    expect(demir.page.locator(".said")).to_have_count(2)
    return demir


def knocked_at(people: People) -> AdvisorPage:
    demir = people.advisor()
    people.citizen().knocks_at(name="Frau Krüger")
    demir.sees_next("E\u00a001")
    return demir


def all_away(people: People) -> AdvisorPage:
    rows.line_up(people.office, 2, absent=2)
    return people.advisor()


def calling(people: People) -> AdvisorPage:
    return somebody_is_called(people, "Frau Krüger")[1]


def talking(people: People) -> AdvisorPage:
    _, demir = two_talk(people, "Frau Krüger")
    media.expect_picture(demir.page)
    return demir


def writing(people: People) -> AdvisorPage:
    citizen, demir = two_talk(people, "Frau Krüger")
    mine, theirs = Writing(demir), Writing(citizen)
    for one in (mine, theirs):
        one.opens()
    mine.writes("Guten Tag, Frau Krüger.")
    theirs.field.fill("Guten Tag. Welche Nachwei")
    expect(mine.lines).to_have_count(2)
    return demir


def hung_up(people: People) -> AdvisorPage:
    citizen, demir = two_talk(people, "Frau Krüger")
    citizen.hangs_up()
    expect(demir.page.locator("#region-talk")).to_be_visible()
    return demir


def no_show(people: People) -> AdvisorPage:
    demir = calling(people)
    people.office.sql(
        "UPDATE visits_visit SET offer_until = datetime('now') WHERE state = 'called'"
    )
    demir.is_alone()
    expect(demir.rows.locator(".row-actions")).to_be_visible()
    return demir


def knocked_at_in_talk(people: People) -> AdvisorPage:
    demir = talking(people)
    people.citizen().knocks_at(name="Herr Yilmaz")
    expect(demir.seen_button).to_be_visible()
    return demir


def sound_blocked(people: People) -> AdvisorPage:
    """Chromium lets a page sound that was touched; one that was loaded anew was not."""
    demir = people.advisor()
    demir.reload()
    expect(demir.page.locator("[data-sound-allow]")).to_be_visible()
    return demir


def with_messages(people: People) -> AdvisorPage:
    demir = people.advisor()
    messages = Messages(demir, {}, "/desk/")
    demir.context.route("**/desk/push", lambda route: route.fulfill(status=204))
    messages.allow()
    demir.reload()
    messages.turn("on")
    messages.says("on")
    return demir


def offline(people: People) -> AdvisorPage:
    demir = with_a_line(people)
    demir.watch.expect_lost_network()
    demir.context.set_offline(True)
    expect(demir.page.locator("[data-offline]")).to_be_visible()
    return demir


def is_now(state: str, people: People) -> AdvisorPage:
    demir = people.advisor()
    demir.is_now(state)
    return demir


def account(path: str, people: People) -> AdvisorPage:
    demir = people.advisor()
    demir.go(f"/accounts/{path}/")
    return demir


def writing_a_slip(people: People) -> AdvisorPage:
    demir = talking(people)
    demir.opens_slip()
    demir.writes(discussed="Ihr Antrag ist fast vollständig.", due="2099-10-06")
    demir.page.locator("#slip-read summary").click()
    expect(demir.page.locator("#slip-read .note")).to_be_visible()
    return demir


def asking_for_a_document(people: People) -> AdvisorPage:
    demir = talking(people)
    demir.notes_identity("asked")
    demir.page.locator(".identity details.menu summary").click()
    return demir


def has_seen_a_document(people: People) -> AdvisorPage:
    demir = talking(people)
    demir.notes_identity("document")
    return demir


STATES: dict[str, Callable[[People], Visitor]] = {
    "desk, empty": empty,
    "desk, English": lambda people: people.advisor(language="en"),
    "desk, a line": with_a_line,
    "desk, menu of one": menu_of_one,
    "desk, passing over": passing_over,
    "desk, asked for a reason": asked_for_a_reason,
    "desk, out of order": out_of_order,
    "desk, saying something": saying_something,
    "desk, has said something": has_said_something,
    "desk, knocked at": knocked_at,
    "desk, all away": all_away,
    "desk, calling": calling,
    "desk, talking": talking,
    "desk, writing a slip": writing_a_slip,
    "desk, asking for a document": asking_for_a_document,
    "desk, has seen a document": has_seen_a_document,
    "desk, writing": writing,
    "desk, hung up": hung_up,
    "desk, no-show": no_show,
    "desk, knocked at in a talk": knocked_at_in_talk,
    "desk, sound blocked": sound_blocked,
    "desk, messages on": with_messages,
    "desk, offline": offline,
    "desk, on a break": partial(is_now, "break"),
    "desk, away": partial(is_now, "away"),
    "desk, stream lost": partial(loses_its_stream, with_a_line),
    "changing the password": partial(account, "password/change"),
    "signing out": partial(account, "logout"),
}
