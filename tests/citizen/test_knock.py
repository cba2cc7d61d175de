import pytest
from django.utils import timezone

from buergerbuero.departments.models import Department, NameRule
from buergerbuero.visits import access, actions
from buergerbuero.visits.models import Event, Visit
from tests import html
from tests.browser import ORIGIN, Browser
from tests.people import knock, make_department
from tests.tables import dump


def alert(response):
    """What the page says about the knock, and that it says it at once."""
    page = html.read(response.content)
    bands = [one for one in page.all("div", role="alert") if one.text]
    assert [one.tag for one in bands] == ["div"]
    return bands[0].text


def form(response):
    return html.read(response.content).one("form", method="post")


def errors(response):
    return [one.text for one in form(response).all("p", class_="kern-error")]


# Somebody knocks


def test_a_knock_draws_a_number_and_leads_to_ones_own_page(visitor, office):
    response = visitor.knock(office, name="Ayla")
    assert (response.status_code, response.headers["Location"]) == (303, "/visit/")
    visit = Visit.objects.get()
    assert (visit.department, visit.state, visit.name) == (office, "waiting", "Ayla")
    assert visitor.page("/visit/").one("p", class_="ticket__number").text == visit.label


def test_what_the_citizen_says_is_kept_with_the_visit(visitor, db):
    office = make_department(asks_case_number=True)
    subject = office.subjects.get()
    visitor.knock(
        office,
        name="  Ayla\tÖz ",
        subject=subject.key,
        case_number=" ELT-2026/17 ",
        language="tr",
        needs=["interpreter", "companion"],
    )
    visit = Visit.objects.get()
    assert visit.name == "Ayla Öz"
    assert (visit.subject, visit.case_number) == (subject, "ELT-2026/17")
    assert (visit.language, visit.needs) == ("tr", ["interpreter", "companion"])


def test_nothing_has_to_be_said(visitor, office):
    """Row 1: without account, e-mail or telephone, and where it is optional without a name."""
    assert visitor.knock(office).status_code == 303
    visit = Visit.objects.get()
    assert (visit.name, visit.subject, visit.case_number, visit.needs) == ("", None, "", [])


@pytest.mark.parametrize(
    ("page", "said", "kept"), [("", "", "de"), ("en", "", "en"), ("en", "uk", "uk")]
)
def test_the_language_is_the_one_said_else_that_of_the_page(visitor, office, page, said, kept):
    response = visitor.knock(office, page=page, language=said)
    assert response.headers["Location"] == ("/en/visit/" if page else "/visit/")
    assert Visit.objects.get().language == kept


def test_what_a_department_does_not_ask_is_not_kept(visitor, office):
    """Row 1 and data minimisation: only the fields of the form."""
    visitor.knock(office, case_number="ELT-1", email="ayla@example.org", phone="0151", advisor="1")
    visit = Visit.objects.get()
    assert (visit.case_number, visit.advisor) == ("", None)


# The cookie


def test_the_cookie_is_first_party_secure_and_out_of_scripts_reach(visitor, office):
    """Row 3: only documented cookies, __Host-, Secure, HttpOnly, SameSite."""
    response = visitor.knock(office)
    assert list(response.cookies) == [access.COOKIE]
    cookie = response.cookies[access.COOKIE]
    assert cookie.key == "__Host-visit"
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"], cookie["max-age"]) == ("/", "", 12 * 60 * 60)


def test_the_cookie_holds_a_secret_that_is_stored_nowhere(visitor, office):
    """Row 45."""
    visitor.knock(office)
    secret = visitor.cookies[access.COOKIE].value
    visit = Visit.objects.get()
    assert len(secret) == 22
    assert secret not in {str(value) for value in vars(visit).values()}
    assert access.visit_of(secret) == visit


def test_two_who_knock_get_two_secrets(visitor, other_visitor, office):
    visitor.knock(office)
    other_visitor.knock(office)
    assert visitor.cookies[access.COOKIE].value != other_visitor.cookies[access.COOKIE].value


def test_on_ones_own_page_there_are_exactly_the_two_cookies_of_the_notice(visitor, office):
    """Row 3: the privacy notice names every cookie."""
    visitor.knock(office)
    visitor.get("/visit/")
    visitor.get("/")
    named = {f"__Host-{name}" for name in ("visit", "csrf")}
    assert set(visitor.cookies) == named
    notice = {one.text for one in visitor.page("/privacy/").all("strong")}
    assert notice == named | {"__Host-guest", "__Host-session"}
    token = visitor.cookies["__Host-csrf"]
    assert (token["secure"], token["httponly"], token["samesite"]) == (True, True, "Lax")
    assert (token["path"], token["domain"], token["max-age"]) == ("/", "", "")


