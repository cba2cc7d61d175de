"""The slip to take home: who may write it, how it is kept, and when it is gone."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from buergerbuero.consultations.live import load_room
from buergerbuero.departments.models import Membership
from buergerbuero.visits import actions, clock, slips
from buergerbuero.visits.handing_over import hand_over
from buergerbuero.visits.models import Event, Slip, Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.rules import Reason
from tests.people import knock
from tests.tables import dump

SAID = {
    "discussed": "Ihr Antrag ist fast vollständig.",
    "missing": "Bescheinigung der Krankenkasse\nLohnabrechnung August",
    "due": date(2099, 10, 6),
}
DECEPTIVE = "Ayla\u202e\u200bnmul\u2066\u00ad \u0000Öz\u3164"


@pytest.fixture
def talk(office, demir):
    return actions.enter(actions.call(knock(office), demir))


def written(visit):
    return Slip.objects.filter(visit=visit).values("discussed", "missing", "due").first()


def closed_for(visit, **time):
    """The visit closed so long ago."""
    Visit.objects.filter(pk=visit.pk).update(closed_at=timezone.now() - timedelta(**time))
    visit.refresh_from_db()
    return visit


def test_the_advisor_writes_it_and_says_later_what_changes(talk, demir):
    slips.write(talk, demir, SAID, "de")
    assert written(talk) == SAID
    slips.write(talk, demir, {"due": None}, "de")
    assert written(talk) == SAID | {"due": None}


def test_it_can_be_begun_while_the_person_is_called(office, demir):
    called = actions.call(knock(office), demir)
    assert slips.write(called, demir, SAID, "de").things == SAID["missing"].splitlines()


def test_what_is_taken_off_again_is_no_slip(talk, demir):
    slips.write(talk, demir, SAID, "de")
    slips.write(talk, demir, {"discussed": " ", "missing": "\n", "due": None}, "de")
    assert written(talk) is None


def test_whoever_takes_the_talk_over_writes_on(talk, demir, brandt):
    slips.write(talk, demir, {"discussed": "Zuerst."}, "de")
    actions.call(actions.put_back(talk, demir), brandt)
    assert load_room(f"advisor:{brandt.pk}").slip.slip.discussed == "Zuerst."
    slips.write(talk, brandt, {"missing": "Dann."}, "en")
    slip = Slip.objects.get(visit=talk)
    assert (slip.discussed, slip.missing, slip.advisor, slip.language) == (
        "Zuerst.", "Dann.", brandt, "en"
    )  # fmt: skip


@pytest.mark.parametrize("over", [actions.transfer, hand_over], ids=["to a door", "to somebody"])
def test_nobody_of_another_department_signs_it(talk, demir, centre, okafor, over):
    """Who was at a discreet door stands on no slip of another one."""
    slips.write(talk, demir, {"discussed": "Zuerst."}, "de")
    over(talk, demir, centre if over == actions.transfer else okafor)
    slip = Slip.objects.get(visit=talk)
    assert (slip.discussed, slip.advisor) == ("Zuerst.", None)


def test_nobody_else_writes_it(talk, demir, brandt, okafor):
    before = dump()
    for stranger in (brandt, okafor):
        with pytest.raises(Conflict):
            slips.write(talk, stranger, SAID, "de")
    actions.end(talk, demir)
    ended = dump()
    with pytest.raises(Conflict):
        slips.write(talk, demir, SAID, "de")
    assert dump() == ended
    assert before["visits_slip"] == ended["visits_slip"] == []


@pytest.mark.parametrize("field", ["discussed", "missing"])
def test_what_deceives_the_eye_is_not_kept(talk, demir, field):
    """Row 53: line by line."""
    slips.write(talk, demir, {field: f"  {DECEPTIVE}\r\n\r\n\u200b\nZweite \t Zeile"}, "de")
    assert written(talk)[field] == "Aylanmul Öz\nZweite Zeile"


def test_its_reader_deletes_it_once_and_nothing_is_left_on_it(talk, demir):
    slips.write(talk, demir, SAID, "de")
    actions.end(talk, demir)
    slips.delete(talk)
    slip = Slip.objects.get(visit=talk)
    assert (slip.is_blank, slip.advisor, slip.deleted) == (True, None, True)
    with pytest.raises(Conflict):
        slips.delete(talk)


def test_it_cannot_be_deleted_while_it_is_written(talk, demir):
    slips.write(talk, demir, SAID, "de")
    with pytest.raises(Conflict):
        slips.delete(talk)
    assert written(talk) == SAID


def test_an_hour_after_the_visit_it_is_gone(talk, demir):
    """Row 8."""
    slips.write(talk, demir, SAID, "de")
    actions.end(talk, demir)
    closed_for(talk, minutes=59, seconds=58)
    clock.erase()
    assert slips.slip_of(talk).discussed == SAID["discussed"]
    closed_for(talk, minutes=60)
    assert slips.slip_of(talk) is None
    clock.erase()
    assert Slip.objects.count() == 0


def test_it_is_gone_after_a_day_even_if_nobody_ever_ends_the_talk(talk, demir):
    """Row 8."""
    slips.write(talk, demir, SAID, "de")
    Visit.objects.update(since=timezone.now() - timedelta(hours=24))
    clock.erase()
    assert Slip.objects.count() == 0


def test_no_word_of_it_is_in_the_history(talk, demir, office):
    slips.write(talk, demir, SAID, "de")
    actions.end(talk, demir)
    slips.delete(talk)
    assert [event.kind for event in Event.objects.all()] == ["knock", "call", "enter", "end"]
    assert SAID["discussed"] not in str(dump()["visits_event"])


def test_the_slip_goes_along_to_another_department(talk, demir, centre):
    slips.write(talk, demir, SAID, "de")
    Membership.objects.create(user=demir, department=centre)
    handed_over = actions.transfer(talk, demir, centre)
    actions.call(handed_over, demir, reason=Reason.URGENT)
    assert slips.write(handed_over, demir, {}, "de").discussed == SAID["discussed"]
