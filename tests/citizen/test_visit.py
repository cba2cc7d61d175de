import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext

from buergerbuero.citizen.visit import load_visit, place_of
from buergerbuero.departments.models import Department, DutyState
from buergerbuero.live import present
from buergerbuero.visits import access, actions, clock
from buergerbuero.visits.models import Visit
from buergerbuero.visits.rules import GOODBYE_FOR, Absence, Outcome
from buergerbuero.visits.snapshot import load_snapshot
from tests.browser import Browser, sentence
from tests.people import knock, on_duty


@pytest.fixture
def visit(office):
    return knock(office, "Ayla")


@pytest.fixture
def mine(visitor, visit):
    """The browser that holds the visit."""
    return visitor.holds(visit)


@pytest.fixture
def called(visit, demir):
    return actions.call(visit, demir)


def change(visit, **facts):
    Visit.objects.filter(pk=visit.pk).update(**facts)
    visit.refresh_from_db()
    return visit


def state(visit):
    visit.refresh_from_db()
    return visit.state


def now_part(page):
    """What the page says about the visit itself."""
    return page.one(id="region-visit")


def commands(page):
    """What the person can do in this state, without the language of the page."""
    forms = now_part(page).all("form", method="post")
    return sorted({form["action"].removeprefix("/en").removeprefix("/visit/") for form in forms})


def in_both_languages(german):
    """The sentence as each language's page has it."""
    with translation.override("en"):
        return {"/visit/": german, "/en/visit/": gettext(german)}


# Every state has its page


def shows(browser, german):
    for path, text in in_both_languages(german).items():
        page = browser.page(path)
        assert page.one("html")["lang"] == ("en" if "/en/" in path else "de")
        assert text in page.one("main").text
    return page


def test_whoever_waits_reads_their_number_and_their_place(mine, visit, demir):
    page = shows(mine, "Gleich sind Sie dran")
    assert page.one("p", class_="ticket__number").text == visit.label == "E\u00a001"
    assert (now_part(page)["data-state"], page.one("body")["data-visit"]) == ("waiting", "waiting")
    assert commands(page) == ["leave", "pause"]
    assert page.one("body")["data-live"] == "/live/visit?lang=en"


def place(page):
    return page.one(id="region-place")


def notes(page):
    """What stands below the line."""
    return [one.text for one in place(page).children if getattr(one, "tag", "") == "p"]


def figures(page):
    """Who stands in the line before this person, True: away; and then they themselves."""
    drawn = place(page).one("div", class_="queue").all("svg")
    people = [one["class"] for one in drawn if one["class"].startswith("queue__person")]
    return [kind.endswith("--away") for kind in people]


@pytest.mark.parametrize(
    "line",
    [
        (0, 0, "Gleich sind Sie dran", "Bitte bleiben Sie hier. Wir rufen Sie gleich auf."),
        (1, 0, "Vor Ihnen: 1 Person", ""),
        (2, 1, "Vor Ihnen: 2 Personen", "1 davon ist gerade nicht da."),
        (3, 2, "Vor Ihnen: 3 Personen", "2 davon sind gerade nicht da."),
        (9, 0, "Vor Ihnen: 9 Personen", ""),
    ],
)
def test_the_place_says_how_many_are_ahead_and_how_many_are_away(visitor, office, demir, line):
    ahead, away, heading, more = line
    for number in range(ahead):
        before = knock(office, f"Person {number}")
        if number < away:
            change(before, absence=Absence.UNSEEN)
    page = visitor.holds(knock(office, "Ayla")).page("/visit/")
    assert place(page).one("h1").text == heading
    assert notes(page) == [more] * bool(more)
    drawn = min(ahead, 6)
    assert figures(page) == [True] * away + [False] * (drawn - away + 1)
    assert place(page).one("div", class_="queue__you").text == "Sie"
    counted = [one.text for one in place(page).all("span", class_="queue__more")]
    assert counted == ["+ 3"] * (ahead == 9)


