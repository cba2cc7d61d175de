"""Bringing people into a talk, as those in it do."""

from playwright.sync_api import Locator, expect

from tests.e2e.advisor import AdvisorPage
from tests.e2e.citizen import CitizenPage
from tests.e2e.guest import GuestPage
from tests.e2e.media import REPORTS
from tests.e2e.people import People
from tests.e2e.scenes import two_talk
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import eventually

OKAFOR_S_DOOR = "Schwerbehindertenstelle"


def panel(somebody: Visitor) -> Locator:
    """“Personen”, open."""
    found = somebody.page.locator("[data-side-panel=people]")
    if not found.is_visible():
        if not somebody.page.locator(".callbar [data-side=people]").is_visible():
            somebody.page.locator(".callbar [data-side=more]").click()
        somebody.page.locator("[data-side=people]").filter(visible=True).click()
    expect(found).to_be_visible()
    return found


def opens_other_doors(host: AdvisorPage) -> Locator:
    group = panel(host).locator("#people-elsewhere")
    group.locator("summary").click()
    expect(group.locator("li").first).to_be_visible()
    return group


def role_of(somebody: Visitor, name: str) -> Locator:
    tile = somebody.page.locator("[data-room] figure.tile:not([data-room-self])")
    return tile.filter(has_text=name).locator("[data-tile-role]")


def rings(host: AdvisorPage, name: str) -> None:
    panel(host).locator("form[action$='/ring']").filter(has_text=name).locator("button").click()


def link_for(host: AdvisorPage, role: str) -> str:
    inviting = panel(host).locator(f"form[action$='/invite']:has([value={role}])")
    inviting.locator("button").click()
    return shown_link(host)


def shown_link(somebody: Visitor) -> str:
    field = somebody.page.locator("[data-link-of] input")
    expect(field).to_be_visible()
    return field.input_value()


def agrees(citizen: CitizenPage) -> None:
    citizen.press("agree")


def inside(somebody: Visitor, *names: str) -> None:
    """Exactly these others are seen by this page."""
    shown = somebody.page.locator("[data-room] figure.tile:not([data-room-self]) [data-tile-name]")
    expect(shown).to_have_count(len(names))
    eventually(
        somebody.page,
        lambda: sorted(shown.all_inner_texts()) == sorted(names),
        what=f"the tiles of {names}",
    )


def sees_frames_of(somebody: Visitor, others: int) -> None:
    """Over each connection of this page frames arrive, and then more of them."""

    def frames() -> list[int]:
        reports = somebody.page.evaluate(REPORTS, "inbound-rtp")
        return [one["framesDecoded"] for one in reports if one["kind"] == "video"]

    before: list[int] = []

    def more_from_everybody() -> bool:
        now = frames()
        if len(now) == len(before) == others and all(map(int.__gt__, now, before)):
            return True
        if len(now) != len(before) or 0 in before or any(map(int.__lt__, now, before)):
            before[:] = now
        return False

    eventually(somebody.page, more_from_everybody, what="frames from everybody")


def colleague_comes(people: People) -> tuple[CitizenPage, AdvisorPage, AdvisorPage]:
    """Frau Demir has brought Herr Brandt into her talk with Ayla."""
    brandt = people.advisor("brandt")
    ayla, demir = two_talk(people)
    rings(demir, "Herr Brandt")
    brandt.press("come")
    agrees(ayla)
    expect(brandt.talk.locator("[data-room]")).to_be_visible()
    inside(brandt, "Ayla", "Frau Demir")
    return ayla, demir, brandt


def colleague_of_another_door_comes(
    people: People,
) -> tuple[CitizenPage, AdvisorPage, AdvisorPage]:
    """Frau Demir has brought Frau Okafor into her talk with Ayla, who serves other doors."""
    okafor = people.advisor("okafor")
    ayla, demir = two_talk(people)
    opens_other_doors(demir)
    rings(demir, "Frau Okafor")
    okafor.press("come")
    agrees(ayla)
    expect(okafor.talk.locator("[data-room]")).to_be_visible()
    inside(okafor, "Ayla", "Frau Demir")
    return ayla, demir, okafor


def guest_comes(
    people: People,
    ayla: CitizenPage,
    demir: AdvisorPage,
    role: str,
    name: str,
    *,
    let_in: bool = True,
) -> GuestPage:
    link = link_for(demir, role)
    agrees(ayla)
    guest = people.guest()
    guest.opens(link)
    guest.knocks(name)
    if let_in:
        demir.press("let-in")
        guest.is_("in")
    return guest
