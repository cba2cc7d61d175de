"""A visit from the waiting room to the goodbye."""

import json
import re
from collections.abc import Callable
from functools import partial

from playwright.sync_api import expect

from tests.e2e import media, rows
from tests.e2e.citizen import CitizenPage
from tests.e2e.devices import FORBIDDEN, IN_USE, NOT_THERE, Check, Panel, lacks
from tests.e2e.people import People
from tests.e2e.push import Messages
from tests.e2e.scenes import somebody_is_called, somebody_waits, two_talk
from tests.e2e.states import doors
from tests.e2e.states.doors import is_refused, loses_its_stream
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import eventually
from tests.e2e.writing import Writing

Bring = Callable[[People], Visitor]


def waiting(ahead: int, people: People, language: str = "de", absent: int = 0) -> CitizenPage:
    rows.sits_at_desk(people.office, "demir")
    rows.line_up(people.office, ahead, absent=absent)
    visitor = people.citizen(language)
    visitor.knocks_at(name="Frau Krüger")
    return visitor


def waiting_while(prepare: Callable[[People], None], people: People) -> Visitor:
    visitor = waiting(1, people)
    prepare(people)
    visitor.reload()
    visitor.wait_until_live()
    return visitor


def gone_home(people: People) -> None:
    rows.sits_at_desk(people.office, "demir", "away")


def shut_for_new_ones(people: People) -> None:
    rows.stop_taking(people.office)


def waiting_discreetly(people: People) -> Visitor:
    rows.open_all_day(people.office, "beratungsstelle")
    visitor = people.citizen()
    visitor.knocks_at("beratungsstelle", name="Alex")
    return visitor


def place_has_changed(people: People, language: str = "de") -> Visitor:
    """Somebody was called and is back in the line; somebody else was preferred."""
    visitor = waiting(1, people, language)
    demir = people.advisor()
    demir.calls_next()
    demir.takes_call_back()
    people.citizen().knocks_at(name="Herr Yilmaz")
    demir.more_about(f"E {rows.FIRST_NUMBER + 1}").locator("[value=urgent]").click()
    demir.has_called()
    expect(visitor.page.locator("#region-reasons p")).to_have_count(2)
    return visitor


def told_something(people: People) -> Visitor:
    visitor = waiting(1, people)
    texts = ("Es dauert heute etwas länger.", "Bitte legen Sie den Bescheid bereit.")
    for text, whom in zip(texts, ("NULL", "id"), strict=True):
        people.office.sql(
            "INSERT INTO visits_word (department_id, visit_id, texts, at, until)"  # noqa: S608  # our own words
            f" SELECT department_id, {whom}, ?, datetime('now'), {rows.LATER} FROM visits_visit"
            " WHERE secret_hash <> ''",
            json.dumps({"de": text}),
        )
    visitor.reload()
    expect(visitor.page.locator(".word")).to_have_count(2)
    return visitor


def absent(absence: str, people: People) -> Visitor:
    visitor = waiting(2, people)
    # What the opening page writes of the visit (that it was seen) is written by then.
    visitor.wait_until_live()
    rows.set_visit(people.office, absence=absence)
    if absence in ("pause", "not_yet"):
        people.office.sql(
            "UPDATE visits_visit SET absent_until = datetime('now', '+1 hour') WHERE absence <> ''"
        )
    visitor.reload()
    expect(visitor.button("back")).to_be_visible()
    return visitor


def unseen(people: People) -> Visitor:
    """It ends with the first sign of life, so this page gives none any more."""
    visitor = waiting(2, people)
    visitor.watch.expect_lost_network()
    visitor.context.route("**/live/**", lambda route: route.abort())

    def is_away() -> bool:
        rows.set_visit(people.office, absence="unseen")
        visitor.reload()
        return visitor.button("back").is_visible()

    eventually(visitor.page, is_away, what="counted as away")
    return visitor


def choosing_a_pause(people: People) -> Visitor:
    visitor = waiting(1, people)
    visitor.page.locator("details.menu:has(form[action$='/pause']) summary").click()
    return visitor


def asked_to_stay(people: People) -> Visitor:
    visitor = waiting(1, people)
    visitor.press("leave")
    expect(visitor.page.locator("dialog:modal")).to_be_visible()
    return visitor


def with_messages(state: str, people: People) -> Visitor:
    """on, denied, or open: allowed, but no push service to be reached."""
    visitor = people.citizen()
    messages = Messages(visitor, {} if state == "on" else None)
    visitor.context.route("**/visit/push", lambda route: route.fulfill(status=204))
    if state != "denied":
        messages.allow()
    visitor.knocks_at(name="Frau Krüger")
    messages.turn("on")
    messages.says(state)
    return visitor


def checking_devices(people: People) -> Visitor:
    visitor = waiting(1, people)
    visitor.page.locator("[data-devices-start]").click()
    expect(visitor.page.locator("[data-devices-stop]")).to_be_visible()
    return visitor


