"""What an advisor can say to those who wait, and what the desk shows of it."""

import pytest

from buergerbuero.desk.live import departments_of
from buergerbuero.visits import actions
from buergerbuero.visits.models import Word
from tests.browser import Browser, sentence
from tests.people import knock, make_advisor, on_duty

PRESET = {"de": "Es dauert heute länger.", "en": "It takes longer today."}


@pytest.fixture
def office(office):
    office.presets = [{"de": "Gleich geht es weiter."}, PRESET]
    office.save()
    return office


@pytest.fixture
def desk(demir):
    return Browser().is_signed_in_as(demir)


@pytest.fixture
def ayla(office):
    return knock(office, "Ayla")


def to_all(office, verb="say"):
    return f"/desk/doors/{office.slug}/{verb}"


def to_one(visit, verb="say"):
    return f"/desk/visits/{visit.pk}/{verb}"


def said():
    return [(word.visit_id, word.texts) for word in Word.objects.all()]


def shown(page):
    """What the desk says is being said now, without the time."""
    boxes = page.one("main").all("div", class_="said")
    return [box.one("p").text.partition(" Uhr: ")[2] for box in boxes]


def test_a_preset_is_said_in_all_its_languages(desk, office):
    assert sentence(desk.command(to_all(office), preset=PRESET["de"], text="")) == (204, "")
    assert said() == [(None, PRESET)]


def test_a_preset_counts_as_the_language_of_the_desk_shows_it(desk, office):
    desk.command("/en" + to_all(office), preset=PRESET["en"])
    assert said() == [(None, PRESET)]


def test_words_of_ones_own_are_said_in_the_language_of_the_desk(desk, office, ayla):
    desk.command(to_all(office), preset="", text="Bitte  Pässe\u202e bereithalten")
    desk.command("/en" + to_one(ayla), text="Passport, please")
    assert said() == [
        (None, {"de": "Bitte Pässe bereithalten"}),
        (ayla.pk, {"en": "Passport, please"}),
    ]


def test_a_preset_goes_before_words_of_ones_own(desk, office):
    desk.command(to_all(office), preset=PRESET["de"], text="etwas anderes")
    assert said() == [(None, PRESET)]


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({}, "Bitte wählen oder schreiben Sie, was Sie sagen wollen."),
        ({"text": " \u200b "}, "Bitte wählen oder schreiben Sie, was Sie sagen wollen."),
        ({"text": "x" * 301}, "Bitte höchstens 300 Zeichen."),
        (
            {"preset": "Den gibt es nicht."},
            "Diesen Satz gibt es nicht mehr. Bitte laden Sie die Seite neu.",
        ),
    ],
)
def test_what_cannot_be_said_is_answered_with_a_sentence(desk, office, ayla, fields, answer):
    assert sentence(desk.command(to_all(office), **fields)) == (400, answer)
    assert sentence(desk.command(to_one(ayla), **fields)) == (400, answer)
    assert said() == []


def test_who_was_called_meanwhile_is_told_nothing(desk, ayla, brandt):
    actions.call(ayla, brandt)
    answer = sentence(desk.command(to_one(ayla), text="Gleich."))
    assert answer == (409, "Diese Person wartet hier nicht mehr.")
    assert said() == []


def test_the_desk_shows_what_is_being_said_and_takes_it_back(desk, office, ayla):
    assert shown(desk.page("/desk/")) == []
    desk.command(to_all(office), preset=PRESET["de"])
    desk.command(to_one(ayla), text="<b>Gleich</b>")
    page = desk.page("/desk/")
    assert sorted(shown(page)) == ["„<b>Gleich</b>“", "„Es dauert heute länger.“"]
    forms = page.one("main").all("form", method="post", action="*")
    taking_back = [one["action"] for one in forms if one["action"].endswith("/withdraw")]
    assert sorted(taking_back) == sorted([to_all(office, "withdraw"), to_one(ayla, "withdraw")])
    for path in taking_back:
        assert desk.command(path).status_code == 204
    assert shown(desk.page("/desk/")) == []
    assert said() == []


def test_an_english_desk_shows_the_english_preset(desk, office):
    desk.command(to_all(office), preset=PRESET["de"])
    [box] = desk.page("/en/desk/").one("main").all("div", class_="said")
    assert box.one("p").text.endswith(" everybody waiting reads: “It takes longer today.”")


def test_without_script_a_form_leads_back_to_the_desk(desk, office):
    answer = desk.post(to_all(office), {"text": "Gleich."})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/")
    assert said() == [(None, {"de": "Gleich."})]


def test_each_door_has_a_button_and_its_own_presets(office, centre):
    both = on_duty(make_advisor("both", "Frau Both", office, centre))
    assert departments_of(both) == (office.slug, centre.slug)
    page = Browser().is_signed_in_as(both).page("/desk/")
    for door, presets in ((office, ["Gleich geht es weiter.", PRESET["de"], ""]), (centre, [])):
        [button] = page.all("button", data_say_action=to_all(door))
        template = page.one("template", id=f"say-{button['data-say']}")
        assert [one["value"] for one in template.all("input", name="preset")] == presets
        assert template.one("textarea", name="text")["maxlength"] == "300"


def test_each_person_has_a_button_that_opens_the_words_of_their_door(desk, office, ayla):
    row = desk.page("/desk/").one("tr", id=f"row-{ayla.pk}")
    [button] = row.all("button", data_say_action=to_one(ayla))
    assert (button["data-say"], button["data-say-title"]) == (office.slug, "E\u00a001 etwas sagen")


def test_a_stranger_to_the_department_says_nothing(office, okafor, ayla):
    stranger = Browser().is_signed_in_as(okafor)
    for verb in ("say", "withdraw"):
        for path in (to_all(office, verb), to_one(ayla, verb)):
            assert stranger.command(path, text="Hallo").status_code == 404
    assert said() == []
