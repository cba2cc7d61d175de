"""Silent help, as the desks show it."""

import pytest
import time_machine

from buergerbuero.departments.models import DutyState, Role
from buergerbuero.visits import actions
from buergerbuero.visits.models import Visit
from buergerbuero.visits.rules import Reason
from tests import html
from tests.browser import Browser, sentence
from tests.people import knock, make_advisor, on_duty


@pytest.fixture
def talking(office, demir):
    return actions.enter(actions.call(knock(office, "Ayla"), demir))


@pytest.fixture
def noon():
    with time_machine.travel("2026-11-23T11:00:00+00:00", tick=False):
        yield


def desk_of(user):
    return Browser().is_signed_in_as(user)


def cries(user):
    region = desk_of(user).page("/desk/").one(id="region-emergency")
    alert = region.one("div", role="alert")
    return [one.text for one in alert.all("p")], [one.text for one in region.all("button")]


def beside_the_talk(user):
    return desk_of(user).page("/desk/").one("div", class_="silent")


def send(user, visit, verb):
    return sentence(desk_of(user).command(f"/desk/visits/{visit.pk}/{verb}"))


def test_colleagues_and_head_read_who_needs_help_and_that_somebody_comes(
    talking, office, demir, brandt, okafor
):
    weiss = on_duty(make_advisor("weiss", "Frau Weiss", office, role=Role.HEAD), DutyState.AWAY)
    assert [cries(one) for one in (demir, brandt, weiss, okafor)] == [([], [])] * 4
    assert send(demir, talking, "help") == (204, "")
    cry = f"Frau Demir braucht Hilfe: {talking.label}, Elterngeldstelle"
    assert cries(brandt) == cries(weiss) == ([cry], ["Ich komme"])
    assert cries(demir) == cries(okafor) == ([], [])
    assert send(brandt, talking, "coming") == (204, "")
    assert cries(brandt) == ([f"{cry} Sie haben gesagt, dass Sie kommen."], [])
    assert cries(weiss) == ([f"{cry} Herr Brandt kommt."], ["Ich komme"])
    assert beside_the_talk(demir).text == "Intern gemeldet Herr Brandt kommt"
    assert send(demir, talking, "calm") == (204, "")
    assert cries(brandt) == cries(weiss) == ([], [])


def test_also_a_colleague_in_a_talk_sees_it(talking, office, demir, brandt):
    actions.enter(actions.call(knock(office, "Boris"), brandt))
    send(demir, talking, "help")
    assert cries(brandt)[1] == ["Ich komme"]


def test_the_desk_of_who_asks_says_nothing_aloud(talking, demir, brandt):
    """Row 19: somebody may hear the advisor's screen reader."""
    send(demir, talking, "help")
    send(brandt, talking, "coming")
    page = desk_of(demir).page("/desk/")
    silent = page.one("div", class_="silent")
    assert not {"role", "aria-live"} & {name for one in silent.walk() for name in one.attributes}
    aloud = [one.text for one in page.walk() if one.attributes.get("role") in ("alert", "status")]
    assert not [text for text in aloud if "Intern" in text or "Brandt" in text]


def test_the_button_is_discreet_asks_for_a_second_press_and_says_what_it_does(
    talking, demir, brandt
):
    silent = beside_the_talk(demir)
    form = silent.one("form", data_twice="*")
    assert (form["action"], "data-confirm" in form) == (f"/desk/visits/{talking.pk}/help", False)
    button = form.one("button")
    assert button.text == "Intern melden"
    assert "zweimal" in silent.one("span", id=button["aria-describedby"]).text.lower()


def test_every_refusal_has_its_sentence(talking, demir, brandt, office):
    over = "Das ist schon vorbei, oder Sie haben schon gesagt, dass Sie kommen."
    assert send(brandt, talking, "coming") == (409, over)
    assert send(demir, talking, "calm") == (409, "Es ist nichts gemeldet.")
    send(demir, talking, "help")
    assert send(demir, talking, "help") == (409, "Das war schon gemeldet.")
    assert send(brandt, talking, "help")[0] == 409
    send(brandt, talking, "coming")
    assert send(brandt, talking, "coming") == (409, over)
    assert Visit.objects.get(pk=talking.pk).help_at is not None


def test_nobody_elsewhere_learns_of_it(talking, demir, okafor, albrecht):
    """Row 55."""
    send(demir, talking, "help")
    for stranger in (okafor, albrecht):
        assert send(stranger, talking, "coming")[0] == 404
        assert "braucht Hilfe" not in desk_of(stranger).get("/desk/").content.decode()
    anonymous = Browser().command(f"/desk/visits/{talking.pk}/coming")
    assert anonymous.status_code == 302


def test_the_citizens_page_is_the_same_before_and_after(talking, demir, brandt, noon):
    """Every byte, but for what is random in each answer."""
    mine = Browser().holds(talking)
    before = without_chance(mine.get("/visit/"))
    send(demir, talking, "help")
    send(brandt, talking, "coming")
    assert without_chance(mine.get("/visit/")) == before


def without_chance(answer):
    """Elements and their attributes but nonce and token."""
    page = html.read(answer.content)
    return [
        (
            one.tag,
            one.source,
            {
                name: value
                for name, value in one.attributes.items()
                if name not in ("nonce", "data-csrf")
                and one.attributes.get("name") != "csrfmiddlewaretoken"
            },
        )
        for one in page.walk()
    ]


def test_somebody_in_a_second_talk_is_told_apart(talking, office, demir, brandt):
    weiss = on_duty(make_advisor("weiss", "Herr Weiss", office))
    boris = actions.enter(actions.call(knock(office, "Boris"), brandt, reason=Reason.URGENT))
    send(demir, talking, "help")
    send(brandt, boris, "help")
    said, buttons = cries(weiss)
    assert [text.partition(" braucht")[0] for text in said] == ["Frau Demir", "Herr Brandt"]
    assert len(buttons) == 2
