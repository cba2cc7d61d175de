"""What people read when something is not there, not theirs, or went wrong, in both languages."""

import logging

import pytest

from buergerbuero.departments.models import Department
from buergerbuero.visits.models import Visit
from tests import html
from tests.browser import Browser
from tests.people import knock
from tests.tables import dump

DOORS = {"": "Zu allen Türen", "/en": "To all doors"}
BACK = {"": "Zurück zur Seite", "/en": "Back to the page"}
NOT_THERE = {"": "Diese Seite gibt es nicht.", "/en": "This page does not exist."}
LONG_OPEN = {
    "": "Die Seite war lange offen. Bitte laden Sie sie neu.",
    "/en": "The page was open for a long time. Please reload it.",
}
WENT_WRONG = {
    "": "Bei uns ist etwas schiefgegangen. Ihr Platz bleibt. Bitte laden Sie die Seite neu.",
    "/en": "Something went wrong on our side. Your place stays. Please reload the page.",
}
NO_PLACE = {
    "": "Sie haben gerade keinen Platz im Wartebereich. Klopfen Sie gern an einer Tür an.",
    "/en": "You have no place in the waiting room at the moment. You are welcome to "
    "knock at a door.",
}
OVER = {
    "": "Ihr Besuch ist vorbei. Ihre Angaben sind gelöscht, ein Merkzettel auch. Fragen? Rufen Sie "
    "an: 01234 567-115",
    "/en": "Your visit is over. Your details have been deleted, and so has any note. Questions? "
    "Call us: 01234 567-115",
}
CONTINUE = {"": "Hier geht Ihr Besuch weiter", "/en": "Continue your visit here"}

pytestmark = pytest.mark.parametrize("prefix", ["", "/en"])


@pytest.fixture(autouse=True)
def ready(static_files, quick_passwords):
    """Every page here names static files; nobody signs in with a password."""


def read(answer):
    """Status, heading, and the links below it."""
    document = html.read(answer.content)
    links = {link["href"]: link.text for link in document.one("main").all("a", href="*")}
    assert links.pop("tel:01234 567-115") == "01234 567-115"
    assert document.one("title").text == document.one("h1").text
    return answer.status_code, document.one("h1").text, links


def doors(prefix):
    return {f"{prefix}/": DOORS[prefix]}


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/departments/nothing/",
        "/departments/%00/",
        "/departments/%ff%fe/",
        "/departments/" + "x" * 5000 + "/",
        "/visit/dance",
        "/fr/",
        "/wp-login.php",
        "/nothing?" + "x=1&" * 3000,
    ],
)
def test_a_page_that_does_not_exist_leads_to_the_doors(visitor, office, prefix, path):
    answer = visitor.get(prefix + path)
    assert read(answer) == (404, NOT_THERE[prefix], doors(prefix))
    script = visitor.get(prefix + path, headers={"Accept": "application/json"})
    assert (script.status_code, script.json()) == (404, {"message": NOT_THERE[prefix]})


@pytest.mark.parametrize(
    "cookie", [None, "", "x" * 22, "x" * 60_000, "ä\x01", '"; x="', "%00", "../../etc/passwd"]
)
def test_without_a_place_of_ones_own_the_page_says_so(visitor, office, prefix, cookie):
    """Also a second browser into which somebody copies the address of a visit."""
    visit = knock(office)
    before = dump()
    if cookie is not None:
        visitor.cookies["__Host-visit"] = cookie
    answer = visitor.get(f"{prefix}/visit/")
    ways_on = doors(prefix) | {f"{prefix}/visit/continue": CONTINUE[prefix]}
    sentence = NO_PLACE if cookie is None else OVER
    assert read(answer) == (404, sentence[prefix], ways_on)
    assert visit.label not in answer.content.decode()
    for verb in ("leave", "enter", "pause", "back"):
        assert visitor.post(f"{prefix}/visit/{verb}").headers["Location"] == f"{prefix}/visit/"
    assert dump() == before