# What cannot be accepted as it is


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "x" * 61}, "Bitte höchstens 60 Zeichen."),
        (
            {"name": "Landratsamt"},
            "Dieser Name klingt nach unserem Amt. Bitte nehmen Sie einen anderen.",
        ),
        ({}, "Bitte sagen Sie uns Ihren Namen."),
        ({"name": "\u200b \u202e"}, "Bitte sagen Sie uns Ihren Namen."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_name_stands_beside_it(visitor, db, fields, sentence):
    office = make_department(name_rule=NameRule.REQUIRED)
    response = visitor.knock(office, **fields)
    assert (response.status_code, errors(response)) == (400, [sentence])
    field = form(response).one("input", name="name")
    assert field["aria-invalid"] == "true"
    assert "name-e" in field["aria-describedby"].split()
    assert (Visit.objects.count(), response.cookies) == (0, {})


def test_everything_said_is_still_there_after_a_mistake(visitor, db):
    office = make_department(asks_case_number=True, name_rule=NameRule.REQUIRED)
    subject = office.subjects.get()
    said = {"case_number": "ELT-17", "subject": subject.key, "language": "tr", "needs": ["sign"]}
    response = visitor.knock(office, name="Amt", **said)
    assert response.status_code == 400
    assert kept(response) == {
        "name": "Amt",
        "case_number": "ELT-17",
        "subject": subject.key,
        "language": "de",
        "needs": ["sign"],
    } | {"language": "tr"}


def kept(response):
    """What the form says now."""
    shown = form(response)
    values = {one["name"]: one["value"] for one in shown.all("input") if "type" not in one}
    for select in shown.all("select"):
        [chosen] = select.all("option", selected="*") or select.all("option", value="")
        values[select["name"]] = chosen["value"]
    values["needs"] = [one["value"] for one in shown.all("input", name="needs", checked="*")]
    return values


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": "999999"},
        {"subject": "1; DROP TABLE"},
        {"language": "tlh"},
        {"needs": ["telepathy"]},
        {"subject": "\x00"},
        {"language": "\x00"},
    ],
)
def test_a_choice_that_is_not_offered_is_refused(visitor, office, fields):
    assert visitor.knock(office, **fields).status_code == 400
    assert Visit.objects.count() == 0


def test_a_subject_of_another_department_is_refused(visitor, office, centre):
    assert visitor.knock(office, subject=centre.subjects.get().key).status_code == 400
    assert Visit.objects.count() == 0


def test_a_form_larger_than_any_honest_one_is_refused(visitor, office):
    """Row 48: body limits."""
    assert visitor.knock(office, name="x" * 100_000).status_code in (400, 413)
    assert Visit.objects.count() == 0


# The door has gone shut meanwhile

SHUT = {
    "closed": lambda office: office.opening_hours.all().delete(),
    "full": lambda office: change(office, capacity=0),
    "suspended": lambda office: change(
        office, suspended=True, suspension={"de": "Heute Wasserschaden"}
    ),
    "no more": lambda office: change(office, no_more_on=timezone.localdate()),
}


def change(office, **facts):
    Department.objects.filter(pk=office.pk).update(**facts)


@pytest.mark.parametrize("why", SHUT)
def test_at_a_door_that_has_gone_shut_nobody_draws_a_number(visitor, office, why):
    SHUT[why](office)
    response = visitor.knock(office, name="Ayla", needs=["sign"])
    assert response.status_code == 409
    assert (Visit.objects.count(), response.cookies) == (0, {})
    assert kept(response)["name"] == "Ayla"
    assert kept(response)["needs"] == ["sign"]
    assert alert(response).endswith("Ihre Angaben sind noch da.")


def test_a_suspended_door_says_why(visitor, office):
    SHUT["suspended"](office)
    assert "Heute Wasserschaden" in html.read(visitor.knock(office).content).text


def test_each_reason_is_told_in_other_words(visitor, office):
    sentences = set()
    for shut in SHUT.values():
        change(office, suspended=False, capacity=30, no_more_on=None)
        shut(office)
        sentences.add(alert(visitor.knock(office)))
        office.opening_hours.create(
            weekday=timezone.localtime().weekday(), opens="0:00", closes="0:00"
        )
    assert len(sentences) == len(SHUT)


def test_the_last_free_place_can_be_taken(visitor, other_visitor, office):
    change(office, capacity=1)
    assert visitor.knock(office).status_code == 303
    assert other_visitor.knock(office).status_code == 409
    assert Visit.objects.count() == 1


# Too often


