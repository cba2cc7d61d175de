"""Video services. Our rows are the truth; a backend gives tickets and reports."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a browser needs to join. `details` go to that browser as they are."""

    kind: str
    details: dict[str, Any] = field(default_factory=dict)


class Backend(Protocol):
    hides_addresses: bool  # nobody in a room learns where the others are

    def open(self, consultation: str) -> None:
        """Prepare a room. May be called again for the same one."""

    def join(self, consultation: str, participant: str) -> Ticket:
        """A ticket for one participant, valid for minutes."""

    def close(self, consultation: str) -> None:
        """Nobody may use the room any more."""

    def health(self) -> list[str]:
        """What keeps talks from working, as sentences. Empty when all is well."""

    def urls(self) -> list[str]:
        """Foreign addresses that browsers will contact."""

    def privacy_facts(self) -> list[str]:
        """What encryption holds and who learns what, as sentences for the privacy notice."""


BACKENDS = {
    "peer": "buergerbuero.consultations.backends.peer.Peer",
    "fake": "buergerbuero.consultations.backends.fake.Fake",
}


def backend(name: str = "") -> Backend:
    """The backend of this name, else the configured one. Raises LookupError for unknown names."""
    chosen = name or settings.CONFIG.video_backend
    if chosen not in BACKENDS:
        raise LookupError(chosen)
    made: Backend = import_string(BACKENDS[chosen])()
    return made