def test_the_visit_of_another_department_is_no_page_of_this_advisor(office, okafor, prefix):
    """The same page as for one that does not exist."""
    visit = knock(office)
    desk = Browser().is_signed_in_as(okafor)
    before = dump()
    for key in (visit.pk, "x" * 22):
        answer = desk.post(f"{prefix}/desk/visits/{key}/call")
        assert read(answer) == (404, NOT_THERE[prefix], doors(prefix))
        assert desk.command(f"{prefix}/desk/visits/{key}/call").json() == {
            "message": NOT_THERE[prefix]
        }
    assert dump() == before


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/visit/leave", "/visit/"),
        ("/visit/room/signals", "/visit/"),
        ("/desk/call", "/desk/"),
        ("/desk/doors/elterngeldstelle/stop", "/desk/"),
        ("/accounts/login/", "/accounts/login/"),
    ],
)
def test_a_form_that_was_open_too_long_leads_back_to_its_page(office, prefix, path, page):
    """The cookie of its token has gone with the browser."""
    visit = knock(office)
    holder = Browser(strict=True).holds(visit)
    before = dump()
    back = {prefix + page: BACK[prefix]}
    answer = holder.post(prefix + path, {"csrfmiddlewaretoken": "x" * 64})
    assert read(answer) == (403, LONG_OPEN[prefix], back | doors(prefix))
    assert holder.command(prefix + path).json() == {"message": LONG_OPEN[prefix]}
    assert dump() == before


def test_an_address_for_forms_is_no_page(office, demir, prefix):
    """The other language of a refusal, or the address bar."""
    visit = knock(office)
    me = Browser().holds(visit).is_signed_in_as(demir)
    for path, page in (("/visit/leave", "/visit/"), ("/desk/call", "/desk/")):
        answer = me.get(prefix + path)
        back = {prefix + page: BACK[prefix]}
        assert read(answer) == (405, NOT_THERE[prefix], back | doors(prefix))
        assert answer.headers["Allow"] == "POST"


# What is our fault


@pytest.fixture
def broken(office):
    """A row that no code of ours would write: the pages of this door fail."""
    Department.objects.filter(pk=office.pk).update(names=7)
    return office


def test_an_error_of_ours_says_that_the_place_is_kept(broken, prefix, caplog):
    browser = Browser(raise_request_exception=False)
    path = f"{prefix}/departments/{broken.slug}/"
    before = dump()
    answer = browser.get(path)
    assert read(answer) == (500, WENT_WRONG[prefix], {path: BACK[prefix]} | doors(prefix))
    script = browser.get(path, headers={"Accept": "application/json"})
    assert (script.status_code, script.json()) == (500, {"message": WENT_WRONG[prefix]})
    assert dump() == before
    assert [one.levelno for one in caplog.records] == [logging.ERROR] * 2
    for secret in (b"Traceback", b"AttributeError", b"TypeError", b".py"):
        assert secret not in answer.content + script.content


def test_after_an_error_while_waiting_the_place_is_still_there(office, prefix):
    visit = knock(office)
    names = office.names
    browser = Browser(raise_request_exception=False).holds(visit)
    Department.objects.filter(pk=office.pk).update(names=7)
    page = f"{prefix}/visit/"
    answer = browser.get(page)
    assert read(answer) == (500, WENT_WRONG[prefix], {page: BACK[prefix]} | doors(prefix))
    assert answer.cookies == {}
    Department.objects.filter(pk=office.pk).update(names=names)
    assert browser.page(page).one("p", class_="ticket__number").text == visit.label


def test_a_command_that_fails_has_done_nothing(office, demir, prefix):
    visit = knock(office)
    Visit.objects.filter(pk=visit.pk).update(absence="nonsense")
    desk = Browser(raise_request_exception=False).is_signed_in_as(demir)
    before = dump()
    answer = desk.command(f"{prefix}/desk/visits/{visit.pk}/call", absent="yes")
    assert (answer.status_code, answer.json()) == (500, {"message": WENT_WRONG[prefix]})
    assert dump() == before
