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
    relays: bool  # media of one side can pass a relay, which keeps that side's address

    def open(self, consultation: str) -> None:
        """Prepare a room. May be called again for the same one."""

    def join(self, consultation: str, participant: str, *, hides_address: bool) -> Ticket:
        """A ticket for one participant, valid for minutes; another one for as long as they stay.

        `hides_address`: all of theirs has to pass a relay (see `addresses`).
        """

    def close(self, consultation: str) -> None:
        """Nobody may use the room any more."""

    def health(self) -> list[str]:
        """What keeps talks from working, as sentences. Empty when all is well."""

    def urls(self) -> list[str]:
        """Foreign addresses that browsers will contact."""

    def privacy_facts(self, *, authority: bool) -> list[str]:
        """What encryption holds and who learns what, as sentences for that side.

        `authority`: for advisors; else for citizens, their guests, and the privacy notice.
        """


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


def stun_urls() -> str:
    """Where a browser may ask before a talk how it is seen from outside, apart by spaces. Relays
    are for those who talk."""
    return " ".join(url for url in backend().urls() if url.startswith("stun"))
