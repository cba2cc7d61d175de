"""The panel in which an advisor writes the slip, and what it answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buergerbuero.consultations.access import admit_advisor, admit_citizen
from buergerbuero.consultations.actions import join
from buergerbuero.consultations.live import load_room
from buergerbuero.visits import actions
from buergerbuero.visits.models import Slip, Visit
from tests.browser import Browser, sentence
from tests.citizen.test_names import HOSTILE
from tests.people import knock


@pytest.fixture
def talk(office, demir):
    return actions.enter(actions.call(knock(office), demir))


@pytest.fixture
def desk(demir):
    return Browser().is_signed_in_as(demir)


def address(visit, verb="slip"):
    return f"/desk/visits/{visit.pk}/{verb}"


def in_days(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_what_is_saved_stands_in_the_panel_after_a_reload(desk, talk):
    fields = {"discussed": "Plus ab Monat drei.", "missing": "A\nB", "due": in_days(3)}
    assert desk.command(address(talk), **fields).status_code == 204
    page = desk.page("/desk/")
    shown = {name: page.one("textarea", name=name).text for name in ("discussed", "missing")}
    shown["due"] = page.one("input", name="due")["value"]
    assert shown == fields | {"missing": "A B"}


def test_a_colleague_who_takes_over_finds_what_is_written(desk, talk, demir, brandt):
    desk.command(address(talk), discussed="Bis hierher.")
    actions.call(actions.put_back(Visit.objects.get(), demir), brandt)
    page = Browser().is_signed_in_as(brandt).page("/desk/")
    assert page.one("textarea", name="discussed").text == "Bis hierher."


def read_by_the_person(desk):
    """What the panel shows of it, once there is something on it."""
    return "".join(one.text for one in desk.page("/desk/").all("article", class_="note"))


def test_the_panel_shows_it_as_it_will_be_read(desk, talk):
    desk.command(address(talk), missing="Lohnabrechnung", due="2099-10-06")
    read = read_by_the_person(desk)
    assert "Von Frau Demir für Sie" in read
    assert "Das fehlt noch Lohnabrechnung Bitte bis Dienstag, 6. Oktober 2099" in read
    desk.command(address(talk), missing="", due="")
    assert read_by_the_person(desk) == ""


def test_every_page_of_its_writer_follows_and_nobody_else_s(desk, talk, demir, brandt):
    """A second window shows what was written in the first."""
    join(admit_advisor(demir))
    join(admit_citizen(talk))
    desk.command(address(talk), discussed="Im ersten Fenster.")
    written = load_room(f"advisor:{demir.pk}").slip
    assert written.slip.discussed == "Im ersten Fenster."
    others = (f"visit:{talk.pk}", f"advisor:{brandt.pk}")
    assert [load_room(key).slip for key in others] == [None, None]


def test_a_form_without_a_script_leads_back_to_the_desk(desk, talk):
    answer = desk.post(address(talk), {"discussed": "Ohne Skript."})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/")
    assert Slip.objects.get().discussed == "Ohne Skript."


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"due": in_days(-1)}, "Bitte nehmen Sie einen Tag ab heute."),
        ({"due": "morgen"}, "Bitte nehmen Sie einen Tag ab heute."),
        ({"discussed": "x" * 1001}, "Bitte höchstens 1000 Zeichen."),
        ({"missing": "x" * 1001}, "Bitte höchstens 1000 Zeichen."),
    ],
)
def test_what_cannot_be_kept_is_refused_and_changes_nothing(desk, talk, fields, complaint):
    desk.command(address(talk), discussed="Vorher.", due=in_days(0))
    assert sentence(desk.command(address(talk), **fields)) == (400, complaint)
    assert Slip.objects.get().discussed == "Vorher."
    assert Slip.objects.get().due == timezone.localdate()


def test_after_the_talk_nothing_can_be_written(desk, talk, demir):
    actions.end(Visit.objects.get(), demir)
    assert desk.command(address(talk), discussed="Zu spät.").status_code == 404


def test_a_colleague_who_only_looks_cannot_write(brandt, talk):
    answer = Browser().is_signed_in_as(brandt).command(address(talk), discussed="x")
    assert sentence(answer) == (409, "Sie sprechen nicht mehr mit dieser Person.")


@pytest.mark.parametrize(
    ("verb", "fields"), [("end", {}), ("put-back", {}), ("identity", {"identity": "asked"})]
)
def test_the_last_words_go_along_with_the_next_command(desk, talk, verb, fields):
    """Whoever presses *Beenden* in the middle of a word loses none of it."""
    words = {"discussed": "Mitten im Wor", "missing": "Eins", "due": ""}
    assert desk.command(address(talk, verb), **fields, **words).status_code == 204
    slip = Slip.objects.get()
    assert (slip.discussed, slip.missing) == ("Mitten im Wor", "Eins")


def test_a_wrong_date_keeps_nobody_in_a_talk(desk, talk):
    """What can be kept is, and the talk ends."""
    words = {"discussed": "Fertig.", "due": in_days(-1)}
    assert desk.command(address(talk, "end"), **words).status_code == 204
    assert (Visit.objects.get().state, Slip.objects.get().discussed) == ("closed", "Fertig.")


def test_last_words_of_a_command_that_is_refused_are_not_kept(desk, talk):
    """Both happen or none."""
    assert desk.command(address(talk, "take-back"), discussed="x").status_code == 409
    assert Slip.objects.count() == 0


@pytest.mark.parametrize("text", HOSTILE)
def test_the_slip_is_text_in_the_panel_and_in_what_is_read(desk, talk, text):
    """Row 53."""
    desk.command(address(talk), discussed=text, missing=text)
    page = desk.page("/desk/")
    assert [one for one in page.walk() if any(key[:2] == "on" for key in one.attributes)] == []
    assert page.all("img", src="x") == []
    assert [link for link in page.all("a", href="*") if "evil" in link["href"]] == []
    assert page.strange_scripts() == []