def flood(browser, office, knocks):
    for _ in range(knocks):
        browser.cookies.clear()
        response = browser.knock(office, name="Chen", needs=["sign"])
    return response


def test_who_knocks_too_often_is_asked_to_wait_a_minute(visitor, office):
    """Row 46: 429 with Retry-After, and what was said is kept."""
    assert flood(visitor, office, 20).status_code == 303
    response = flood(visitor, office, 1)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")
    assert "Bitte warten Sie eine Minute" in alert(response)
    assert (kept(response)["name"], kept(response)["needs"]) == ("Chen", ["sign"])
    assert (Visit.objects.count(), response.cookies) == (20, {})


PATIENCE = {
    "": (
        "Bitte warten Sie noch 15 Minuten und klopfen Sie dann noch einmal an. Eilt es, rufen Sie "
        "uns gern an."
    ),
    "en": "Please wait another 15 minutes and then knock again. If it is urgent, please call us.",
}


@pytest.mark.parametrize("page", PATIENCE)
def test_who_was_sent_away_twice_reads_how_long_to_wait_and_no_reproach(
    visitor, office, demir, page
):
    for _ in range(2):
        visitor.knock(office)
        actions.dismiss(Visit.objects.get(state="waiting"), demir, "Bitte ohne Scherze.")
        visitor.cookies.clear()
    response = visitor.knock(office, page=page, name="Chen")
    assert (response.status_code, 890 < int(response.headers["Retry-After"]) <= 900) == (429, True)
    assert alert(response).startswith(PATIENCE[page])
    assert kept(response)["name"] == "Chen"


def test_a_flood_from_one_address_does_not_keep_another_out(visitor, other_visitor, office):
    """Row 46."""
    flood(visitor, office, 25)
    assert other_visitor.knock(office).status_code == 303


def test_a_spoofed_address_is_still_the_same_one(visitor, office):
    """Nobody is trusted who is no proxy of ours; the header says nothing."""
    for number in range(20):
        visitor.cookies.clear()
        visitor.post(
            f"/departments/{office.slug}/knock",
            headers={"Origin": ORIGIN, "X-Forwarded-For": f"198.51.100.{number}"},
        )
    assert flood(visitor, office, 1).status_code == 429


def test_twenty_honest_people_behind_one_address_get_in(office, db):
    """Row 46: their pages are alive, so they are no flood."""
    for number in range(20):
        person = Browser(address="198.51.100.1")
        assert person.knock(office, name=f"Person {number}").status_code == 303
        Visit.objects.update(seen_at=timezone.now())
    assert Visit.objects.count() == 20


# Somebody who waits already


PLACES = {
    "": ("Sie haben schon angeklopft. Ihre Nummer ist {}.", "Zu meinem Platz"),
    "en": ("You have already knocked. Your number is {}.", "To my place"),
}


@pytest.mark.parametrize("page", PLACES)
def test_who_knocks_twice_at_one_door_keeps_the_one_place(visitor, waiting, office, page):
    before = dump()
    response = visitor.knock(office, page=page, name="Somebody else", switch=waiting.pk)
    sentence, link = PLACES[page]
    assert (response.status_code, alert(response)) == (409, sentence.format(waiting.label))
    panel = html.read(response.content).one("section", aria_labelledby="klopfen")
    assert [(a["href"], a.text) for a in panel.all("a")] == [
        (f"{'/en' if page else ''}/visit/", link)
    ]
    assert panel.all("form") == []
    assert (dump(), response.cookies) == (before, {})


def test_the_second_half_of_a_double_tap_leads_to_the_place(visitor, office):
    """The cookie of the first half is here already."""
    mark = form(visitor.get("/departments/elterngeldstelle/")).one("input", name="form")["value"]
    visitor.knock(office, name="Ayla", form=mark)
    before = dump()
    response = visitor.knock(office, name="Ayla", form=mark)
    assert (response.status_code, response.headers["Location"]) == (303, "/visit/")
    assert dump() == before


def test_a_double_tap_draws_one_number(visitor, other_visitor, office):
    """Both requests leave before any answer has brought a cookie."""
    mark = form(visitor.get("/departments/elterngeldstelle/")).one("input", name="form")["value"]
    first = visitor.knock(office, name="Ayla", form=mark)
    second = other_visitor.knock(office, name="Ayla", form=mark)
    assert [visit.label for visit in Visit.objects.all()] == ["E\u00a001"]
    assert first.cookies["__Host-visit"].value == second.cookies["__Host-visit"].value


def test_another_copy_of_the_form_is_another_knock(visitor, other_visitor, office):
    marks = [
        form(person.get("/departments/elterngeldstelle/")).one("input", name="form")["value"]
        for person in (visitor, other_visitor)
    ]
    visitor.knock(office, form=marks[0])
    other_visitor.knock(office, form=marks[1])
    assert Visit.objects.count() == 2