def test_whoever_is_away_in_the_middle_of_the_line_is_drawn_there(visitor, office, demir):
    line = [knock(office, f"Person {number}") for number in range(3)]
    change(line[1], absence=Absence.PAUSE, absent_until=timezone.now() + timedelta(minutes=5))
    assert figures(visitor.holds(knock(office)).page("/visit/")) == [False, True, False, False]


def test_whoever_steps_out_is_drawn_away_and_not_told_that_it_is_their_turn(mine, visit, demir):
    change(visit, absence=Absence.UNSEEN)
    page = mine.page("/visit/")
    assert place(page).one("h1").text == "Sie sind als Nächstes dran"
    assert (figures(page), notes(page)) == ([True], [])


def says_of_its_door(mine, **facts):
    """Drawing and words, after the department has changed."""
    Department.objects.update(**facts)
    page = mine.page("/visit/")
    drawing = place(page).one("svg", data_drawing="*")["data-drawing"]
    return drawing, place(page).one("h1").text, *notes(page)


def test_the_line_says_what_the_door_means_for_those_who_wait(mine, visit, demir):
    soon = "Bitte bleiben Sie hier. Wir rufen Sie gleich auf."
    assert says_of_its_door(mine) == ("open", "Gleich sind Sie dran", soon)
    shut = "Die Tür ist jetzt für Neue zu. Ihr Platz bleibt."
    today = timezone.localdate()
    assert says_of_its_door(mine, no_more_on=today) == ("ajar", "Gleich sind Sie dran", shut)
    suspended = "Die Tür ist gerade für Neue zu. Ihr Platz bleibt."
    assert says_of_its_door(mine, no_more_on=None, suspended=True)[2] == suspended
    next_one = "Sie sind als Nächstes dran"
    on_duty(demir, DutyState.BREAK)
    pause = "Wir machen kurz Pause. Ihr Platz bleibt."
    assert says_of_its_door(mine, suspended=False) == ("empty", next_one, pause)
    back_at = timezone.localtime() + timedelta(minutes=15)
    on_duty(demir, DutyState.BREAK, back_at=back_at)
    pause = f"Wir machen bis {back_at:%-H:%M} Uhr Pause. Ihr Platz bleibt."
    assert says_of_its_door(mine) == ("empty", next_one, pause)
    on_duty(demir, DutyState.AWAY)
    nobody = "Gerade ist niemand am Schreibtisch. Ihr Platz bleibt."
    assert says_of_its_door(mine) == ("closed", next_one, nobody)


def test_page_and_stream_show_the_same_place(mine, visit, office, demir):
    """The page is made with the numbers, the stream puts them in afterwards."""
    on_duty(demir, DutyState.BREAK, back_at=timezone.now() + timedelta(minutes=15))
    reading = load_visit(visit.pk)
    sent = place_of(reading, load_snapshot(office.slug), "de").payload
    region = json.loads(sent.partition(b"data: ")[2])["html"].strip()
    assert mine.get("/visit/").content.decode().count(region) == 1


def test_the_window_title_tells_the_place_and_the_number(mine, office, visit):
    assert mine.page("/visit/").one("title").text == f"Vor Ihnen: 0 – {visit.label}"


def test_nobody_reads_who_else_waits(visitor, office):
    """Row 33: no data of other people."""
    for name in ("Boris", "Chen"):
        knock(office, name)
    page = visitor.holds(knock(office, "Ayla")).get("/visit/").content.decode()
    for private in ("Boris", "Chen", "E\u00a001", "E\u00a002"):
        assert private not in page


@pytest.mark.parametrize(
    ("absence", "german"),
    [
        (Absence.NOT_ANSWERED, "Wir haben auf Sie gewartet. Ihr Platz ist noch da."),
        (Absence.UNSEEN, "Wir haben Sie kurz nicht gesehen. Ihr Platz ist noch da."),
        (
            Absence.PAPERS,
            "Bitte holen Sie Ihre Unterlagen. Ihr Platz bleibt. Danach kommen Sie zuerst dran.",
        ),
    ],
)
def test_whoever_is_away_reads_why_and_how_to_come_back(mine, visit, absence, german):
    change(visit, absence=absence)
    page = shows(mine, german)
    assert commands(page) == ["back", "leave"]
    assert now_part(page).one("form", action="/en/visit/back").one("button").text


