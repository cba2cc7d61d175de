"""Showing a document: the citizen is guided, may say no, and both pages know of it."""

from playwright.sync_api import Page, expect

from tests.e2e.people import People
from tests.e2e.scenes import two_talk


def room_says(page: Page, state: str) -> None:
    """What the room's root says to all its parts: while `asked` none of them takes a still."""
    expect(page.locator(f"[data-room][data-identity='{state}']")).to_be_visible()


def test_the_guide_comes_with_the_question_and_goes_with_the_tick(people: People) -> None:
    citizen, demir = two_talk(people)
    guide = citizen.page.locator(".guide")
    expect(guide).to_have_count(0)
    demir.notes_identity("asked")
    expect(guide.locator("h2")).to_have_text("Bitte zeigen Sie Ihren Ausweis")
    expect(citizen.page.locator("#announce")).to_contain_text("Bitte zeigen Sie Ihren Ausweis.")
    for page in (citizen.page, demir.page):
        room_says(page, "asked")
    demir.notes_identity("document")
    expect(guide).to_have_count(0)
    expect(demir.page.locator(".identity__until")).to_have_count(0)
    for page in (citizen.page, demir.page):
        room_says(page, "document")


def test_whoever_would_rather_not_says_so_with_one_click(people: People) -> None:
    citizen, demir = two_talk(people)
    demir.notes_identity("asked")
    citizen.press("decline-identity")
    expect(citizen.page.locator(".guide")).to_have_count(0)
    expect(demir.page.locator(".identity")).to_contain_text("möchte den Ausweis nicht zeigen")
    expect(demir.page.locator(".identity__until")).to_be_visible()
    for page in (citizen.page, demir.page):
        room_says(page, "declined")


def test_the_advisor_calls_it_off(people: People) -> None:
    citizen, demir = two_talk(people)
    demir.notes_identity("asked")
    room_says(citizen.page, "asked")
    demir.notes_identity("")
    expect(citizen.page.locator(".guide")).to_have_count(0)
    room_says(citizen.page, "")


def test_the_case_number_is_kept_as_soon_as_it_is_typed(people: People) -> None:
    _, demir = two_talk(people)
    field = demir.page.locator("[name=case_number]")
    field.fill("EG 8/26")
    field.press("Tab")
    expect(demir.page.locator("#region-talk .next__facts")).to_contain_text("EG 8/26")
    demir.reload()
    expect(field).to_have_value("EG 8/26")
