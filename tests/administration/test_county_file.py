"""All departments in one text file: written, read, taken over, and every slip said at once."""

from dataclasses import replace

import pytest

from buergerbuero import example
from buergerbuero.administration.doors import NameChoice
from buergerbuero.administration.reading import Unusable, read
from buergerbuero.administration.taking_over import doors, take_over
from buergerbuero.administration.writing import write
from buergerbuero.departments.models import Department, Membership, Route, Subject
from buergerbuero.visits.models import Visit
from tests.people import knock

SMALLEST = """
[[department]]
slug = "pass"
letter = "A"
name = {de = "Passstelle"}
phone = "0123"
address = "Markt 1"
"""


def with_lines(*lines):
    return SMALLEST + "\n".join(lines)


def complaints(text):
    with pytest.raises(Unusable) as caught:
        take_over(read(text))
    assert not Department.objects.filter(slug="pass").exists()
    return caught.value.complaints


def test_what_is_written_reads_back_as_the_same(db):
    example.make()
    before = doors()
    assert len(before) == 7
    assert read(write(before)) == before
    take_over(read(write(before)))
    assert doors() == before


def test_everything_a_department_can_say(db):
    example.make()
    text = with_lines(
        'hours = ["Mo-Fr 8:30-12:30", "Do 14:00-24:00"]',
        'special_days = [{day = 2026-12-24, hours = ["8:30-11:00"], reason = {de = "Hlg. Abend"}}]',
        'closures = [{first = 2026-12-28, last = 2026-12-31, reason = {de = "Umzug"}}]',
        'subjects = [{label = {de = "Reisepass", en = "Passport"}}, {label = {de = "Ausweis"}}]',
        'to_bring = {de = ["Lichtbild", "Alter Pass"]}',
        'presets = [{de = "Gleich geht es weiter.", en = "We go on soon."}, {de = "Moment."}]',
        'holidays = "TH"',
        "capacity = 5",
        "alert_seconds = 90",
        "stops_in_time = false",
        'unverified = {de = "Nur zu Fristen.", en = "Deadlines only."}',
        'heads = ["demir"]',
        'advisors = ["brandt"]',
    )
    left = take_over(read(text))
    assert "elterngeldstelle" in left
    (door,) = [one for one in doors() if one.slug == "pass"]
    assert read(write([door])) == [door]
    assert (door.capacity, door.holidays, door.heads) == (5, "TH", ("demir",))
    assert Department.objects.get(slug="pass").alert_seconds == 90
    assert not door.stops_in_time
    assert door.to_bring == {"de": "Lichtbild\nAlter Pass"}
    assert door.presets == (
        {"de": "Gleich geht es weiter.", "en": "We go on soon."},
        {"de": "Moment."},
    )
    assert door.unverified == {"de": "Nur zu Fristen.", "en": "Deadlines only."}
    assert [subject.label["de"] for subject in door.subjects] == ["Reisepass", "Ausweis"]
    assert len(door.hours) == 6


def test_a_door_stops_in_time_unless_the_file_says_otherwise(db):
    take_over(read(SMALLEST))
    assert [door.stops_in_time for door in doors()] == [True]


def test_the_order_of_the_file_is_the_order_of_the_doors(db):
    example.make()
    first, *rest = doors()
    take_over([*rest, first])
    assert [door.slug for door in doors()] == [door.slug for door in (*rest, first)]


def test_two_doors_may_exchange_their_letters(office, centre):
    text = write(doors()).replace('"E"', '"X"').replace('"K"', '"E"').replace('"X"', '"K"')
    take_over(read(text))
    assert dict(Department.objects.values_list("slug", "letter")) == {
        office.slug: "K",
        centre.slug: "E",
    }


