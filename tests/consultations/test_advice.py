"""Row 18: what the room advises when nothing comes through is something its reader can do."""

import pytest

from buergerbuero.citizen.guest import COOKIE
from tests.browser import Browser
from tests.consultations.talks import colleague_inside, enter, guest_inside, joined
from tests.people import on_duty

pytestmark = pytest.mark.usefixtures("static_files")

PHONE = "01234 567-330"
HOST = "Sagen Sie der Person Bescheid, die Sie eingeladen hat."
LOST = {
    "citizen": f"Anrufen: {PHONE} Nennen Sie Ihre Nummer E\u00a001. Lassen Sie diese Seite offen: "
    "Ihr Platz bleibt.",
    "companion": "Bleibt es so, sagen Sie der Person Bescheid, die Sie eingeladen hat.",
    "colleague": "Bleibt es so, sagen Sie der Kollegin oder dem Kollegen Bescheid. Das Gespräch "
    "geht ohne Sie weiter.",
    "advisor": "Bleibt es so: Mit „Unterlagen holen lassen“ behält die Person ihren Platz. Sagen "
    f"Sie ihr dann in der Liste, dass sie unter {PHONE} anrufen kann.",
}
DIFFERENT = {
    "citizen": f"Anrufen: {PHONE}",
    "companion": HOST,
    "colleague": "Sagen Sie es der Kollegin oder dem Kollegen im Gespräch und Ihrer IT.",
    "advisor": "Schreiben Sie vorher auf den Merkzettel, dass die Person unter "
    f"{PHONE} anrufen kann. Sagen Sie es Ihrer IT.",
}
HANG_UP = "Bitte sagen Sie nichts Vertrauliches mehr. Legen Sie auf."


@pytest.fixture
def pages(office, ayla, demir, brandt):
    office.phone = PHONE
    office.save()
    enter(ayla, on_duty(demir))
    joined(ayla)
    colleague_inside(ayla, on_duty(brandt))
    guest = Browser()
    guest.cookies[COOKIE] = guest_inside(ayla, "companion")
    return {
        "citizen": Browser().holds(ayla).page("/visit/"),
        "companion": guest.page("/guest/"),
        "colleague": Browser().is_signed_in_as(brandt).page("/desk/"),
        "advisor": Browser().is_signed_in_as(demir).page("/desk/"),
    }


def read_by(role, element):
    """At a desk both sentences stand there, since the talk may be handed over."""
    for_role = element.all(class_=f"when-{role}")
    assert len(for_role) == (role in ("advisor", "colleague"))
    return (for_role or [element])[0].text


@pytest.mark.parametrize("role", LOST)
def test_who_cannot_connect_is_told_what_their_role_can_do(pages, role):
    page = pages[role]
    assert page.one(data_room="*")["data-role"] == role
    assert read_by(role, page.one("li", data_connection_advice="phone")) == LOST[role]


@pytest.mark.parametrize("role", DIFFERENT)
def test_whose_number_differs_is_told_what_their_role_can_do(pages, role):
    said = pages[role].one("div", data_code_different="*")
    assert read_by(role, said).removeprefix(HANG_UP).strip() == DIFFERENT[role]