def test_after_the_visit_is_over_one_may_knock_again(visitor, office):
    visitor.knock(office)
    actions.leave(Visit.objects.get())
    assert visitor.knock(office, name="Ayla").status_code == 303
    assert [visit.state for visit in Visit.objects.order_by("since")] == ["closed", "waiting"]


@pytest.fixture
def waiting(visitor, office):
    """The visitor has knocked at the office."""
    visitor.knock(office, name="Ayla")
    return Visit.objects.get()


def test_who_knocks_at_a_second_door_is_asked_which_place_they_want(visitor, waiting, centre):
    response = visitor.knock(centre, name="Ayla")
    assert response.status_code == 409
    assert f"Ihre Nummer ist {waiting.label}." in alert(response)
    assert "Möchten Sie den Platz wechseln?" in alert(response)
    assert form(response).one("input", name="switch")["value"] == waiting.pk
    assert "Platz wechseln und anklopfen" in form(response).text
    assert kept(response)["name"] == "Ayla"
    assert Visit.objects.get() == waiting


def test_who_changes_places_gives_the_old_one_up(visitor, waiting, centre):
    old = visitor.cookies[access.COOKIE].value
    response = visitor.knock(centre, name="Ayla", switch=waiting.pk)
    assert (response.status_code, response.headers["Location"]) == (303, "/visit/")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.outcome, waiting.name) == ("closed", "left", "")
    new = Visit.objects.get(state="waiting")
    assert (new.department, new.name) == (centre, "Ayla")
    assert access.visit_of(visitor.cookies[access.COOKIE].value) == new
    assert visitor.cookies[access.COOKIE].value != old


@pytest.mark.parametrize(
    ("trouble", "answer"),
    [
        (lambda _centre: {"name": "Amt"}, 400),
        (lambda centre: SHUT["full"](centre) or {}, 409),
        (lambda centre: SHUT["closed"](centre) and {}, 409),
    ],
)
def test_who_cannot_have_the_new_place_keeps_the_old_one(visitor, waiting, centre, trouble, answer):
    said = trouble(centre)
    response = visitor.knock(centre, switch=waiting.pk, **said)
    assert (response.status_code, response.cookies) == (answer, {})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.name) == ("waiting", "Ayla")
    assert form(response).one("input", name="switch")["value"] == waiting.pk
    assert list(Event.objects.values_list("kind", flat=True)) == ["knock"]


def test_who_knocks_too_often_keeps_the_old_place_too(visitor, waiting, centre):
    elsewhere = Browser()
    flood(elsewhere, centre, 4)
    response = visitor.knock(centre, switch=waiting.pk)
    assert response.status_code in (303, 429)
    waiting.refresh_from_db()
    assert waiting.is_open == (response.status_code == 429)


def test_a_place_in_a_talk_is_not_given_up_by_a_knock(visitor, waiting, centre, demir):
    actions.enter(actions.call(waiting, demir))
    response = visitor.knock(centre, switch=waiting.pk)
    assert (response.status_code, response.headers.get("Location")) == (303, "/visit/")
    waiting.refresh_from_db()
    assert (waiting.state, Visit.objects.count()) == ("talking", 1)


def test_nobody_gives_up_the_place_of_somebody_else(visitor, waiting, office, centre):
    boris = knock(office, "Boris")
    response = visitor.knock(centre, switch=boris.pk)
    assert response.status_code == 409
    assert {visit.state for visit in Visit.objects.all()} == {"waiting"}


TALKS = {
    "": ("Sie sind gerade im Gespräch. Ihre Nummer ist {}.", "Zum Gespräch"),
    "en": ("You are in a conversation just now. Your number is {}.", "To the conversation"),
}


@pytest.mark.parametrize("page", TALKS)
def test_who_talks_is_not_asked_to_change_places(visitor, waiting, centre, demir, page):
    actions.enter(actions.call(waiting, demir))
    before = dump()
    response = visitor.knock(centre, page=page)
    sentence, link = TALKS[page]
    assert (response.status_code, alert(response)) == (409, sentence.format(waiting.label))
    panel = html.read(response.content).one("section", aria_labelledby="klopfen")
    assert ([a.text for a in panel.all("a")], panel.all("form")) == ([link], [])
    assert dump() == before


def test_a_knock_at_no_door_is_not_found(visitor, db):
    answer = visitor.post("/departments/nothing/knock", headers={"Origin": ORIGIN})
    assert (answer.status_code, answer.cookies) == (404, {})