def test_who_waits_keeps_their_subject_and_their_place(office):
    subject = Subject.objects.create(department=office, labels={"de": "Erster Antrag"})
    visit = knock(office, "Ayla")
    Visit.objects.filter(pk=visit.pk).update(subject=subject)
    (door,) = doors()
    take_over(read(write([door]).replace("Erster Antrag", "Antrag")))
    visit.refresh_from_db()
    assert visit.subject is not None
    assert visit.subject.labels == {"de": "Antrag"}


def test_who_is_no_longer_named_is_no_longer_an_advisor_there(office, demir, brandt):
    (door,) = doors()
    assert door.advisors == ("brandt", "demir")
    take_over(read(write([door]).replace('["brandt", "demir"]', '["demir"]')))
    assert [one.user.username for one in Membership.objects.all()] == ["demir"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("slug = ", "The file is not TOML: Invalid value (at end of document)."),
        ("format = 2", "file: format is a number from 1 to 1."),
        ('doors = "many"', "file: “doors” is no setting."),
        ("department = 7", "file: department is a list of entries in braces: [{…}, {…}]."),
        (with_lines('fone = "1"'), "department pass: “fone” is no setting; “phone”, perhaps?"),
        (with_lines("capacity = 0"), "department pass: capacity is a number from 1 to 30000."),
        (with_lines("capacity = true"), "department pass: capacity is a number from 1 to 30000."),
        (with_lines("offer_seconds = 59"),
         "department pass: offer_seconds is a number from 60 to 3600."),
        (with_lines("alert_seconds = 14"),
         "department pass: alert_seconds is a number from 15 to 600."),
        (with_lines("alert_seconds = 601"),
         "department pass: alert_seconds is a number from 15 to 600."),
        (with_lines("discreet = true", 'name_rule = "required"'),
         "department pass: name_rule cannot be “required” at a discreet door: nobody has to say"),
        (with_lines("discreet = 1"), "department pass: discreet is true or false."),
        (with_lines('name_rule = "never"'),
         "department pass: name_rule is one of “optional”, “required”, “alias”."),
        (with_lines('holidays = "ZZ"'), "department pass: holidays is one of “”, “BB”, “BE”"),
        (with_lines('languages = ["xx"]'), "department pass: languages knows no “xx”"),
        (with_lines('description = {fr = "Bonjour"}'),
         "department pass: description speaks “fr”; known: de, en."),
        (with_lines('description = {en = "Hello"}'),
         "department pass: description needs a text in “de”."),
        (with_lines('description = "Hallo"'),
         'department pass: description has a text for each language: {de = "…"}.'),
        (with_lines('hours = ["8:30"]'),
         "department pass: hours: “8:30” is no opening time; write for example “Mo-Fr 8:30-"),
        (with_lines('hours = ["Mo 12:00-8:00"]'),
         "department pass: hours: Mo 12:00-8:00 ends before it begins."),
        (with_lines('hours = ["Mo 8:00-12:00", "Mo 11:00-13:00"]'),
         "department pass: hours: Mo 11:00-13:00 and 8:00-12:00 overlap."),
        (with_lines('special_days = [{day = "2026-12-24"}]'),
         "department pass, special_days 1: day is a day without quotes: 2026-12-24."),
        (with_lines("special_days = [{day = 2026-12-24}, {day = 2026-12-24}]"),
         "department pass, special_days 2: 2026-12-24 stands there twice."),
        (with_lines('special_days = [{day = 2026-12-24, hours = ["25:00-26:00"]}]'),
         "department pass, special_days 1: hours: “25:00-26:00” is no time of a day;"),
        (with_lines("closures = [{first = 2026-12-24, last = 2026-12-01}]"),
         "department pass, closures 1: last lies before first."),
        (with_lines("presets = 7"),
         'department pass: presets is a list of texts in braces: [{de = "…"}, {…}].'),
        (with_lines('presets = [{de = "Gleich."}, {en = "Soon."}]'),
         "department pass: presets 2 needs a text in “de”."),
        (with_lines('presets = ["Gleich."]'),
         'department pass: presets 1 has a text for each language: {de = "…"}.'),
        (with_lines(f'presets = [{{de = "{"x" * 301}"}}]'),
         "department pass: presets have at most 300 characters each."),
        (with_lines("subjects = [{}]"), "department pass, subjects 1: label needs a text in “de”."),
        (with_lines('heads = ["nobody"]'),
         "department pass: nobody signs in as “nobody”; create-advisor adds people."),
        (with_lines('heads = ["a"]', 'advisors = ["a"]'),
         "department pass: “a” stands there 2 times."),
        (SMALLEST.replace('"A"', '"a"'),
         "department pass: letter is one capital letter, or two, not “a”."),
        (SMALLEST.replace('phone = "0123"', ""), "department pass: phone is needed."),
        (SMALLEST.replace('"0123"', f'"{"0" * 41}"'),
         "department pass: phone has at most 40 characters."),
        (SMALLEST.replace('slug = "pass"', ""), "department no. 1: slug is needed."),
        (SMALLEST + SMALLEST, "file: 2 departments have the slug “pass”."),
        (SMALLEST.replace('"A"', '"E"'),
         "department pass: letter “E” belongs to elterngeldstelle."),
    ],
)  # fmt: skip
def test_a_slip_is_said_with_its_place_and_changes_nothing(text, sentence, office):
    assert any(found.startswith(sentence) for found in complaints(text)), complaints(text)


