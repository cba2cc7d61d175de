"""The overview and a department's page, however the door stands."""

import json
from collections.abc import Callable
from functools import partial

from playwright.sync_api import expect

from tests.e2e import rows
from tests.e2e.citizen import CitizenPage
from tests.e2e.people import People
from tests.e2e.visitor import Visitor

DISMISSED = (
    "UPDATE visits_visit SET state = 'closed', outcome = 'declined', closed_at = datetime('now'),"
    " name = '' WHERE state = 'waiting'"
)
Bring = Callable[[People], Visitor]
SUSPENSION = {
    "de": "Wegen eines Wasserschadens sind wir heute nur am Telefon da.",
    "en": "Because of water damage you can only reach us by telephone today.",
}


def overview(people: People, language: str = "de") -> Visitor:
    """Doors in every state that staff and visitors make."""
    office = people.office
    for slug in (
        "wirtschaftsfoerderung",
        "integrationszentrum",
        "pflegeberatung",
        "wohnberechtigungsschein",
    ):
        rows.open_all_day(office, slug)
    rows.sits_at_desk(office, "demir")
    rows.line_up(office, 2)
    rows.is_in_talk(office, "okafor", "pflegeberatung")
    rows.sits_at_desk(office, "weiss", "break")
    rows.line_up(office, 12, "wohnberechtigungsschein")
    rows.set_door(office, "wohnberechtigungsschein", capacity=12)
    rows.stop_taking(office, "integrationszentrum")
    rows.close_by_plan(office, "beratungsstelle")
    return goes(people, "/", language)


def overview_at_night(people: People) -> Visitor:
    for (slug,) in people.office.sql("SELECT slug FROM departments_department"):
        rows.close_by_plan(people.office, str(slug))
    rows.set_door(
        people.office, "schwerbehindertenstelle", suspended=1, suspension=json.dumps(SUSPENSION)
    )
    return goes(people, "/")


def goes(people: People, path: str, language: str = "de") -> CitizenPage:
    citizen = people.citizen(language)
    citizen.go(path)
    citizen.wait_until_live()
    return citizen


def loses_its_stream(bring: Bring, people: People) -> Visitor:
    visitor = bring(people)
    visitor.watch.expect_lost_network()
    visitor.context.route("**/live/**", lambda route: route.abort())
    visitor.reload()
    lost = visitor.word("live-lost", time="#").partition("#")[0]
    expect(visitor.page.locator("[data-live-status]").first).to_contain_text(lost)
    return visitor


def unstaffed(people: People) -> None:
    pass


def open_with_nobody(people: People) -> None:
    rows.sits_at_desk(people.office, "demir")


def open_with_two(people: People) -> None:
    rows.sits_at_desk(people.office, "demir")
    rows.line_up(people.office, 2)


def in_talk(people: People) -> None:
    rows.is_in_talk(people.office, "demir")
    rows.line_up(people.office, 1)


def on_break(people: People) -> None:
    rows.sits_at_desk(people.office, "demir", "break")


def with_a_range(people: People) -> None:
    rows.has_served(people.office, 10)
    in_talk(people)


def longer_than_usual(people: People) -> None:
    with_a_range(people)
    rows.set_door(people.office, longer_on=rows.today())


def too_late(people: People) -> None:
    """As long as it is only likely, the door stays open."""
    with_a_range(people)
    rows.set_door(people.office, stops_in_time=0)
    rows.closes_in(people.office, 8)


def shut_by_itself(people: People) -> None:
    too_late(people)
    rows.set_door(people.office, stops_in_time=1, too_late_on=rows.today(), takes_callbacks=1)


def full(people: People) -> None:
    rows.line_up(people.office, 12)
    rows.set_door(people.office, capacity=12)


def no_more(people: People) -> None:
    rows.line_up(people.office, 3)
    rows.stop_taking(people.office)


def suspended(people: People) -> None:
    rows.set_door(people.office, suspended=1, suspension=json.dumps(SUSPENSION))


def closed(people: People) -> None:
    rows.close_by_plan(people.office)


def door(prepare: Callable[[People], None], people: People, language: str = "de") -> Visitor:
    prepare(people)
    return goes(people, f"/departments/{rows.OFFICE}/", language)


def discreet_door(people: People) -> Visitor:
    rows.open_all_day(people.office, "beratungsstelle")
    return goes(people, "/departments/beratungsstelle/")


def form_unfolded(people: People) -> Visitor:
    visitor = door(open_with_two, people)
    visitor.page.locator("details.more summary").click()
    return visitor


def name_missing(people: People) -> Visitor:
    rows.open_all_day(people.office, "wohnberechtigungsschein")
    visitor = goes(people, "/departments/wohnberechtigungsschein/")
    return is_refused(visitor, 400, "Ihr Landratsamt")


def shut_meanwhile(prepare: Callable[[People], None], people: People) -> Visitor:
    visitor = goes(people, f"/departments/{rows.OFFICE}/")
    prepare(people)
    return is_refused(visitor, 409, "Frau Krüger")


def is_refused(visitor: CitizenPage, status: int, name: str) -> Visitor:
    visitor.watch.expect_answer(status, visitor.page.url.removeprefix(visitor.office.url) + "knock")
    visitor.page.locator("#name").fill(name)
    visitor.press("knock")
    expect(visitor.page.locator("main [role=alert], main .kern-error").first).to_be_visible()
    return visitor


def sent_away_twice(people: People) -> Visitor:
    """Whoever knocks again is asked for a quarter of an hour."""
    visitor = goes(people, f"/departments/{rows.OFFICE}/")
    for _ in range(2):
        visitor.knocks()
        visitor.office.sql(DISMISSED)
        visitor.context.clear_cookies()
        visitor.goes_to()
    return is_refused(visitor, 429, "Frau Krüger")


DOORS: dict[str, Callable[[People], None]] = {
    "unstaffed": unstaffed,
    "open, nobody waits": open_with_nobody,
    "open, two wait": open_with_two,
    "in talk": in_talk,
    "on a break": on_break,
    "with a range": with_a_range,
    "longer than usual": longer_than_usual,
    "too late": too_late,
    "shut by itself": shut_by_itself,
    "full": full,
    "no more today": no_more,
    "suspended": suspended,
    "closed": closed,
}

STATES: dict[str, Bring] = {
    "overview": overview,
    "overview, English": partial(overview, language="en"),
    "overview, night": overview_at_night,
    "overview, stream lost": partial(loses_its_stream, overview),
    **{f"door {name}": partial(door, prepare) for name, prepare in DOORS.items()},
    "door, English": partial(door, open_with_two, language="en"),
    "door, stream lost": partial(loses_its_stream, partial(door, open_with_two)),
    "door, discreet": discreet_door,
    "form unfolded": form_unfolded,
    "form with an error": name_missing,
    "knock, full meanwhile": partial(shut_meanwhile, full),
    "knock, sent away twice": sent_away_twice,
    "knock, closed meanwhile": partial(shut_meanwhile, closed),
}