def test_a_pause_says_until_when(mine, visit):
    until = timezone.now() + timedelta(minutes=5)
    change(visit, absence=Absence.PAUSE, absent_until=until)
    at = f"{timezone.localtime(until):%-H:%M}"
    expected = f"Sie sind kurz weg. Ihr Platz bleibt. Ab {at} Uhr können wir Sie wieder aufrufen."
    assert expected in mine.page("/visit/").one("main").text


def test_a_pause_that_is_over_is_over(mine, visit):
    change(visit, absence=Absence.PAUSE, absent_until=timezone.now() - timedelta(seconds=1))
    assert commands(mine.page("/visit/")) == ["leave", "pause"]


def test_whoever_is_called_reads_by_whom_and_until_when(mine, called):
    for path, name in (("/visit/", "Frau Demir bittet Sie herein"), ("/en/visit/", "Frau Demir")):
        page = mine.page(path)
        dialog = page.one("dialog")
        assert name in dialog.one("h2").text
        until = timezone.localtime(called.offer_until)
        assert f"{until:%-H:%M}" in dialog.one("p", data_offer_left="*").text
        assert commands(page) == ["enter", "more-time", "not-yet"]
    assert now_part(page)["data-state"] == "called"
    # Row 20: the page counts down by itself, and says where to report that the call was seen.
    assert datetime.fromisoformat(now_part(page)["data-offer-until"]) == called.offer_until
    assert now_part(page)["data-reached"] == "/en/visit/reached"


def test_after_three_extensions_no_more_time_is_offered(mine, called):
    """Row 20: extendable."""
    for _ in range(3):
        assert "more-time" in commands(mine.page("/visit/"))
        assert mine.command("/visit/more-time").status_code == 204
    assert commands(mine.page("/visit/")) == ["enter", "not-yet"]


def test_a_discreet_department_is_not_named_while_waiting_nor_when_called(visitor, office, demir):
    office.discreet = True
    office.save()
    visit = knock(office)
    mine = visitor.holds(visit)
    assert "Elterngeldstelle" not in mine.page("/visit/").one("main").text
    actions.call(visit, demir)
    assert "Elterngeldstelle" not in mine.page("/visit/").one("main").text


def test_whoever_has_entered_is_in_the_room(mine, called):
    actions.enter(called)
    page = mine.page("/visit/")
    room = now_part(page).one("section", data_room="*")
    assert room["data-other-name"] == "Frau Demir"
    assert (now_part(page)["data-state"], page.one("body")["data-room-base"]) == (
        "talking",
        "/visit/room/",
    )
    assert commands(page) == ["hang-up"]
    assert mine.page("/en/visit/").one("html")["lang"] == "en"


def test_whoever_has_hung_up_may_come_back_for_a_minute(mine, called):
    actions.hang_up(actions.enter(called))
    page = shows(mine, "Sie haben das Gespräch verlassen")
    assert commands(page) == ["enter"]
    assert page.all("section", data_room="*") == []


GOODBYES = {
    Outcome.SERVED: "Auf Wiedersehen",
    Outcome.LEFT: "Sie haben den Wartebereich verlassen.",
    Outcome.DECLINED: "Wir können Sie heute nicht per Video beraten.",
    Outcome.MISSED: "Wir konnten Sie nicht erreichen.",
    Outcome.EXPIRED: "Ihr Platz ist nach 30 Minuten frei geworden.",
    Outcome.TURNED_AWAY: "Es tut uns leid: Heute schaffen wir es nicht mehr.",
}


