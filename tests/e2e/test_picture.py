"""How the pictures go out and stand: smooth for who signs, large for whom one chose."""

from playwright.sync_api import Locator, expect

from tests.e2e import axe, media
from tests.e2e.citizen import CitizenPage
from tests.e2e.devices import Panel
from tests.e2e.people import People
from tests.e2e.scenes import two_talk
from tests.e2e.seats import Seats
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import eventually

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 740}
SENT = """() => {
  const open = ({ connectionState }) => connectionState !== "closed";
  const senders = noted.connections.filter(open).flatMap((one) => one.getSenders());
  return senders.map((sender) => {
    const { degradationPreference = "", encodings } = sender.getParameters();
    return {
      kind: sender.track?.kind ?? "",
      hint: sender.track?.contentHint ?? "",
      preference: degradationPreference,
      ...encodings[0],
    };
  });
}"""


def sent(visitor: Visitor, kind: str) -> dict[str, object]:
    found = [one for one in visitor.page.evaluate(SENT) if one["kind"] == kind]
    return found[0] if found else {}


def is_smooth(visitor: Visitor) -> bool:
    found = sent(visitor, "video")
    return (found.get("hint"), found.get("preference")) == ("motion", "maintain-framerate")


def is_balanced(visitor: Visitor) -> bool:
    found = sent(visitor, "video")
    return (found.get("hint"), found.get("preference")) == ("", "balanced")


def wish(visitor: Visitor) -> Locator:
    return visitor.page.locator("[data-signing-wanted]")


# Sign language


def knocks_for_signing(ayla: CitizenPage) -> None:
    ayla.goes_to()
    ayla.page.locator("details:has([name=needs]) summary").click()
    ayla.page.locator("[name=needs][value=sign]").check()
    ayla.knocks(name="Ayla")


def test_who_named_sign_language_at_the_door_gets_smooth_pictures(people: People) -> None:
    """Both sides send so; the wish is the citizen's, and the advisor reads that somebody has it."""
    demir, ayla = people.advisor(), people.citizen()
    knocks_for_signing(ayla)
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    ayla.talks_with("Frau Demir")
    for visitor in (ayla, demir):
        eventually(visitor.page, lambda v=visitor: is_smooth(v), what="a smooth picture")
    Panel(demir).opens()
    expect(wish(demir)).not_to_be_checked()
    expect(demir.page.locator("[data-signing-others]")).to_be_visible()
    expect(wish(ayla)).to_be_checked()
    media.expect_picture_and_sound(ayla.page, demir.page)
    ayla.page.set_viewport_size({"width": 1280, "height": 800})
    Panel(ayla).opens()
    axe.expect_accessible(ayla.page, "devices with sign language")
    wish(ayla).press("Space")
    for visitor in (ayla, demir):
        eventually(visitor.page, lambda v=visitor: is_balanced(v), what="a usual picture")
    expect(demir.page.locator("[data-signing-others]")).to_be_hidden()


def test_either_side_switches_smooth_pictures_on(people: People) -> None:
    ayla, demir = two_talk(people)
    for visitor in (ayla, demir):
        eventually(visitor.page, lambda v=visitor: is_balanced(v), what="a usual picture")
        assert sent(visitor, "audio")["priority"] == "high"
        assert sent(visitor, "audio")["networkPriority"] == "high"
    Panel(demir).opens()
    wish(demir).check()
    for visitor in (ayla, demir):
        eventually(visitor.page, lambda v=visitor: is_smooth(v), what="a smooth picture")
    demir.reload()
    demir.talks_with("Ayla")
    for visitor in (ayla, demir):
        eventually(visitor.page, lambda v=visitor: is_balanced(v), what="a usual picture")


# Who speaks, and who is large


def test_both_see_who_speaks(people: People) -> None:
    """Row 27. The microphones beep now and then; one that is off shows no sign."""
    ayla, demir = two_talk(people)
    demir.page.bring_to_front()
    for tile in (demir.other_tile, demir.page.locator("[data-room-self]")):
        eventually(demir.page, lambda t=tile: speaks(t), what="who speaks is seen")
        expect(tile.locator(".tile__speaks")).to_be_visible()
    ayla.turns("microphone", on=False)
    expect(demir.other_tile.locator("[data-tile-no-sound]")).to_be_visible()
    expect(demir.other_tile.locator(".tile__speaks")).to_be_hidden()
    eventually(demir.page, lambda: not speaks(demir.other_tile), what="silence is seen")


def speaks(tile: Locator) -> bool:
    return "tile--speaking" in (tile.get_attribute("class") or "")


def test_between_two_the_other_is_large_anyway(people: People) -> None:
    for visitor in two_talk(people):
        expect(visitor.other_tile.locator("[data-control=full-screen]")).to_be_visible()
        expect(visitor.page.locator("[data-control=pin]").filter(visible=True)).to_have_count(0)


def test_any_picture_becomes_the_large_one(people: People) -> None:
    """Rows 18 and 27: by keyboard, and it stays so whoever comes, goes and comes back."""
    ayla, demir = two_talk(people)
    room = Seats(demir, ayla)
    room.are_taken_by(1)
    room.is_large(room.tile("Ayla"))
    pin = room.tile("Frau Adeyemi").locator("[data-control=pin]")
    expect(pin).to_have_attribute("aria-label", demir.word("pin", name="Frau Adeyemi"))
    pin.press("Enter")
    room.is_large(room.tile("Frau Adeyemi"))
    axe.expect_accessible(demir.page, "three people, one large")
    ayla.reload()
    media.expect_picture(demir.page)
    room.is_large(room.tile("Frau Adeyemi"))
    room.are_taken_by(0)
    room.are_taken_by(1)
    room.is_large(room.tile("Frau Adeyemi"))
    room.own.locator("[data-control=pin]").press("Enter")
    room.is_large(room.own)
    room.own.locator("[data-control=pin]").press("Enter")
    room.nobody_is_large()


def test_three_to_six_have_their_places(people: People) -> None:
    """Row 21: with one large and with none, wide and narrow, no picture lies over another."""
    ayla, demir = two_talk(people)
    room = Seats(demir, ayla)
    for more in (1, 2, 3, 4):
        room.are_taken_by(more)
        if more > 1:
            room.nobody_is_large()
            room.are_apart()
            room.tile("Ayla").locator("[data-control=pin]").press("Enter")
        for size in (WIDE, NARROW):
            demir.page.set_viewport_size(size)  # type: ignore[arg-type]
            room.is_large(room.tile("Ayla"))
            room.are_apart()
            expect(room.own).to_be_attached()
        demir.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        if more > 1:
            room.tile("Ayla").locator("[data-control=pin]").press("Enter")


def test_a_sign_interpreter_is_large_by_herself(people: People) -> None:
    """And the pictures are smooth, though nobody has switched that on."""
    ayla, demir = two_talk(people)
    room = Seats(demir, ayla)
    room.are_taken_by(2, role="sign")
    room.is_large(room.tile("Frau Adeyemi"))
    eventually(demir.page, lambda: is_smooth(demir), what="a smooth picture")
