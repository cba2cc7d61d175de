"""The desk by keyboard, and what it says when others are faster or the network is gone."""

import re

from playwright.sync_api import Locator, expect

from tests.e2e.advisor import AdvisorPage
from tests.e2e.citizen import CitizenPage
from tests.e2e.people import People
from tests.e2e.scenes import somebody_is_called, somebody_waits, two_talk
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import eventually

OFFER_OVER = "UPDATE visits_visit SET offer_until = datetime('now') WHERE state = 'called'"


def message_of(demir: AdvisorPage) -> Locator:
    return demir.page.locator("#command-message")


def keys_of(demir: AdvisorPage) -> Locator:
    return demir.page.locator("[data-shortcuts]")


def commands_sent(demir: AdvisorPage) -> list[str]:
    """From now on, in this list."""
    sent: list[str] = []
    demir.page.on(
        "request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None
    )
    return sent


def two_wait(people: People) -> AdvisorPage:
    demir = people.advisor("demir")
    for name in ("Ayla", "Boris"):
        people.citizen().knocks_at(name=name)
    demir.sees_line("E 01", "E 02")
    return demir


# Keys


def test_a_talk_from_the_knock_to_the_end_with_single_keys(people: People) -> None:
    """Row 18: the focus goes on to the room, and back to the line."""
    ayla, demir = somebody_waits(people)
    keyboard = demir.page.keyboard
    expect(demir.knock).to_have_text(re.compile("Ayla"))
    keyboard.press("g")
    expect(demir.seen_button).to_be_hidden()
    keyboard.press("n")
    demir.has_called()
    expect(demir.page.locator("#room-title")).to_be_focused()
    ayla.waits_until_called()
    ayla.enters()
    demir.talks_with("Ayla")
    for key, device in (("t", "microphone"), ("b", "camera")):
        button = demir.page.locator(f".callbar [data-control={device}]")
        keyboard.press(key)
        expect(button).to_have_class(re.compile("control--off"))
        keyboard.press(key.upper())
        expect(button).not_to_have_class(re.compile("control--off"))
    expect(demir.page.locator("#room-title")).to_be_focused()
    end = demir.button("end")
    end.focus()
    keyboard.press("Enter")
    demir.confirm()
    demir.is_alone()
    expect(demir.page.locator("main h1")).to_be_focused()


def test_the_keys_are_listed_and_the_question_mark_leads_there(people: People) -> None:
    demir = people.advisor()
    demir.page.keyboard.press("?")
    expect(keys_of(demir)).to_be_focused()
    expect(demir.page.locator(".keys kbd")).to_have_text(["N", "G", "K", "T", "B", "H", "?"])
    spoken = demir.page.locator("[data-bell]").get_attribute("aria-label") or ""
    demir.page.keyboard.press("k")
    expect(demir.page.locator("[data-bell]")).not_to_have_attribute("aria-label", spoken)
    expect(keys_of(demir)).to_be_focused()


def test_nobody_is_called_by_what_is_typed(people: People) -> None:
    _, demir = somebody_waits(people)
    sent = commands_sent(demir)
    reason = demir.more_about("E 01").locator("input[name=reason]")
    reason.press_sequentially("nkgtb?NKGTB")
    expect(reason).to_have_value("nkgtb?NKGTB")
    for stroke in ("Control+n", "Alt+n", "Shift+N"):
        demir.page.locator("main h1").evaluate("h1 => { h1.tabIndex = -1; h1.focus(); }")
        demir.page.keyboard.press(stroke)
    demir.is_now("break")
    # Whoever types is there, so what has knocked is seen.
    told = ("/duty", "/seen")
    assert [url for url in sent if "/live/" not in url and not url.endswith(told)] == []


def test_no_key_acts_behind_a_question(people: People) -> None:
    _, demir = somebody_waits(people)
    boris = people.citizen()
    boris.knocks_at(name="Boris")
    boris.steps_out_for(5)
    sent = commands_sent(demir)
    expect(demir.rows.nth(1).locator(".mark:not([data-new])")).to_be_visible()
    demir.more_about("E 02").locator("[name=reason][value=urgent]").click()
    expect(demir.page.locator("dialog:modal")).to_be_visible()
    demir.page.keyboard.press("n")
    demir.confirm(yes=False)
    demir.sees_line("E 01", "E 02")
    demir.is_now("break")
    assert [url for url in sent if url.endswith("/call")] == []


def test_keys_that_are_switched_off_stay_off(people: People) -> None:
    """WCAG 2.1.4, row 18: with the mouse and Tab everything goes on as before."""
    _, demir = somebody_waits(people)
    with demir.page.expect_response("**/desk/preferences"):
        keys_of(demir).uncheck()
    for again in (False, True):
        if again:
            demir.reload()
            demir.sits_at_desk()
        expect(keys_of(demir)).not_to_be_checked()
        sent = commands_sent(demir)
        for key in "ngk?":
            demir.page.keyboard.press(key)
        demir.is_now("break" if again else "free")
        assert [url for url in sent if url.endswith(("/call", "/preferences"))] == []
    demir.calls_next()


# The focus stays