def closed(visit, outcome, **facts):
    return change(visit, state="closed", outcome=outcome, closed_at=timezone.now(), **facts)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_end_has_its_own_goodbye(mine, visit, outcome):
    closed(visit, outcome)
    page = shows(mine, GOODBYES[outcome])
    assert commands(page) == []
    assert (page.one("body")["data-visit"], "data-live" in page.one("body")) == ("closed", False)
    # Nothing but the way back; nothing reloads by itself any more.
    assert page.all("meta", http_equiv="refresh") == []
    # Where it ended against the person's wish there is a telephone.
    by_phone = outcome not in (Outcome.SERVED, Outcome.LEFT)
    assert ("01234 567-330" in now_part(page).text) == by_phone
    # What went on is said to be over first of all.
    lead = now_part(page).one("p", class_="lead").text
    german = now_part(mine.page("/visit/")).one("p", class_="lead").text
    assert lead != german
    assert "Kamera und Mikrofon sind aus" in german


def test_whoever_could_not_be_reached_is_led_back_to_the_same_door(mine, visit, office):
    for outcome in Outcome:
        closed(visit, outcome)
        links = [link["href"] for link in now_part(mine.page("/visit/")).all("a", class_="*")]
        knocks_again = outcome in (Outcome.MISSED, Outcome.EXPIRED)
        assert links == [f"/departments/{office.slug}/"] * knocks_again + ["/"]


def test_whoever_waits_is_told_how_to_come_back(mine, visit):
    section = mine.page("/visit/").one("section", aria_labelledby="platz")
    assert "testserver/visit/" in section.text


def test_whoever_is_declined_reads_the_reason(mine, visit, demir):
    actions.dismiss(visit, demir, "Bitte rufen Sie uns an.")
    assert mine.page("/visit/").one("div", class_="message").text == "Bitte rufen Sie uns an."


def test_without_javascript_the_page_reloads_by_itself_unless_one_says_no(mine):
    refresh = mine.page("/visit/").all("meta", http_equiv="refresh")
    assert [one["content"] for one in refresh] == ["15"]
    page = mine.page("/visit/?refresh=off")
    assert page.all("meta", http_equiv="refresh") == []
    assert page.one("main").one("noscript").one("a")["href"] == "/visit/"


# Whose visit is it?


def test_without_the_cookie_there_is_no_visit(visitor, visit):
    """Row 45: the address alone gives nothing."""
    page = visitor.page("/visit/", status=404)
    assert page.one("h1").text == (
        "Sie haben gerade keinen Platz im Wartebereich. Klopfen Sie gern an einer Tür an."
    )
    assert visit.label not in page.text


@pytest.mark.parametrize("cookie", ["", "x", "0" * 22, "' OR 1=1 --", "\u00e4" * 22, "a" * 5000])
def test_a_wrong_cookie_opens_nothing_and_is_taken_back(visitor, visit, cookie):
    """Row 45."""
    visitor.cookies[access.COOKIE] = cookie
    answer = visitor.get("/visit/")
    assert answer.status_code == 404
    gone = answer.cookies[access.COOKIE]
    assert (gone.value, gone["max-age"], gone["path"], gone["secure"]) == ("", 0, "/", True)


def test_neither_the_id_of_a_visit_nor_its_hash_opens_it(visitor, visit):
    """Row 45: what stands on a page or in the database is no key."""
    for value in (visit.pk, visit.secret_hash, visit.source, visit.label, "E01"):
        visitor.cookies[access.COOKIE] = value
        assert visitor.get("/visit/").status_code == 404
        assert visitor.command("/visit/leave").status_code == 404
    assert state(visit) == "waiting"


def test_there_is_no_address_that_names_a_visit(visitor, visit):
    """Row 45: the visit is not in any citizens' address."""
    for path in (f"/visit/{visit.pk}", f"/visit/{visit.pk}/", f"/visit/?visit={visit.pk}"):
        assert visitor.get(path).status_code == 404


