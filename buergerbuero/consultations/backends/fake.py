"""A room without media: everything around the talk works, for tests and rehearsals."""

from django.utils.translation import gettext as _

from buergerbuero.consultations.backends import Ticket


class Fake:
    hides_addresses = False
    relays = False

    def open(self, consultation: str) -> None:
        pass

    def join(self, consultation: str, participant: str, *, hides_address: bool) -> Ticket:
        return Ticket("fake")

    def close(self, consultation: str) -> None:
        pass

    def health(self) -> list[str]:
        return []

    def urls(self) -> list[str]:
        return []

    def privacy_facts(self, *, authority: bool) -> list[str]:
        return [_("Dies ist eine Probe ohne Bild und Ton.")]
