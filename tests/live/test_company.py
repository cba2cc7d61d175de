"""What the pages of a talk are sent of the people in it, and of those who could be."""

import pytest

from buergerbuero.citizen.guest import COOKIE
from buergerbuero.consultations import bringing, coming
from buergerbuero.consultations.access import admit_colleague, admit_guest
from buergerbuero.consultations.actions import join
from buergerbuero.consultations.handing_over import hand_over
from buergerbuero.consultations.models import Participant
from buergerbuero.departments.actions import set_duty
from buergerbuero.departments.models import DutyState
from tests import html
from tests.browser import Browser
from tests.consultations.talks import (
    advisor_of,
    citizen,
    colleague_inside,
    enter,
    guest_inside,
    joined,
    key_of,
)
from tests.live.building import building, happens
from tests.live.clock import blocking
from tests.people import knock, make_advisor, on_duty

pytestmark = pytest.mark.usefixtures("transactional_db", "static_files", "quick_passwords")


@pytest.fixture
def talk(office, demir):
    visit = knock(office, "Ayla")
    enter(visit, demir)
    joined(visit)
    return visit


class Page:
    """What a stream has brought until now, region by region."""

    def __init__(self, stream):
        self.stream = stream
        self.regions = {}
        self.order = []
        self.ended = None

    def read(self):
        for event in self.stream.events():
            self.order.append((event.data or {}).get("region") or event.name)
            if event.name == "region":
                self.regions[event.data["region"]] = html.read(event.data["html"])
            if event.name == "end":
                self.ended = event.data["reason"]
        return self.regions

    @property
    def people(self):
        return self.read()["people"].one(id="region-people")

    @property
    def title(self):
        return self.read()["title"].one("span", id="region-title").text

    @property
    def elsewhere(self):
        return [one.text for one in self.people.one("details", id="people-elsewhere").all("li")]

    @property
    def alerts(self):
        return [one.text for one in self.read()["asking"].all("p", role="alert")]


async def test_the_desk_offers_whoever_is_at_work_behind_other_doors_as_they_are_now(
    talk, demir, okafor, centre
):
    with blocking():
        on_duty(make_advisor("krueger", "Herr Krüger", centre), DutyState.AWAY)
        desk = Browser().is_signed_in_as(demir)
    async with building() as house:
        page = Page(house.watch("/live/desk", desk))
        await happens()
        assert page.elsewhere == ["Frau Okafor Integrationszentrum frei Dazuholen : Frau Okafor"]
        with blocking():
            set_duty(okafor, DutyState.BREAK)
        await happens()
        assert page.elsewhere == ["Frau Okafor Integrationszentrum Pause"]
        with blocking():
            set_duty(okafor, DutyState.FREE)
            assert desk.command("/desk/room/ring", colleague=okafor.key).status_code == 204
        await happens()
        assert page.people.all("details") == []


async def test_everybody_reads_at_whose_door_the_talk_is_now(talk, demir, okafor):
    with blocking():
        guest, mine = Browser(), Browser().holds(talk)
        guest.cookies[COOKIE] = guest_inside(talk)
        join(admit_guest(key_of(guest.cookies[COOKIE].value)), wide=True)
        colleague = colleague_inside(talk, okafor)
        join(admit_colleague(okafor), wide=True)
        desks = [Browser().is_signed_in_as(one) for one in (demir, okafor)]
    async with building() as house:
        before = Page(house.watch("/live/visit", mine))
        pages = [Page(house.watch("/live/desk", one)) for one in desks]
        pages.append(Page(house.watch("/live/guest", guest)))
        await happens()
        assert [one.title for one in (before, *pages)] == ["Elterngeldstelle"] * 4
        with blocking():
            hand_over(advisor_of(talk), colleague.pk)
        await happens()
        before.read()
        assert before.ended == "moved"
        after = Page(house.watch("/live/visit", mine))
        await happens()
        assert [one.title for one in (after, *pages)] == ["Integrationszentrum"] * 4
        # The script that says who leads the talk now reads the title.
        assert after.order.index("title") < after.order.index("room")
        ticket = after.regions["ticket"].one("p", class_="ticket__office").text
        assert ticket.endswith("Integrationszentrum")
        roles = [one.text for one in after.people.all("span", class_="muted")]
        assert roles == ["Kollegin oder Kollege", "Bürgerin oder Bürger", "Dolmetschen", "Beratung"]