def test_everybody_acts_on_their_own_visit_only(visitor, other_visitor, office):
    ayla, boris = knock(office, "Ayla"), knock(office, "Boris")
    other_visitor.holds(boris)
    visitor.holds(ayla).command("/visit/leave", visit=boris.pk)
    assert (state(ayla), state(boris)) == ("closed", "waiting")


def test_after_an_hour_the_goodbye_is_gone(mine, visit):
    """Row 8: the secret is erased with the page."""
    actions.leave(visit)
    assert mine.get("/visit/").status_code == 200
    change(visit, closed_at=timezone.now() - GOODBYE_FOR - timedelta(seconds=1))
    clock.erase()
    assert mine.get("/visit/").status_code == 404


def test_the_page_is_a_sign_of_life(mine, visit, monkeypatch):
    heard = []
    monkeypatch.setattr(present, "_listeners", [heard.append])
    mine.get("/visit/")
    assert heard == [f"visit:{visit.pk}"]


# What one can do


def test_entering_with_a_script_is_joining_the_room(mine, called):
    """One answer instead of two: the door opens fast."""
    answer = mine.command("/visit/enter")
    ticket = answer.json()
    assert (answer.status_code, ticket["kind"], ticket["role"]) == (200, "peer", "citizen")
    assert (ticket["visit"], ticket["epoch"], state(called)) == (called.pk, 1, "talking")


