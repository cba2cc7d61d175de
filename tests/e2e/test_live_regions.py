"""The sentences that are spoken by themselves, as a person hears them, in German."""

import re

from playwright.sync_api import expect

from tests.e2e.ears import Ears
from tests.e2e.people import People
from tests.e2e.scenes import somebody_waits, two_talk

A_MINUTE = "01:00"


def test_the_overview_says_at_most_once_a_minute_whether_it_is_fresh(people: People) -> None:
    """Row 19: politely, once; a door that changes says nothing, or nobody could read in peace."""
    ayla = people.citizen()
    ayla.page.clock.install()
    ayla.go("/")
    ayla.wait_until_live()
    ears = Ears(ayla)
    people.advisor()
    expect(ayla.page.locator("#region-door-elterngeldstelle[data-state=open]")).to_be_attached()
    ayla.watch.expect_lost_network()
    ayla.context.set_offline(True)
    expect(ayla.page.locator("html[data-stale]")).to_be_attached()
    lost = ayla.page.locator("[data-live-status]").inner_text()
    assert re.fullmatch(r"Stand von \d\d?:\d\d Uhr – Wir verbinden neu", lost)
    ears.expect(f"polite: {lost}")
    ayla.context.set_offline(False)
    ayla.wait_until_live()
    ears.expect(f"polite: {lost}")
    ayla.page.clock.fast_forward(A_MINUTE)
    ears.expect(f"polite: {lost}", "polite: Wir sind wieder verbunden.")


def test_the_waiting_room_says_how_many_are_ahead(people: People) -> None:
    """Row 19: politely, when the number changes, and why it takes longer."""
    demir = people.advisor()
    for name in ("Boris", "Chen"):
        people.citizen().knocks_at(name=name)
    ayla = people.citizen()
    ayla.knocks_at(name="Ayla")
    ears = Ears(ayla)
    boris, chen = people.all[1], people.all[2]
    boris.press("leave")
    boris.confirm()
    ears.expect("polite: Vor Ihnen: noch 1 Person")
    chen.press("leave")
    chen.confirm()
    ears.expect(
        "polite: Vor Ihnen: noch 1 Person",
        "polite: Gleich sind Sie dran. Bitte bleiben Sie hier. Wir rufen Sie gleich auf.",
    )
    demir.is_now("away")
    ears.expect(
        "polite: Vor Ihnen: noch 1 Person",
        "polite: Gleich sind Sie dran. Bitte bleiben Sie hier. Wir rufen Sie gleich auf.",
        "polite: Sie sind als Nächstes dran. Gerade ist niemand am Schreibtisch. Ihr Platz bleibt.",
    )
    assert ears.unheard == []


def test_the_call_is_a_dialog_that_takes_the_focus(people: People) -> None:
    """Rows 19 and 20: its name is read with the focus; then how long the door stays open."""
    ayla, demir = somebody_waits(people)
    ears = Ears(ayla)
    demir.calls_next()
    ayla.waits_until_called()
    dialog = ayla.page.get_by_role("dialog", name="Frau Demir bittet Sie herein", exact=True)
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("heading")).to_be_focused()
    opened = open_for("2:00|1:5[0-9]")
    ears.expect(opened)
    ayla.press("more-time")
    ears.expect(opened, open_for("4:00|3:5[0-9]"))
    assert ears.unheard == []


def open_for(time: str) -> re.Pattern[str]:
    return re.compile(rf"polite: Die Tür bleibt noch ({time}) Minuten offen\.")


def test_a_lost_connection_is_said_in_the_room(people: People) -> None:
    """Row 19: politely, and that it is back."""
    ayla, demir = two_talk(people)
    ears = Ears(ayla)
    demir.page.close()
    ears.expect("polite: Wir verbinden Sie wieder.")
    demir.page = demir.context.new_page()
    demir.go(demir.home)
    ears.expect(
        "polite: Wir verbinden Sie wieder.",
        "polite: Sie sind mit Frau Demir verbunden.",
    )


def test_a_knock_interrupts_the_advisor(people: People) -> None:
    """Row 19: as an alert, with number, door and name; once it is seen there is silence."""
    demir = people.advisor()
    ears = Ears(demir)
    people.citizen().knocks_at(name="Ayla")
    ears.expect("assertive: Es klopft: E 01, Elterngeldstelle – Ayla")
    demir.has_seen()
    people.citizen().knocks_at(name="Boris")
    ears.expect(
        "assertive: Es klopft: E 01, Elterngeldstelle – Ayla",
        "assertive: Es klopft: E 02, Elterngeldstelle – Boris",
    )


def test_a_desk_without_network_says_so(people: People) -> None:
    """Row 19: as an alert: who waits may be somebody else by now."""
    demir = people.advisor()
    ears = Ears(demir)
    demir.watch.expect_lost_network()
    demir.context.set_offline(True)
    band = demir.page.locator("[data-offline]")
    expect(band).to_have_text(re.compile(r"^Keine Verbindung. Die Liste ist von \d\d?:\d\d Uhr.$"))
    ears.expect(f"assertive: {band.inner_text()}")
    demir.context.set_offline(False)
    expect(band).to_be_hidden()
