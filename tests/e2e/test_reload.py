"""Nobody loses their place or their talk by reloading, or by closing the tab and coming back."""

from playwright.sync_api import Route, expect

from tests.e2e import media
from tests.e2e.people import People
from tests.e2e.scenes import somebody_is_called, somebody_waits, two_talk


def test_a_reload_while_waiting_keeps_number_and_place(people: People) -> None:
    boris = people.citizen()
    boris.knocks_at(name="Boris")
    ayla, demir = somebody_waits(people)
    ayla.sees_ahead(1)
    ayla.reload()
    ayla.wait_until_live()
    assert ayla.number == "E 02"
    ayla.sees_ahead(1)
    ayla.reopen()
    assert ayla.number == "E 02"
    ayla.sees_ahead(1)
    demir.sees_line("E 01", "E 02")


def test_knocking_again_gives_the_same_number(people: People) -> None:
    ayla, demir = somebody_waits(people)
    ayla.watch.expect_answer(409, "/departments/elterngeldstelle/knock")
    ayla.goes_to()
    ayla.press("knock")
    ayla.page.locator("main a[href$='/visit/']").click()
    assert ayla.number == "E 01"
    demir.sees_line("E 01")


def test_a_reload_while_called_asks_in_again(people: People) -> None:
    ayla, demir = somebody_is_called(people)
    ayla.reload()
    ayla.waits_until_called("Frau Demir")
    ayla.reopen()
    ayla.waits_until_called("Frau Demir")
    demir.has_called()
    ayla.enters()
    ayla.talks_with("Frau Demir")


def test_the_citizen_reloads_in_the_talk(people: People) -> None:
    ayla, demir = two_talk(people)
    ayla.reload()
    ayla.talks_with("Frau Demir")
    demir.talks_with("Ayla")
    media.expect_picture_and_sound(ayla.page, demir.page)


def test_a_page_is_loaded_to_its_end_also_where_the_other_shows_no_picture(people: People) -> None:
    """Screen readers wait for the end. The last image of the page comes after the connection."""
    ayla, demir = two_talk(people)
    demir.turns("camera", on=False)
    late: list[Route] = []

    def hold(image: Route) -> None:
        late.append(image)

    ayla.page.route("**/arms.*.svg", hold)
    ayla.page.reload(wait_until="commit")
    ayla.talks_with("Frau Demir")
    for image in late:
        image.continue_()
    assert late
    ayla.page.wait_for_load_state("load")
    media.expect_sound_only(ayla.page)


def test_the_citizen_closes_the_tab_in_the_talk_and_comes_back(people: People) -> None:
    ayla, demir = two_talk(people)
    ayla.page.close()
    expect(demir.restoring).to_be_visible()
    demir.hears_in_room("room-restoring")
    ayla.reopen()
    ayla.talks_with("Frau Demir")
    demir.talks_with("Ayla")
    expect(demir.restoring).to_be_hidden()
    media.expect_picture_and_sound(ayla.page, demir.page)


def test_the_advisor_reloads_in_the_talk(people: People) -> None:
    ayla, demir = two_talk(people)
    demir.reload()
    demir.talks_with("Ayla")
    ayla.talks_with("Frau Demir")
    media.expect_picture_and_sound(ayla.page, demir.page)
    demir.ends_talk()
    ayla.is_bid_goodbye()


def test_a_second_window_takes_the_talk_over(people: People) -> None:
    """One page of a person is in the room: the older one says so and sends nothing any more."""
    ayla, demir = two_talk(people)
    first, ayla.page = ayla.page, ayla.context.new_page()
    ayla.go("/visit/")
    ayla.talks_with("Frau Demir")
    expect(first.locator("[data-room-elsewhere]")).to_be_visible()
    assert media.reports(first, "transport") == []
    media.expect_picture_and_sound(ayla.page, demir.page)