def without_devices(reason: str, people: People) -> Visitor:
    visitor = people.citizen()
    lacks(visitor, camera=reason, microphone=reason)
    visitor.knocks_at(name="Frau Krüger")
    check = Check(visitor)
    check.starts()
    expect(check.problem).to_be_visible()
    return visitor


def called_and_seen(people: People) -> Visitor:
    """Who has checked the camera sees the own picture beside the open door."""
    visitor, demir = somebody_waits(people, "Frau Krüger")
    visitor.page.locator("[data-devices-start]").click()
    expect(visitor.page.locator("[data-devices-stop]")).to_be_visible()
    demir.calls_next()
    visitor.waits_until_called()
    expect(visitor.call.locator("video")).to_be_visible()
    return visitor


def talking_unseen(people: People) -> Visitor:
    visitor = talking(people)
    visitor.turns("camera", on=False)
    visitor.turns("microphone", on=False)
    return visitor


def choosing_devices(people: People) -> Visitor:
    visitor = talking(people)
    Panel(visitor).opens()
    return visitor


def writing(people: People) -> Visitor:
    """The panel, with what both have written and what the other is writing now."""
    visitor, demir = two_talk(people, "Frau Krüger")
    mine, theirs = Writing(visitor), Writing(demir)
    for one in (mine, theirs):
        one.opens()
    theirs.writes("Guten Tag, Frau Krüger. Ich habe Ihren Antrag vor mir.")
    mine.writes("Guten Tag. Welche Nachweise fehlen noch?")
    theirs.field.fill("Es fehlt nur noch die Bescheinigung Ihrer Krankenkasse über das Mutter")
    mine.field.fill("Einen Moment, ich hole")
    expect(mine.lines).to_have_count(3)
    return visitor


def written_to(people: People) -> Visitor:
    """The panel is closed, and the button says that there is new text."""
    visitor, demir = two_talk(people, "Frau Krüger")
    theirs = Writing(demir)
    theirs.opens()
    theirs.field.fill("Hören Sie mich?")
    expect(Writing(visitor).mark).to_be_visible()
    return visitor


def opens_beside_pictures(name: str, visitor: Visitor) -> Visitor:
    visitor.page.locator(".callbar [data-side=more]").click()
    visitor.page.locator(f"[data-side-panel=more] [data-side={name}]").click()
    return visitor


def reading_of_connection(people: People) -> Visitor:
    visitor = opens_beside_pictures("connection", talking(people))
    visitor.page.locator("[data-side-panel=connection] summary").click()
    expect(visitor.page.locator("[data-figure=ciphers]")).to_have_text(re.compile("DTLS"))
    return visitor


def comparing_numbers(people: People) -> Visitor:
    visitor = opens_beside_pictures("code", talking(people))
    expect(visitor.page.locator("[data-code-question]")).to_be_visible()
    return visitor


def number_was_different(people: People) -> Visitor:
    visitor = comparing_numbers(people)
    visitor.page.locator("[data-code-answer=different]").click()
    expect(visitor.page.locator("[data-code-different]")).to_be_visible()
    return visitor


def testing_the_line(people: People) -> Visitor:
    visitor = checking_devices(people)
    visitor.page.locator("[data-test-line]").click()
    expect(visitor.page.locator("[data-devices-row=line]:not(.is-open)")).to_be_visible()
    return visitor


def called(people: People) -> Visitor:
    return somebody_is_called(people, "Frau Krüger")[0]


def called_without_more_time(people: People) -> Visitor:
    visitor = somebody_is_called(people, "Frau Krüger")[0]
    rows.set_visit(people.office, extended=3)
    visitor.reload()
    visitor.waits_until_called()
    return visitor


def talking(people: People) -> CitizenPage:
    visitor, demir = two_talk(people, "Frau Krüger")
    media.expect_picture_and_sound(visitor.page, demir.page)
    return visitor


def asked_for_a_document(people: People) -> Visitor:
    visitor, demir = two_talk(people, "Frau Krüger")
    demir.notes_identity("asked")
    expect(visitor.page.locator(".guide")).to_be_visible()
    return visitor


def called_reading_the_facts(people: People) -> Visitor:
    visitor = called(people)
    visitor.page.locator(".before summary").click()
    return visitor


def with_a_slip(people: People, *, deleted: bool = False) -> Visitor:
    visitor, demir = two_talk(people, "Frau Krüger")
    demir.opens_slip()
    demir.writes(
        discussed="Ihr Antrag ist fast vollständig.",
        missing="Bescheinigung der Krankenkasse über das Mutterschaftsgeld\nLohnabrechnung August",
        due="2099-10-06",
    )
    demir.ends_talk()
    expect(visitor.slip).to_be_visible()
    if deleted:
        visitor.press("delete-slip")
        visitor.confirm()
        expect(visitor.slip).to_have_count(0)
    return visitor


def hung_up(people: People) -> Visitor:
    visitor, _ = two_talk(people, "Frau Krüger")
    visitor.hangs_up()
    return visitor