def test_a_command_of_a_script_answers_with_nothing_to_read(mine, visit):
    answer = mine.command("/visit/pause", minutes="10")
    assert sentence(answer) == (204, "")
    visit.refresh_from_db()
    assert visit.absence == "pause"
    minutes = (visit.absent_until - timezone.now()).total_seconds() / 60
    assert round(minutes) == 10


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_command_of_a_form_leads_back_to_the_page(mine, visit, prefix):
    answer = mine.post(f"{prefix}/visit/pause", {"minutes": "5"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{prefix}/visit/")
    assert state(visit) == "waiting"


def test_the_whole_way_of_a_visit(mine, visit, demir):
    def do(command, **fields):
        expected = 200 if command == "enter" else 204
        assert mine.command(f"/visit/{command}", **fields).status_code == expected
        visit.refresh_from_db()
        return visit.state, visit.absence

    assert do("pause", minutes="15") == ("waiting", "pause")
    assert do("back") == ("waiting", "")
    actions.call(visit, demir)
    assert do("reached") == ("called", "")
    assert visit.reached_at is not None
    assert do("more-time") == ("called", "")
    assert do("not-yet") == ("waiting", "not_yet")
    actions.call(visit, demir, even_if_absent=True)
    assert do("enter") == ("talking", "")
    assert do("hang-up") == ("talking", "")
    assert visit.hung_up_at is not None
    assert do("enter") == ("talking", "")
    assert visit.hung_up_at is None
    actions.end(visit, demir)
    visit.refresh_from_db()
    assert (visit.outcome, visit.name) == ("served", "")


def test_leaving_frees_the_place(mine, visit):
    assert mine.command("/visit/leave").status_code == 204
    visit.refresh_from_db()
    assert (visit.state, visit.outcome, visit.name) == ("closed", "left", "")


@pytest.mark.parametrize(
    ("command", "german"),
    [
        ("enter", "Die Tür ist gerade zugegangen. Ihr Platz ist noch da."),
        ("more-time", "Mehr Zeit geht gerade nicht. Bitte treten Sie ein."),
        ("not-yet", "Das geht gerade nicht mehr. Die Seite zeigt gleich, wie es weitergeht."),
        ("back", "Das geht gerade nicht mehr. Die Seite zeigt gleich, wie es weitergeht."),
        ("hang-up", "Das geht gerade nicht mehr. Die Seite zeigt gleich, wie es weitergeht."),
    ],
)
def test_what_is_not_possible_now_is_said_and_changes_nothing(mine, visit, command, german):
    for page, text in in_both_languages(german).items():
        assert sentence(mine.command(f"{page}{command}")) == (409, text)
    assert mine.post(f"/visit/{command}").headers["Location"] == "/visit/"
    assert state(visit) == "waiting"


@pytest.mark.parametrize(
    "minutes", ["", "0", "7", "60", "-5", "5.0", "\u0661\u0660", "10 ", "999999", "x"]
)
def test_only_the_pauses_that_are_offered_can_be_taken(mine, visit, minutes):
    answer = mine.command("/visit/pause", minutes=minutes)
    assert answer.status_code in (400, 409)
    visit.refresh_from_db()
    assert (visit.state, visit.absence) == ("waiting", "")


def test_an_offer_that_has_run_out_lets_nobody_in(mine, called):
    change(called, offer_until=timezone.now() - timedelta(seconds=1))
    assert sentence(mine.command("/visit/enter")) == (
        409,
        "Die Tür ist gerade zugegangen. Ihr Platz ist noch da.",
    )
    assert state(called) == "called"


@pytest.mark.parametrize(
    "command",
    ["enter", "more-time", "not-yet", "pause", "back", "reached", "leave", "hang-up"],
)
def test_a_command_without_a_visit_changes_nothing(visitor, visit, command):
    """Row 45."""
    for browser in (visitor, Browser()):
        answer = browser.command(f"/visit/{command}", minutes="5")
        assert sentence(answer) == (404, "Diesen Besuch gibt es nicht mehr.")
    answer = visitor.post(f"/visit/{command}")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/visit/")
    assert state(visit) == "waiting"


def test_nothing_can_be_done_with_a_visit_that_is_over(mine, visit):
    actions.leave(visit)
    for command in ("enter", "more-time", "not-yet", "pause", "back", "leave", "hang-up"):
        assert mine.command(f"/visit/{command}", minutes="5").status_code == 409
    visit.refresh_from_db()
    assert (visit.state, visit.outcome) == ("closed", "left")


def test_a_command_that_does_not_exist_is_not_found(mine, visit):
    for command in ("call", "end", "dismiss", "take-back", "transfer", "enter/", ""):
        answer = mine.command(f"/visit/{command}")
        assert answer.status_code in (404, 405)
    assert state(visit) == "waiting"


def test_only_who_is_called_or_inside_may_join_the_room(mine, visit, demir):
    """Row 41: the citizen from the call on; what that tells before *enter*, test_prepare says."""

    def joins():
        answer = mine.command("/visit/room/join")
        return answer.status_code, "ice_servers" in answer.content.decode()

    assert joins() == (403, False)
    actions.call(visit, demir)
    assert joins() == (200, True)
    mine.command("/visit/enter")
    assert joins() == (200, True)
    mine.command("/visit/hang-up")
    assert joins() == (403, False)
    mine.command("/visit/enter")
    assert joins() == (200, True)
    actions.end(Visit.objects.get(), demir)
    assert joins() == (403, False)


def test_all_who_wait_at_a_door_share_one_reading_of_it_until_it_changes(office):
    first, second = (knock(office).pk for _ in range(2))
    before = load_visit(first).visit.department
    assert load_visit(second).visit.department is before
    Department.objects.filter(pk=office.pk).update(offer_seconds=600)
    after = [load_visit(pk).visit.department for pk in (first, second)]
    assert [department.offer_seconds for department in after] == [600, 600]
    assert after[0] is after[1]


def test_the_test_of_the_line_may_ask_where_one_is_seen_and_gets_no_relay(mine, settings):
    """Rows 33 and 34: whoever waits learns the address of STUN, and no credential of TURN."""
    settings.CONFIG = replace(
        settings.CONFIG,
        stun_urls=("stun:turn.kreis.example:3478",),
        turn_urls=("turn:turn.kreis.example:3478",),
        turn_secret="geheim",
    )
    page = mine.page("/visit/")
    button = page.one("button", data_test_line="*")
    assert button["data-stun"] == "stun:turn.kreis.example:3478"
    said = [*button.attributes.values(), *(str(one.attributes) for one in page.walk())]
    assert [one for one in said if "turn:turn" in one or "credential" in one] == []
