"""Two desks and a waiting room: who is passed over, who is preferred, and what everybody reads."""

from playwright.sync_api import expect

from tests.e2e import rows
from tests.e2e.ears import Ears
from tests.e2e.people import People


def test_each_desk_calls_its_own_and_who_is_passed_over_knows_why(people: People) -> None:
    """Rows 19 and 45: by subject, then out of order with a reason."""
    rows.route_subject(people.office, "brandt")
    demir, brandt = people.advisor(), people.advisor("brandt")
    ayla = people.citizen()
    ayla.goes_to()
    ayla.page.locator("#subject").select_option(index=1)
    ayla.knocks("Ayla")
    boris, chen = people.citizen(), people.citizen()
    boris.knocks_at(name="Boris")
    chen.knocks_at(name="Chen")
    demir.sees_next("E\u00a002")
    brandt.sees_next("E\u00a001")
    whom = "E\u00a001 wird übersprungen. Ansprechperson: Herr Brandt (Erster Antrag)"
    expect(demir.page.locator(".next")).to_contain_text(whom)
    expect(boris.page.locator("#region-reasons")).to_contain_text("eine feste Ansprechperson")
    heard = Ears(boris)
    demir.more_about("E 03").get_by_role("button", name="dringend").click()
    demir.has_called()
    preferred = "Jemand wurde vorgezogen: dringend."
    expect(boris.page.locator("#region-reasons")).to_contain_text(preferred)
    expect(ayla.page.locator("#region-reasons")).to_contain_text(preferred)
    heard.expect(f"polite: {preferred}")
    demir.takes_call_back()
    expect(demir.page.locator("#region-doors")).to_contain_text(
        "Heute 1-mal außer der Reihe: 1 dringend"
    )
    demir.calls_next()
    boris.waits_until_called()


def test_place_and_reason_are_said_together(people: People) -> None:
    """Row 19: the number and why it has grown, once."""
    demir = people.advisor()
    boris, ayla = people.citizen(), people.citizen()
    boris.knocks_at(name="Boris")
    ayla.knocks_at(name="Ayla")
    heard = Ears(ayla)
    demir.calls_next()
    said = ["polite: Gleich sind Sie dran. Bitte bleiben Sie hier. Wir rufen Sie gleich auf."]
    heard.expect(*said)
    demir.takes_call_back()
    ayla.sees_ahead(1)
    why = "Jemand vor Ihnen war schon aufgerufen und behält den Platz."
    said.append(f"polite: Vor Ihnen: noch 1 Person. {why}")
    heard.expect(*said)
    people.citizen().knocks_at(name="Chen")
    demir.sees_line("E\u00a001", "E\u00a002", "E\u00a003")
    heard.expect(*said)
