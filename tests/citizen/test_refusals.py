"""Bad input at the door: each is answered with a sentence in the person's language, what they said
is still in the form, and no row has changed."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from buergerbuero.departments.models import Department
from buergerbuero.visits.models import Visit
from tests import html
from tests.browser import ORIGIN, Browser
from tests.people import knock
from tests.tables import dump

LANGUAGES = ("", "en")
KEPT = {"": "Ihre Angaben sind noch da.", "en": "What you entered is still there."}


def said(response):
    """What stands beside a field, or above them all."""
    document = html.read(response.content)
    bands = [one.text for one in document.one("main").all("div", role="alert")]
    return bands + [one.text for one in document.all("p", class_="kern-error")]


def answers(sentences):
    """One case for each language."""
    return [(prefix, sentences[place]) for place, prefix in enumerate(LANGUAGES)]


# Between opening the form and sending it


def close(office):
    office.opening_hours.all().delete()


def fill(office):
    knock(office)
    change(office, capacity=1)


def suspend(office):
    change(office, suspended=True, suspension={"de": "Wasserschaden.", "en": "A burst pipe."})


def stop(office):
    change(office, no_more_on=timezone.localdate())


def change(office, **facts):
    Department.objects.filter(pk=office.pk).update(**facts)


MEANWHILE = {
    close: ("Die Tür ist gerade zugegangen.", "The door has just closed."),
    fill: (
        "Gerade wartet schon 1 Person. Bitte versuchen Sie es etwas später.",
        "1 person is waiting already. Please try again a little later.",
    ),
    suspend: (
        "Heute beraten wir hier nicht per Video. Wasserschaden.",
        "We are not available by video here today. A burst pipe.",
    ),
    stop: (
        "Heute reicht die Zeit leider nicht mehr. Die Tür öffnet wieder morgen um 0:00 Uhr.",
        "We are sorry: there is not enough time left today. The door opens again tomorrow at 0:00.",
    ),
}


@pytest.mark.parametrize(
    ("event", "prefix", "sentence"),
    [(event, *answer) for event, words in MEANWHILE.items() for answer in answers(words)],
)
def test_a_door_that_went_shut_meanwhile(visitor, office, event, prefix, sentence):
    subject = office.subjects.get()
    event(office)
    before = dump()
    response = visitor.knock(
        office, page=prefix, name="Ayla", subject=subject.key, needs=["sign"], language="tr"
    )
    assert (response.status_code, said(response)) == (409, [f"{sentence} {KEPT[prefix]}"])
    form = html.read(response.content).one("form", method="post")
    assert form.one("input", name="name")["value"] == "Ayla"
    chosen = [one["value"] for one in form.all("option", selected="*")]
    assert chosen == [subject.key, "tr"]
    assert [one["value"] for one in form.all("input", checked="*")] == ["sign"]
    assert (dump(), response.cookies) == (before, {})


# What is said


FIELDS = [
    ({"name": "x" * 61}, ("Bitte höchstens 60 Zeichen.", "Please use 60 characters at most.")),
    (
        {"name": "Jugendamt"},
        (
            "Dieser Name klingt nach unserem Amt. Bitte nehmen Sie einen anderen.",
            "This name sounds like our office. Please use another one.",
        ),
    ),
    (
        {"subject": "x" * 22},
        (
            "Dieses Thema gibt es nicht mehr. Bitte wählen Sie ein anderes.",
            "This topic is no longer on the list. Please choose another one.",
        ),
    ),
    (
        {"language": "tlh"},
        (
            "Diese Sprache kennen wir nicht. Bitte wählen Sie.",
            "We do not know this language. Please choose one.",
        ),
    ),
    (
        {"needs": ["sign", "telepathy"]},
        (
            "Das können wir nicht anbieten. Bitte wählen Sie noch einmal.",
            "We cannot offer this. Please choose again.",
        ),
    ),
]


@pytest.mark.parametrize(
    ("fields", "prefix", "sentence"),
    [(fields, *answer) for fields, words in FIELDS for answer in answers(words)],
)
def test_what_cannot_be_taken_is_said_beside_its_field(visitor, office, fields, prefix, sentence):
    before = dump()
    response = visitor.knock(office, page=prefix, **fields)
    assert (response.status_code, said(response)) == (400, [sentence])
    error = html.read(response.content).one("p", class_="kern-error")
    assert error["id"].partition("-")[0] in fields
    assert (dump(), response.cookies) == (before, {})


def test_a_case_number_has_forty_characters_at_most(visitor, office):
    change(office, asks_case_number=True)
    before = dump()
    response = visitor.knock(office, case_number="7" * 41)
    assert (response.status_code, said(response)) == (400, ["Bitte höchstens 40 Zeichen."])
    assert dump() == before


def test_the_number_of_a_row_chooses_nothing(visitor, office):
    """Row 44: a subject is chosen by its key."""
    assert visitor.knock(office, subject=office.subjects.get().pk).status_code == 400
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"name=A%00yla", "Ayla"),
        (b"name=%ff%feAyla", "\ufffd\ufffdAyla"),
        (b"name=\xff\xfeAyla", "ÿþAyla"),
        (b"name=Ayla&name=Boris", "Boris"),
        (b"name=Ayla&" + b"&".join(b"f%d=1" % number for number in range(900)), "Ayla"),
        (b"&&&=&name&name=Ayla&%", "Ayla"),
    ],
)
def test_broken_bytes_are_not_more_than_a_strange_name(visitor, office, raw, name):
    response = send(visitor, office, raw)
    assert (response.status_code, Visit.objects.get().name) == (303, name)


def send(browser, office, raw, kind="application/x-www-form-urlencoded", prefix="", **headers):
    prefix = f"/{prefix}" if prefix else ""
    path = f"{prefix}/departments/{office.slug}/knock"
    return browser.post(path, raw, kind, headers={"Origin": ORIGIN, **headers})


# What is no form at all


NOT_UNDERSTOOD = (
    "Das haben wir nicht verstanden. Bitte laden Sie die Seite neu.",
    "We did not understand this. Please reload the page.",
)
TOO_LONG = (
    "Das war zu lang für uns. Bitte schreiben Sie weniger.",
    "That was too long for us. Please write less.",
)
NO_FORMS = [
    (b'{"name": "Ayla"}', "application/json", 415, NOT_UNDERSTOOD),
    (b"name=Ayla", "text/plain", 415, NOT_UNDERSTOOD),
    (b"name=Ayla", "nonsense", 415, NOT_UNDERSTOOD),
    (b"name=Ayla", "multipart/form-data", 400, NOT_UNDERSTOOD),
    (b"name=Ayla", "multipart/form-data; boundary=x", 303, ()),
    (b"name=" + b"x" * 81_920, "application/x-www-form-urlencoded", 413, TOO_LONG),
    (b"f=1&" * 1001, "application/x-www-form-urlencoded", 413, TOO_LONG),
]


@pytest.mark.parametrize(
    ("raw", "kind", "status", "prefix", "sentence"),
    [
        (raw, kind, status, *answer)
        for raw, kind, status, words in NO_FORMS
        if words
        for answer in answers(words)
    ],
)
def test_what_is_no_form_draws_no_number(visitor, office, *, raw, kind, status, prefix, sentence):
    before = dump()
    response = send(visitor, office, raw, kind, prefix)
    document = html.read(response.content)
    assert (response.status_code, document.one("h1").text) == (status, sentence)
    door = f"{'/en' if prefix else ''}/departments/{office.slug}/"
    assert document.one("main").all("a")[0]["href"] == door
    assert visitor.get(door).status_code == 200
    script = send(visitor, office, raw, kind, prefix, Accept="application/json")
    assert (script.status_code, script.json()) == (status, {"message": sentence})
    assert (dump(), response.cookies) == (before, {})


def test_a_form_in_parts_is_a_form(visitor, office):
    response = visitor.post(
        f"/departments/{office.slug}/knock", {"name": "Ayla"}, headers={"Origin": ORIGIN}
    )
    assert response.wsgi_request.content_type == "multipart/form-data"
    assert (response.status_code, Visit.objects.get().name) == (303, "Ayla")


def test_a_form_is_never_too_old(visitor, office):
    """It carries no token that could run out: who left the page open over night just knocks."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        page = html.read(visitor.get(f"/departments/{office.slug}/").content)
        mark = page.one("input", name="form")["value"]
        clock.shift(timedelta(days=3))
        assert visitor.knock(office, name="Ayla", form=mark).status_code == 303
    assert Visit.objects.get().name == "Ayla"


