"""How far a visit has come when a test begins."""

from tests.e2e.advisor import AdvisorPage
from tests.e2e.citizen import CitizenPage
from tests.e2e.people import People


def somebody_waits(people: People, name: str = "Ayla") -> tuple[CitizenPage, AdvisorPage]:
    """Frau Demir sits at her desk, and a citizen has knocked at her door."""
    demir = people.advisor("demir")
    citizen = people.citizen()
    citizen.knocks_at(name=name)
    return citizen, demir


def somebody_is_called(people: People, name: str = "Ayla") -> tuple[CitizenPage, AdvisorPage]:
    citizen, demir = somebody_waits(people, name)
    demir.calls_next()
    citizen.waits_until_called("Frau Demir")
    return citizen, demir


def two_talk(people: People, name: str = "Ayla") -> tuple[CitizenPage, AdvisorPage]:
    citizen, demir = somebody_is_called(people, name)
    citizen.enters()
    citizen.talks_with("Frau Demir")
    demir.talks_with(name)
    return citizen, demir
