"""The watch over every page does see what it must not let pass."""

import pytest

from tests.e2e.people import People
from tests.e2e.waiting import eventually

OFFENCES = {
    "Content-Security-Policy": "void (new Image().src = 'http://127.0.0.1:9/pixel.png')",
    "uncaught": "setTimeout(() => { throw new Error('of a test'); })",
    "answer 404": "void fetch('/nowhere')",
    "console error": "console.error('of a test')",
}


@pytest.mark.parametrize("offence", OFFENCES)
def test_an_offence_is_noted(people: People, offence: str) -> None:
    """Row 50: a violation of the policy, and whatever else nobody would hear of."""
    ayla = people.citizen()
    ayla.go("/")
    ayla.page.evaluate(OFFENCES[offence])
    complaints = ayla.watch.complaints
    eventually(ayla.page, lambda: any(offence in said for said in complaints), what=offence)
    ayla.context.close()  # nothing more is said
    complaints.clear()


def test_a_foreign_origin_is_noted(people: People) -> None:
    """Row 4: also where the policy of the page would allow it."""
    ayla = people.citizen()
    ayla.page.route("http://elsewhere.example/", lambda route: route.fulfill(body="elsewhere"))
    ayla.page.goto("http://elsewhere.example/")
    assert ayla.watch.complaints == ["foreign origin: http://elsewhere.example/"]
    ayla.watch.complaints.clear()
