"""What desks know of a visit and its own page must never be sent: compared byte by byte."""

import pytest

from buergerbuero.visits import actions
from buergerbuero.visits.emergency import all_is_well, ask_for_help, come
from buergerbuero.visits.handing_over import write_note
from buergerbuero.visits.rules import Reason
from tests.browser import Browser
from tests.live.building import building, happens, shown
from tests.live.clock import blocking
from tests.people import knock

pytestmark = pytest.mark.usefixtures("transactional_db", "static_files", "quick_passwords")
NOTE = "Vorsicht-Unverwechselbar"


async def test_no_byte_of_a_silent_call_for_help_reaches_a_citizen(office, demir, brandt):
    """Neither who talks nor who waits, and colleagues read all of it."""
    with blocking():
        ayla, boris = knock(office, "Ayla"), knock(office, "Boris")
        actions.enter(actions.call(ayla, demir))
        browsers = [Browser().holds(ayla), Browser().holds(boris)]
        desk = Browser().is_signed_in_as(brandt)
    async with building() as house:
        citizens = [house.watch("/live/visit", one) for one in browsers]
        public = house.watch("/live/overview")
        colleague = house.watch("/live/desk", desk)
        await happens()
        before = [one.bytes for one in (*citizens, public)]
        shown(colleague)
        said = []
        for act in (
            lambda: ask_for_help(ayla, demir),
            lambda: come(ayla, brandt),
            lambda: all_is_well(ayla, demir),
        ):
            with blocking():
                act()
            await happens()
            said.append(shown(colleague)["emergency"].text)
        cry = f"Frau Demir braucht Hilfe: {ayla.label}, Elterngeldstelle"
        assert said == [f"{cry} Ich komme", f"{cry} Sie haben gesagt, dass Sie kommen.", ""]
        assert [one.bytes for one in (*citizens, public)] == before


async def test_a_note_for_colleagues_reaches_desks_and_no_citizen_in_any_state(
    office, centre, demir, okafor
):
    """Written in the talk and with a transfer, through call, talk, papers and the end."""
    with blocking():
        ayla, boris = knock(office, "Ayla"), knock(centre, "Boris")
        mine, other = Browser().holds(ayla), Browser().holds(boris)
        desks = [Browser().is_signed_in_as(one) for one in (demir, okafor)]
    pages = []
    async with building() as house:
        here, there = (house.watch("/live/desk", one) for one in desks)
        streams = [house.watch("/live/visit", one) for one in (mine, other)]
        await happens()

        async def then(act):
            with blocking():
                act()
            await happens()
            streams.append(house.watch("/live/visit", mine))
            await happens()
            with blocking():
                pages.extend(one.get("/visit/").content.decode() for one in (mine, other))
                ayla.refresh_from_db()

        await then(lambda: actions.enter(actions.call(ayla, demir)))
        await then(lambda: write_note(ayla, demir, NOTE))
        await then(lambda: actions.put_back(ayla, demir, papers=True, to_fetch="den Pass"))
        await then(lambda: actions.enter(actions.call(actions.back(ayla), demir)))
        await then(lambda: actions.transfer(ayla, demir, centre, note=f"{NOTE} 2"))
        await then(lambda: actions.call(ayla, okafor, reason=Reason.URGENT))
        await then(lambda: actions.enter(ayla))
        await then(lambda: actions.end(ayla, okafor))
        assert NOTE in here.bytes.decode()
        assert f"{NOTE} 2" in there.bytes.decode()
        assert f"{NOTE} 2" not in here.bytes.decode()
        assert "den Pass" in streams[0].bytes.decode()
        for sent in [one.bytes.decode() for one in streams] + pages:
            assert NOTE not in sent


async def test_whoever_is_handed_over_reads_where_to_and_with_which_number(
    office, centre, demir, okafor
):
    with blocking():
        ayla = knock(office, "Ayla")
        mine = Browser().holds(ayla)
        actions.enter(actions.call(ayla, demir))
    async with building() as house:
        old = house.watch("/live/visit", mine)
        await happens()
        assert {"ticket", "handed-over"}.isdisjoint(shown(old))
        with blocking():
            actions.transfer(ayla, demir, centre)
        await happens()
        assert old.events()[-1].data == {"reason": "moved"}
        new = house.watch("/live/visit", mine)
        await happens()
        regions = shown(new)
        assert regions["visit"].one(id="region-visit")["data-state"] == "waiting"
        assert (
            regions["ticket"].one("p", class_="ticket__office").text.endswith("Integrationszentrum")
        )
        assert regions["ticket"].one("p", class_="ticket__number").text == ayla.label
        band = regions["handed-over"].one(id="region-handed-over")
        said = (
            "Frau Demir bringt Sie in einen anderen Fachbereich: Integrationszentrum."
            " Sie müssen nicht neu warten: Ihre Wartezeit zählt, und Ihre Nummer bleibt"
            f" {ayla.label}. Kamera und Mikrofon sind aus."
        )
        assert (band.text, band["data-announce"]) == (said, said)
        with blocking():
            actions.call(ayla, okafor)
        await happens()
        assert "hidden" in shown(new)["handed-over"].one(id="region-handed-over")