def test_the_focus_stays_with_its_line_while_the_list_moves(people: People) -> None:
    """Row 18: a line that moves up keeps the focus; one that goes hands it on."""
    ayla, boris = people.citizen(), people.citizen()
    demir = people.advisor()
    ayla.knocks_at(name="Ayla")
    boris.knocks_at(name="Boris")
    demir.sees_line("E 01", "E 02")
    second = demir.rows.nth(1).locator("summary")
    second.focus()
    ayla.leaves()
    demir.sees_line("E 02")
    expect(demir.rows.nth(0).locator("summary")).to_be_focused()
    boris.leaves()
    expect(demir.rows).to_have_count(0)
    expect(demir.page.locator("main h1")).to_be_focused()


def test_whoever_types_into_a_line_that_is_taken_is_told(people: People) -> None:
    """Row 42: a colleague was faster; the focus goes on to whoever is next."""
    demir = two_wait(people)
    brandt = people.advisor("brandt")
    demir.more_about("E 01").locator("input[name=reason]").fill("Bitte")
    brandt.calls_next()
    demir.sees_line("E 02")
    expect(message_of(demir)).to_have_text(demir.word("row-gone", number="E\u00a001"))
    expect(demir.page.locator("#naechste")).to_be_focused()


def test_menus_close_by_escape_and_by_a_click_beside(people: People) -> None:
    demir = two_wait(people)
    first = demir.more_about("E 01")
    demir.page.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(demir.rows.nth(0).locator("summary")).to_be_focused()
    first = demir.more_about("E 01")
    demir.rows.nth(1).locator("summary").press("Enter")
    second = demir.rows.nth(1).locator(".menu__list")
    expect(second).to_be_visible()
    expect(first).to_be_hidden()
    demir.page.locator("main h2").first.click()
    expect(second).to_be_hidden()


# Others, and the network


def test_a_colleague_was_faster(people: People) -> None:
    """Row 42: a page that has not heard of it yet is told who, and who comes next."""
    demir = two_wait(people)
    brandt = people.advisor("brandt")
    shown = demir.page.locator("form[data-call] input[name=visit]").first.get_attribute("value")
    brandt.calls_next()
    demir.sees_next("E\u00a002")
    demir.watch.expect_answer(409, "/desk/call")
    demir.page.locator("form[action$='/desk/call'] input[name=visit]").evaluate(
        "(one, visit) => { one.value = visit; }", shown
    )
    demir.press("desk/call")
    expect(message_of(demir)).to_have_text("Herr Brandt war schneller. Als Nächstes: E\u00a002.")
    expect(message_of(demir)).to_have_attribute("role", "alert")
    demir.is_alone()
    demir.sees_line("E 02")


def does_not_come(people: People) -> tuple[CitizenPage, AdvisorPage, Locator]:
    """Called in vain; with what the line offers then."""
    ayla, demir = somebody_is_called(people)
    left = demir.page.locator("[data-left]")
    expect(left).to_have_text(re.compile(r"(1:\d\d|2:00) Minuten"))
    people.office.sql(OFFER_OVER)
    demir.is_alone()
    actions = demir.rows.nth(0).locator(".row-actions")
    expect(actions).to_be_visible()
    return ayla, demir, actions


def test_somebody_who_does_not_come_is_called_again(people: People) -> None:
    ayla, demir, actions = does_not_come(people)
    actions.locator("form[action$='/call'] button").click()
    demir.has_called()
    ayla.waits_until_called()


def test_somebody_who_does_not_come_is_let_go(people: People) -> None:
    ayla, demir, actions = does_not_come(people)
    actions.locator("form[action$='/dismiss'] button").click()
    demir.confirm()
    ayla.is_bid_goodbye("declined")
    expect(demir.rows).to_have_count(0)


def test_without_network_the_desk_says_how_old_the_list_is(people: People) -> None:
    _, demir = somebody_waits(people)
    band = demir.page.locator("[data-offline]")
    expect(band).to_be_hidden()
    demir.watch.expect_lost_network()
    demir.context.set_offline(True)
    expect(band).to_have_text(re.compile(r"\d\d?:\d\d"))
    assert band.get_attribute("role") == "alert"
    demir.context.set_offline(False)
    expect(band).to_be_hidden()


# Small screens


def is_in_sight(visitor: Visitor, selector: str) -> bool:
    return bool(
        visitor.page.locator(selector).evaluate(
            "one => { const { top, bottom } = one.getBoundingClientRect();"
            " return top >= -1 && bottom <= innerHeight + 1; }"
        )
    )


def test_on_a_phone_the_room_comes_into_sight_with_the_call(people: People) -> None:
    demir = people.advisor(viewport={"width": 360, "height": 800})
    people.citizen().knocks_at(name="Ayla")
    demir.calls_next()
    expect(demir.page.locator("#room-title")).to_be_focused()
    for part in (".desk__room .callbar", "#room-title"):
        what = f"{part} in sight"
        eventually(demir.page, lambda part=part: is_in_sight(demir, part), what=what)


def test_a_desk_with_long_names_fits_the_smallest_screen(people: People) -> None:
    """Row 21: 320 px, with names that have no gap, in a talk and beside it."""
    long = "Bundesausbildungsförderungsangelegenheitenabteilung"
    people.office.sql(
        "UPDATE departments_department SET names = json_set(names, '$.de', ?)"
        " WHERE slug = 'elterngeldstelle'",
        f"{long} und Elterngeld",
    )
    ayla, demir = two_talk(people, "Donaudampfschifffahrtsgesellschaftskapitänin")
    people.citizen().knocks_at(name="Rindfleischetikettierungsüberwachung")
    demir.page.set_viewport_size({"width": 320, "height": 640})
    for act in (lambda: None, ayla.hangs_up, demir.ends_talk):
        act()
        wider = demir.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0