async def test_behind_a_discreet_door_nobody_reads_its_name(talk, centre, okafor):
    with blocking():
        centre.discreet = True
        centre.save()
        colleague = colleague_inside(talk, okafor)
        join(admit_colleague(okafor), wide=True)
        hand_over(advisor_of(talk), colleague.pk)
        mine = Browser().holds(talk)
    async with building() as house:
        page = Page(house.watch("/live/visit", mine))
        await happens()
        assert page.title == "Beratung"


async def test_who_is_removed_or_takes_over_is_named_in_the_question(talk, demir, okafor):
    with blocking():
        guest_inside(talk, name='Herr "Weiss" <b>')
        colleague_inside(talk, okafor)
        join(admit_colleague(okafor), wide=True)
        desk = Browser().is_signed_in_as(demir)
    async with building() as house:
        page = Page(house.watch("/live/desk", desk))
        await happens()
        asked = page.people.all("form", data_confirm="*")
        assert [(one["data-confirm"], one["data-confirm-no"]) for one in asked] == [
            ('„Herr "Weiss" <b>“ aus dem Raum nehmen?', "Abbrechen"),
            ("Gespräch an „Frau Okafor“ übergeben?", "Abbrechen"),
            ("„Frau Okafor“ aus dem Raum nehmen?", "Abbrechen"),
        ]


async def test_a_wish_can_always_be_taken_back_and_a_no_is_said(talk):
    with blocking():
        mine = Browser().holds(talk)
        wished = bringing.wish(citizen(talk))
    give_up = f"/visit/room/people/{wished.pk}/give-up"
    async with building() as house:
        page = Page(house.watch("/live/visit", mine))
        await happens()
        assert page.people.one("form", action=give_up).text == "Doch nicht"
        with blocking():
            bringing.allow(advisor_of(talk), wished.pk)
            bringing.make_link(citizen(talk), wished.pk)
        await happens()
        assert page.alerts == ["Ihre Begleitung darf dazukommen. Geben Sie ihr den Link."]
        assert page.people["data-link-waits"].split() == [wished.pk]
        with blocking():
            Participant.objects.filter(pk=wished.pk).update(expires_at=talk.since)
            bringing.end_links()
        await happens()
        assert page.alerts == ["Der Link für Ihre Begleitung gilt nicht mehr."]
        assert page.people["data-link-waits"] == ""
        assert page.regions["asking"].one("form", action=give_up).text == "Doch nicht"
        with blocking():
            coming.send_away(advisor_of(talk), wished.pk)
        await happens()
        assert page.alerts == ["Frau Demir sagt: Gerade geht es nicht."]
        assert page.people.one("form", action="/visit/room/wish")
        with blocking():
            noted = mine.command(f"/visit/room/people/{wished.pk}/noted")
        assert noted.status_code == 204
        await happens()
        assert page.alerts == []


async def test_the_desk_fetches_a_new_link_for_one_that_has_had_its_hour(talk, demir):
    with blocking():
        desk = Browser().is_signed_in_as(demir)
        invited = bringing.invite(advisor_of(talk), "interpreter")
        bringing.make_link(advisor_of(talk), invited.pk)
        Participant.objects.filter(pk=invited.pk).update(expires_at=talk.since)
    async with building() as house:
        page = Page(house.watch("/live/desk", desk))
        await happens()
        row = page.people.one("li", data_on_the_way=invited.pk)
        assert "Der Link gilt nicht mehr." in row.text
        again = row.one("form", action=f"/desk/room/people/{invited.pk}/link")["action"]
        with blocking():
            assert desk.command(again).status_code == 200
        await happens()
        row = page.people.one("li", data_on_the_way=invited.pk)
        assert "Der Link gilt bis" in row.text
