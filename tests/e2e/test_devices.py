"""Camera and microphone: nothing before the person acts, everything given back; a talk without."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.e2e import axe, media
from tests.e2e.browser import MANY_DEVICES, chromium_of
from tests.e2e.devices import FORBIDDEN, NOT_THERE, Check, lacks, sent
from tests.e2e.people import People
from tests.e2e.scenes import somebody_is_called, somebody_waits, two_talk


@pytest.fixture(scope="module")
def bare_browser(engine: Playwright) -> Iterator[Browser]:
    """On a machine where neither camera nor microphone is plugged in."""
    with chromium_of(engine.chromium, devices=False) as browser:
        yield browser


@pytest.fixture(scope="module")
def rich_browser(engine: Playwright) -> Iterator[Browser]:
    """With several cameras, microphones and speakers."""
    with chromium_of(engine.chromium, devices=False, flags=[MANY_DEVICES]) as browser:
        yield browser


# Row 11: off until the person acts


def test_no_device_is_touched_before_entering(people: People) -> None:
    """Row 11: neither getUserMedia nor enumerateDevices is called before *Eintreten*."""
    ayla, demir = somebody_is_called(people)
    assert ayla.noted("asked") == []
    ayla.enters()
    ayla.talks_with("Frau Demir")
    asked = [entry["name"] for entry in ayla.noted("asked")]
    assert asked == ["getUserMedia"]
    assert ayla.open_tracks() == 2
    demir.ends_talk()
    for visitor in (ayla, demir):
        visitor.gives_devices_back()


def test_the_device_check_gives_everything_back(people: People) -> None:
    """Row 11: the check before waiting asks after the click only; its lamp does not stay on."""
    ayla, demir = somebody_waits(people)
    check = ayla.page.locator("#device-check")
    assert ayla.noted("asked") == []
    check.locator("[data-devices-start]").click()
    expect(check.locator("[data-devices-camera]")).to_have_text(ayla.word("device-camera-good"))
    expect(check.locator("[data-devices-microphone]")).to_have_text(
        ayla.word("device-microphone-good")
    )
    assert ayla.open_tracks() == 2
    check.locator("[data-devices-stop]").click()
    ayla.gives_devices_back()
    expect(check.locator("[data-devices-start]")).to_be_focused()

    check.locator("[data-devices-start]").click()
    expect(check.locator("[data-devices-stop]")).to_be_visible()
    checked = len(ayla.noted("tracks"))
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    ayla.talks_with("Frau Demir")
    of_the_check = f"noted.tracks.slice(0, {checked}).map((track) => track.readyState)"
    assert set(ayla.page.evaluate(of_the_check)) == {"ended"}
    media.expect_picture_and_sound(ayla.page, demir.page)


def test_the_device_check_ends_by_itself(people: People) -> None:
    """Row 11: a forgotten check does not film for longer than the minute it promises."""
    ayla = people.citizen()
    ayla.page.clock.install()
    ayla.knocks_at(name="Ayla")
    check = Check(ayla)
    check.starts()
    expect(check.find("microphone")).to_have_text(ayla.word("device-microphone-good"))
    expect(check.find("state")).to_have_text(ayla.word("device-check-running"))
    ayla.page.clock.run_for(50_000)
    assert ayla.open_tracks() == 2
    ayla.page.clock.run_for(10_000)
    ayla.gives_devices_back()
    expect(check.find("state")).to_have_text(ayla.word("device-check-over"))
    expect(check.find("camera")).to_have_text(ayla.word("device-works"))
    expect(check.find("microphone")).to_have_text(ayla.word("device-works"))


def test_the_check_says_when_all_is_ready(people: People) -> None:
    """Only the person knows whether they heard the sound; so the page asks."""
    ayla, _ = somebody_waits(people)
    check = Check(ayla)
    check.starts()
    expect(check.find("microphone")).to_have_text(ayla.word("device-microphone-good"))
    expect(check.find("ready")).to_be_hidden()
    check.find("sound").click()
    assert ayla.rang("called") == 1
    check.root.locator("[data-devices-heard=no]").click()
    expect(check.find("speaker")).to_have_text(ayla.word("device-not-heard"))
    expect(check.steps).to_have_count(3)
    expect(check.find("ready")).to_be_hidden()
    check.find("sound").click()
    check.root.locator("[data-devices-heard=yes]").click()
    expect(check.find("speaker")).to_have_text(ayla.word("device-heard"))
    expect(check.steps).to_have_count(0)
    expect(check.find("ready")).to_be_visible()
    check.find("stop").click()
    expect(check.find("ready")).to_be_visible()


def test_the_devices_chosen_in_the_check_are_those_of_the_talk(
    people: People, rich_browser: Browser
) -> None:
    """They are named after the person has allowed them, and remembered by the page alone."""
    demir = people.advisor()
    ayla = people.citizen(browser=rich_browser)
    ayla.knocks_at(name="Ayla")
    check = Check(ayla)
    expect(check.find("choose")).to_be_hidden()
    assert ayla.noted("asked") == []
    check.starts()
    check.find("choose").click()
    axe.expect_accessible(ayla.page, "choosing devices")
    cameras = check.root.locator("select[data-device=camera]")
    expect(cameras.locator("option")).to_have_text(
        ["fake_device_0", "fake_device_1", "fake_device_2"]
    )
    cameras.select_option("fake_device_2")
    microphones = check.root.locator("select[data-device=microphone]")
    microphones.select_option("Fake Audio Input 2")
    expect(check.find("microphone")).to_have_text(ayla.word("device-microphone-good"))
    chosen = [cameras.input_value(), microphones.input_value()]
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    ayla.talks_with("Frau Demir")
    demir.talks_with("Ayla")
    media.expect_picture_and_sound(demir.page)
    assert [sent(ayla, "video")["deviceId"], sent(ayla, "audio")["deviceId"]] == chosen
    assert ayla.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_entering_without_picture_sends_none(people: People) -> None:
    """Row 11: who chooses "Bild aus" is never filmed, and the other side says so in words."""
    ayla, demir = somebody_is_called(people)
    ayla.chooses("camera", on=False)
    expect(ayla.call.locator("[data-enter-word]")).to_have_text(ayla.word("enter-sound"))
    ayla.enters()
    ayla.talks_with("Frau Demir")
    expect(demir.other_tile.locator("[data-tile-blank]")).to_have_text(demir.word("camera-off"))
    expect(demir.other_tile.locator("[data-tile-blank]")).to_be_visible()
    media.expect_picture_and_sound(ayla.page)
    media.expect_sound_only(demir.page)
    wanted = [(entry["camera"], entry["microphone"]) for entry in ayla.noted("asked")]
    assert wanted == [(False, True)]


def test_muting_reaches_the_words_of_the_other_side(people: People) -> None:
    ayla, demir = two_talk(people)
    no_sound = demir.other_tile.locator("[data-tile-no-sound]")
    no_picture = demir.other_tile.locator("[data-tile-blank]")
    expect(no_sound).to_be_hidden()
    ayla.turns("microphone", on=False)
    expect(no_sound).to_be_visible()
    ayla.turns("microphone", on=True)
    expect(no_sound).to_be_hidden()
    ayla.turns("camera", on=False)
    expect(no_picture).to_be_visible()
    expect(no_picture).to_have_text(demir.word("camera-off"))
    ayla.turns("camera", on=True)
    expect(no_picture).to_be_hidden()
    media.expect_picture(demir.page)


# Without a device


def test_the_citizen_has_no_camera(people: People) -> None:
    ayla, demir = people.citizen(), people.advisor()
    lacks(ayla, camera=NOT_THERE)
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    ayla.talks_with("Frau Demir")
    demir.talks_with("Ayla")
    expect(ayla.page.locator("[data-room-problem]")).to_have_text(ayla.word("device-no-camera"))
    expect(demir.other_tile.locator("[data-tile-blank]")).to_have_text(demir.word("camera-off"))
    media.expect_picture_and_sound(ayla.page)
    media.expect_sound_only(demir.page)


def test_the_advisor_may_not_use_the_camera(people: People) -> None:
    demir, ayla = people.advisor(), people.citizen()
    lacks(demir, camera=FORBIDDEN)
    demir.reload()
    demir.sits_at_desk()
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    ayla.talks_with("Frau Demir")
    demir.talks_with("Ayla")
    expect(demir.page.locator("[data-room-problem]")).to_have_text(demir.word("device-blocked"))
    expect(ayla.other_tile.locator("[data-tile-blank]")).to_have_text(ayla.word("camera-off"))
    media.expect_picture_and_sound(demir.page)
    media.expect_sound_only(ayla.page)


def test_the_citizen_has_no_device_at_all(people: People, bare_browser: Browser) -> None:
    """They see and hear, and read what they lack and how else they can speak with the office."""
    demir = people.advisor()
    ayla = people.citizen(browser=bare_browser)
    ayla.knocks_at(name="Ayla")
    ayla.page.locator("[data-devices-start]").click()
    expect(ayla.page.locator("[data-devices-problem]")).to_have_text(ayla.word("device-none"))
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    ayla.talks_with("Frau Demir")
    demir.talks_with("Ayla")
    expect(ayla.page.locator("[data-room-problem]")).to_have_text(ayla.word("device-none"))
    expect(demir.other_tile.locator("[data-tile-no-sound]")).to_be_visible()
    media.expect_picture_and_sound(ayla.page)
    assert media.flow(demir.page) == media.Flow(frames=0, sound=0, picture=0)
