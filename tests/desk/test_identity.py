"""Beside the talk: who it is, what may be said until then, and the case number."""

import pytest

from buergerbuero.departments.models import Department
from buergerbuero.visits import actions
from buergerbuero.visits.handing_over import hand_over
from buergerbuero.visits.models import Visit
from tests.browser import Browser
from tests.people import knock

NOTHING_PERSONAL = (
    "Bis dahin nur Allgemeines: Abläufe, Fristen, nötige Unterlagen. "
    "Nichts aus einer Akte, auch nicht, ob es eine gibt."
)


@pytest.fixture
def talk(office, demir):
    return actions.enter(actions.call(knock(office, case_number="EG 7/26"), demir))


@pytest.fixture
def desk(demir):
    return Browser().is_signed_in_as(demir)


def beside(desk):
    return desk.page("/desk/").one("section", class_="identity")


def state(desk):
    return beside(desk).one("p", class_="identity__state").text


def says(desk, talk, identity):
    answer = desk.command(f"/desk/visits/{talk.pk}/identity", identity=identity)
    assert answer.status_code == 204, identity


def test_the_desk_says_how_things_are(desk, talk):
    found = [state(desk)]
    for step in ("asked", "document", "", "known", "questions"):
        says(desk, talk, step)
        found.append(state(desk))
    Visit.objects.update(identity="declined")
    assert [*found, state(desk)] == [
        "Identität nicht geprüft",
        "Ausweis wird gezeigt",
        "Ausweis gesehen",
        "Identität nicht geprüft",
        "persönlich bekannt",
        "Fragen beantwortet",
        "möchte den Ausweis nicht zeigen",
    ]


def test_until_the_tick_it_reads_what_may_be_said(desk, talk):
    assert NOTHING_PERSONAL in beside(desk).text
    says(desk, talk, "known")
    assert NOTHING_PERSONAL not in beside(desk).text


def test_a_department_has_words_of_its_own_for_it(desk, talk):
    Department.objects.update(unverified={"de": "Nur zu Fristen.", "en": "Deadlines only."})
    assert "Nur zu Fristen." in beside(desk).text
    assert "Deadlines only." in desk.page("/en/desk/").one("section", class_="identity").text


@pytest.mark.parametrize("identity", ["declined", "passport no. 7", None])
def test_what_is_no_step_is_not_understood(desk, talk, identity):
    said = {} if identity is None else {"identity": identity}
    assert desk.command(f"/desk/visits/{talk.pk}/identity", **said).status_code == 400
    assert Visit.objects.get().identity == ""


def test_while_somebody_is_called_there_is_nothing_to_tick(demir, office, desk):
    actions.call(knock(office), demir)
    assert beside(desk).all("form", class_="identity__steps") == []


def test_the_case_number_can_be_filled_in_and_taken_out(desk, talk):
    field = {"name": "case_number"}
    assert beside(desk).one("input", **field)["value"] == "EG 7/26"
    path = f"/desk/visits/{talk.pk}/case-number"
    assert desk.command(path, case_number=" EG 8/26 ").status_code == 204
    assert beside(desk).one("input", **field)["value"] == "EG 8/26"
    assert desk.command(path, case_number="").status_code == 204
    assert beside(desk).one("input", **field)["value"] == ""
    refused = desk.command(path, case_number="7" * 41)
    assert (refused.status_code, refused.json()["message"]) == (409, "Bitte höchstens 40 Zeichen.")


def test_after_handing_over_a_late_case_number_is_refused_in_words_that_fit(
    desk, talk, demir, brandt
):
    hand_over(talk, demir, brandt)
    refused = desk.command(f"/desk/visits/{talk.pk}/case-number", case_number="EG 8/26")
    said = "Mit dieser Person spricht jetzt Herr Brandt."
    assert (refused.status_code, refused.json()["message"]) == (409, said)


def test_the_citizen_reads_how_to_show_it_only_while_asked(desk, talk, visitor):
    def guide():
        root = visitor.page("/visit/").one("div", id="region-identity")
        return root["data-identity-state"], root.text

    visitor.cookies["__Host-visit"] = talk.secret
    assert guide() == ("", "")
    says(desk, talk, "asked")
    shown, text = guide()
    assert shown == "asked"
    for words in (
        "Bitte zeigen Sie Ihren Ausweis",
        "die Zugangsnummer (CAN) unten rechts",
        "Es wird kein Foto gemacht und nichts gespeichert.",
        "Lieber nicht zeigen",
    ):
        assert words in text
    assert visitor.command("/visit/decline-identity").status_code == 204
    assert guide() == ("declined", "")
    assert state(desk) == "möchte den Ausweis nicht zeigen"