def waiting_with_a_range(people: People, language: str = "de") -> CitizenPage:
    """All in talk, two ahead, and the office knows how long it takes."""
    rows.has_served(people.office, 10)
    rows.is_in_talk(people.office, "demir")
    rows.line_up(people.office, 2)
    visitor = people.citizen(language)
    visitor.knocks_at(name="Frau Krüger")
    expect(visitor.page.locator(".how-long dd")).to_be_visible()
    return visitor


def waiting_longer_than_usual(people: People) -> Visitor:
    visitor = waiting_with_a_range(people)
    rows.set_door(people.office, longer_on=rows.today())
    visitor.reload()
    expect(visitor.page.locator("#region-how-long .alert-band")).to_be_visible()
    return visitor


def waiting_too_late(people: People) -> Visitor:
    """The door has shut by itself since they came."""
    visitor = waiting_with_a_range(people)
    rows.set_door(people.office, takes_callbacks=1, too_late_on=rows.today())
    rows.closes_in(people.office, 6)
    visitor.reload()
    expect(visitor.page.locator("#region-how-long .alert-band--warning")).to_be_visible()
    return visitor


def turned_away_with_other_ways(people: People) -> Visitor:
    visitor = over("turned_away", people)
    rows.set_door(people.office, takes_callbacks=1)
    rows.close_by_plan(people.office)
    visitor.reload()
    expect(visitor.page.get_by_role("link", name="Um Rückruf bitten")).to_be_visible()
    return visitor


def over(outcome: str, people: People, language: str = "de") -> Visitor:
    visitor = waiting(0, people, language)
    reason = "Für diesen Antrag brauchen wir Ihre Unterschrift. Bitte kommen Sie vorbei."
    facts = {"reason": reason} if outcome == "declined" else {}
    rows.set_visit(people.office, state="closed", outcome=outcome, name="", **facts)
    people.office.sql("UPDATE visits_visit SET closed_at = datetime('now') WHERE state = 'closed'")
    visitor.reload()
    visitor.is_("closed")
    return visitor


def place_elsewhere(people: People) -> Visitor:
    visitor = waiting(0, people)
    visitor.goes_to("schwerbehindertenstelle")
    return is_refused(visitor, 409, "Frau Krüger")


ABSENCES = ("pause", "not_yet", "not_answered", "papers")
REASONS = (NOT_THERE, FORBIDDEN, IN_USE)
OUTCOMES = ("served", "left", "declined", "missed", "expired", "turned_away")

STATES: dict[str, Bring] = {
    "knock, place elsewhere": place_elsewhere,
    "waiting, next": partial(waiting, 0),
    "waiting, one ahead": partial(waiting, 1),
    "waiting, two ahead": partial(waiting, 2),
    "waiting, three ahead, one away": partial(waiting, 3, absent=1),
    "waiting, ten ahead": partial(waiting, 10, absent=2),
    "waiting, told something": told_something,
    "waiting, place has changed": place_has_changed,
    "waiting, place has changed, English": partial(place_has_changed, language="en"),
    "waiting, on a break": partial(waiting_while, doors.on_break),
    "waiting, nobody there": partial(waiting_while, gone_home),
    "waiting, no more today": partial(
        waiting_while, lambda people: rows.stop_taking(people.office)
    ),
    "waiting, suspended": partial(waiting_while, doors.suspended),
    "waiting, discreet": waiting_discreetly,
    "waiting, English": partial(waiting, 2, language="en"),
    "waiting, with a range": waiting_with_a_range,
    "waiting, with a range, English": partial(waiting_with_a_range, language="en"),
    "waiting, longer than usual": waiting_longer_than_usual,
    "waiting, too late": waiting_too_late,
    "waiting, stream lost": partial(loses_its_stream, partial(waiting, 2)),
    **{f"away, {absence}": partial(absent, absence) for absence in ABSENCES},
    "away, unseen": unseen,
    **{f"messages {state}": partial(with_messages, state) for state in ("on", "open", "denied")},
    "choosing a pause": choosing_a_pause,
    "asked to stay": asked_to_stay,
    "checking devices": checking_devices,
    "checking devices, line tested": testing_the_line,
    **{f"devices, {reason}": partial(without_devices, reason) for reason in REASONS},
    "called": called,
    "called, no more time": called_without_more_time,
    "called, own picture": called_and_seen,
    "called, reading the facts": called_reading_the_facts,
    "talking": talking,
    "talking, everything off": talking_unseen,
    "talking, choosing devices": choosing_devices,
    "talking, asked for a document": asked_for_a_document,
    "talking, writing": writing,
    "talking, written to": written_to,
    "talking, reading of the connection": reading_of_connection,
    "talking, comparing numbers": comparing_numbers,
    "talking, the number was different": number_was_different,
    "hung up": hung_up,
    **{f"over, {outcome}": partial(over, outcome) for outcome in OUTCOMES},
    "over, with a slip": with_a_slip,
    "over, slip deleted": partial(with_a_slip, deleted=True),
    "over, turned away, call back": turned_away_with_other_ways,
    "over, English": partial(over, "served", language="en"),
}