# Too often, at no door, from elsewhere


@pytest.mark.parametrize(
    ("prefix", "sentence"),
    answers(
        (
            "Bitte warten Sie eine Minute und klopfen Sie dann noch einmal an.",
            "Please wait a minute and then knock again.",
        )
    ),
)
def test_who_knocks_too_often(office, static_files, prefix, sentence):
    for _ in range(20):
        Browser().knock(office)
    before = dump()
    response = Browser().knock(office, page=prefix, name="Chen")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")
    assert said(response) == [f"{sentence} {KEPT[prefix]}"]
    assert dump() == before


@pytest.mark.parametrize(
    ("prefix", "sentence"),
    answers(("Diese Seite gibt es nicht.", "This page does not exist.")),
)
@pytest.mark.parametrize("slug", ["nothing", "x" * 300, "ELTERNGELDSTELLE", "%00", "..", "é"])
def test_a_knock_at_no_door(visitor, office, slug, prefix, sentence):
    before = dump()
    path = f"{'/en' if prefix else ''}/departments/{slug}/knock"
    response = visitor.post(path, {"name": "Ayla"}, headers={"Origin": ORIGIN})
    assert response.status_code == 404
    assert html.read(response.content).one("h1").text == sentence
    assert (dump(), response.cookies) == (before, {})


@pytest.mark.parametrize(
    ("prefix", "sentence"),
    answers(
        (
            "Das kam nicht von unserer Seite. Bitte versuchen Sie es hier noch einmal.",
            "This did not come from our page. Please try again here.",
        )
    ),
)
def test_a_knock_from_elsewhere_leads_to_the_door(visitor, office, prefix, sentence):
    before = dump()
    path = f"{'/en' if prefix else ''}/departments/{office.slug}/knock"
    response = visitor.post(path, {"name": "Ayla"}, headers={"Origin": "https://evil.example"})
    document = html.read(response.content)
    assert (response.status_code, document.one("h1").text) == (403, sentence)
    assert document.one("main").all("a")[0]["href"] == path.removesuffix("knock")
    assert dump() == before


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_the_address_of_a_refusal_opened_again_is_the_door(visitor, office, prefix):
    """The other language, or the address bar."""
    door = f"{'/en' if prefix else ''}/departments/{office.slug}/"
    for answer in (visitor.get(f"{door}knock"), visitor.head(f"{door}knock")):
        assert (answer.status_code, answer.headers["Location"]) == (303, door)
