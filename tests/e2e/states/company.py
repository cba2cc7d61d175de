"""Three and more people in a talk, and whoever comes to it by a link."""

from collections.abc import Callable
from functools import partial

from playwright.sync_api import expect

from tests.e2e import rows
from tests.e2e.advisor import AdvisorPage
from tests.e2e.citizen import CitizenPage
from tests.e2e.company import (
    OKAFOR_S_DOOR,
    agrees,
    colleague_comes,
    colleague_of_another_door_comes,
    guest_comes,
    inside,
    link_for,
    opens_other_doors,
    panel,
    rings,
)
from tests.e2e.guest import GuestPage
from tests.e2e.people import People
from tests.e2e.scenes import two_talk
from tests.e2e.visitor import Visitor


def asked(people: People) -> CitizenPage:
    ayla, demir = two_talk(people)
    link_for(demir, "interpreter")
    expect(ayla.button("agree")).to_be_visible()
    return ayla


def wishing(people: People) -> CitizenPage:
    ayla, demir = two_talk(people)
    panel(ayla).locator("form[action$='/wish'] button").click()
    demir.press("allow")
    ayla.press("link")
    expect(ayla.page.locator("[data-link-of] input")).to_be_visible()
    return ayla


def refused_a_wish(people: People) -> CitizenPage:
    ayla, demir = two_talk(people)
    panel(ayla).locator("form[action$='/wish'] button").click()
    demir.press("send-away")
    expect(ayla.button("noted")).to_be_visible()
    return ayla


def taken_over(people: People) -> tuple[CitizenPage, AdvisorPage]:
    ayla, demir, okafor = colleague_of_another_door_comes(people)
    panel(demir).locator("form[action$='/hand-over'] button").click()
    demir.confirm()
    expect(okafor.button("end")).to_be_visible()
    expect(ayla.page.locator("#room-title")).to_have_text(OKAFOR_S_DOOR)
    return ayla, okafor


def ringing_elsewhere(people: People) -> AdvisorPage:
    people.advisor("okafor")
    _, demir = two_talk(people)
    opens_other_doors(demir)
    return demir


def three(people: People) -> CitizenPage:
    ayla, _, _ = colleague_comes(people)
    inside(ayla, "Frau Demir", "Herr Brandt")
    return ayla


def inviting(people: People) -> AdvisorPage:
    people.advisor("brandt")
    _, demir = two_talk(people)
    link_for(demir, "sign")
    return demir


def somebody_at_the_door(people: People) -> tuple[AdvisorPage, GuestPage]:
    ayla, demir = two_talk(people)
    link = link_for(demir, "interpreter")
    agrees(ayla)
    guest = people.guest()
    guest.opens(link)
    guest.knocks("Herr Weiss")
    expect(demir.button("let-in")).to_be_visible()
    return demir, guest


def rung(people: People) -> AdvisorPage:
    brandt = people.advisor("brandt")
    _, demir = two_talk(people)
    rings(demir, "Herr Brandt")
    expect(brandt.button("come")).to_be_visible()
    return brandt


def unanswered(people: People) -> AdvisorPage:
    people.advisor("brandt")
    _, demir = two_talk(people)
    rings(demir, "Herr Brandt")
    expect(panel(demir).locator("[data-on-the-way]")).to_be_visible()
    rows.rings_for_a_minute(people.office)
    expect(demir.page.locator("#region-asking form[action$='/ring']")).to_be_visible()
    return demir


def helping(people: People) -> AdvisorPage:
    _, _, brandt = colleague_comes(people)
    return brandt


def invited(people: People) -> Visitor:
    guest = people.guest()
    guest.go(f"/join/#{'x' * 22}")
    expect(guest.page.locator("[name=secret]")).to_have_value("x" * 22)
    return guest


def wrong_link(people: People) -> Visitor:
    guest = invited(people)
    guest.watch.expect_answer(400, "/join/")
    guest.page.locator("#name").fill("Herr Weiss")
    guest.page.locator("form[data-invited] button").click()
    expect(guest.page.locator("#name-e")).to_be_visible()
    return guest


def guest_inside(people: People) -> GuestPage:
    ayla, demir = two_talk(people)
    guest = guest_comes(people, ayla, demir, "sign", "Frau Adeyemi")
    inside(guest, "Ayla", "Frau Demir")
    return guest


def guest_out(command: str, state: str, people: People) -> GuestPage:
    demir, guest = somebody_at_the_door(people)
    demir.page.locator(f"#region-asking form[action$='/{command}'] button").click()
    guest.is_(state)
    return guest


def nobody_s_guest(people: People) -> Visitor:
    guest = people.guest()
    guest.go("/guest/")
    return guest


CITIZEN: dict[str, Callable[[People], Visitor]] = {
    "room, asked about a third": asked,
    "room, link for a companion": wishing,
    "room, wish refused": refused_a_wish,
    "room, taken over behind another door": lambda people: taken_over(people)[0],
    "room, three": three,
    "invited": invited,
    "invited, link no longer good": wrong_link,
    "guest at the door": lambda people: somebody_at_the_door(people)[1],
    "guest inside": guest_inside,
    "guest not let in": partial(guest_out, "send-away", "declined"),
    "guest, the talk is over": nobody_s_guest,
}
ADVISOR: dict[str, Callable[[People], Visitor]] = {
    "desk, inviting": inviting,
    "desk, ringing at other doors": ringing_elsewhere,
    "desk, a talk of another door taken over": lambda people: taken_over(people)[1],
    "desk, somebody at the door of the room": lambda people: somebody_at_the_door(people)[0],
    "desk, rung": rung,
    "desk, nobody answers the ring": unanswered,
    "desk, in a colleague's talk": helping,
}