def test_all_slips_are_said_at_once(office):
    text = with_lines("capacity = 0", "discreet = 1", 'hours = ["never"]')
    assert len(complaints(text)) == 3


def test_of_two_doors_with_one_slip_neither_is_taken_over(office):
    other = SMALLEST.replace('"pass"', '"kfz"').replace('"A"', '"B"')
    with pytest.raises(Unusable):
        take_over(read(other + with_lines('advisors = ["nobody"]')))
    assert list(Department.objects.values_list("slug", flat=True)) == [office.slug]


def test_who_is_called_by_whom_is_written_and_read_back(db):
    example.make()
    office = next(door for door in doors() if door.slug == "elterngeldstelle")
    first, *others = office.subjects
    routed = replace(
        office,
        subjects=(replace(first, advisors=("brandt", "demir")), *others),
        by_name=(NameChoice("A-K", ("demir",)), NameChoice("Sch", ("demir", "brandt"))),
    )
    take_over(read(write([routed])))
    written = next(door for door in doors() if door.slug == "elterngeldstelle")
    assert (written.subjects[0].advisors, written.by_name) == (("brandt", "demir"), routed.by_name)
    assert 'by_name = [\n    {letters = "A-K", advisors = ["demir"]},' in write([written])
    take_over([office])
    assert Route.objects.count() == 0


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('by_name = [{letters = "K-A", advisors = ["demir"]}]',
         "department pass, by_name 1: letters “K-A” end before they begin."),
        ('by_name = [{letters = "7", advisors = ["demir"]}]',
         "department pass, by_name 1: letters are “A-K” or “Sch”, not “7”."),
        ('by_name = [{letters = "A-K"}]', "department pass, by_name 1: advisors names nobody."),
        ('by_name = [{letters = "A", advisors = ["weiss"]}]',
         "department pass: “weiss” is called for something, but serves elsewhere."),
        ('subjects = [{label = {de = "Pass"}, advisors = ["weiss"]}]',
         "department pass: “weiss” is called for something, but serves elsewhere."),
        ('name_rule = "alias"\nby_name = [{letters = "A", advisors = ["demir"]}]',
         "department pass: by_name needs real names; name_rule is “alias”."),
        ('by_name = [{letters = "Ä", advisors = ["demir"]}, {letters = "A", advisors = ["demir"]}]',
         "department pass, by_name 2: A stands there twice."),
    ],
)  # fmt: skip
def test_routes_that_lead_nowhere_are_said(db, line, sentence):
    assert complaints(with_lines('advisors = ["demir"]', line)) == [sentence]
