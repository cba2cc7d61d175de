"""Browser to browser. No media passes a server of ours except, encrypted, a TURN relay."""

import base64
import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from buergerbuero.config import Config
from buergerbuero.consultations.backends import Ticket

CREDENTIALS_LAST_SECONDS = 600
NO_TURN = (
    "No TURN server is configured (BUERGERBUERO_TURN_URLS, BUERGERBUERO_TURN_SECRET): between a "
    "home and an office most conversations will stay without picture and sound."
)


class Peer:
    def __init__(self) -> None:
        self._config: Config = settings.CONFIG
        self.relays = bool(self._config.turn_urls and self._config.turn_secret)
        self.hides_addresses = self._config.relay_only

    def open(self, consultation: str) -> None:
        pass

    def join(self, consultation: str, participant: str, *, hides_address: bool) -> Ticket:
        details = {
            "ice_servers": self._ice_servers(participant),
            "ice_policy": "relay" if hides_address else "all",
            "ice_seconds": CREDENTIALS_LAST_SECONDS if self.relays else 0,
        }
        return Ticket("peer", details)

    def close(self, consultation: str) -> None:
        pass

    def health(self) -> list[str]:
        if self._config.turn_is_missing:
            return [NO_TURN]
        return []

    def urls(self) -> list[str]:
        return [*self._config.stun_urls, *self._config.turn_urls]

    def privacy_facts(self, *, authority: bool) -> list[str]:
        if self.hides_addresses:
            return _all_relayed()
        if self.relays:
            return [_half_relayed(), _our_addresses() if authority else _their_addresses()]
        return _direct()

    def _ice_servers(self, participant: str) -> list[dict[str, Any]]:
        servers: list[dict[str, Any]] = []
        if self._config.stun_urls:
            servers.append({"urls": list(self._config.stun_urls)})
        if self.relays:
            user, password = credentials(
                self._config.turn_secret, participant, int(timezone.now().timestamp())
            )
            urls = list(self._config.turn_urls)
            servers.append({"urls": urls, "username": user, "credential": password})
        return servers


def _all_relayed() -> list[str]:
    return [
        _(
            "Bild und Ton gehen verschlüsselt (DTLS-SRTP) über unseren eigenen "
            "Vermittlungsserver. Lesen kann er sie nicht."
        ),
        _("Keine Seite erfährt die Internet-Adresse der anderen."),
    ]


def _half_relayed() -> str:
    return _(
        "Bild und Ton gehen verschlüsselt (DTLS-SRTP) von Browser zu Browser, auf "
        "unserer Seite immer über unseren eigenen Vermittlungsserver. Lesen kann er "
        "sie nicht."
    )


def _their_addresses() -> str:
    """For a citizen, and for whoever comes as a guest."""
    return _(
        "Von uns erfährt Ihr Browser nur die Adresse dieses Servers. Die anderen im "
        "Raum erfahren Ihre Internet-Adresse, außer Sie wählen vor dem Eintreten "
        "„Meine Internet-Adresse nicht weitergeben“."
    )


def _our_addresses() -> str:
    """For an advisor: there is nothing for them to choose (see `addresses`)."""
    return _(
        "Von Ihnen erfahren die anderen im Raum nur die Adresse dieses Servers. Ihr Browser "
        "erfährt die Internet-Adresse der Bürgerin oder des Bürgers und der Gäste, außer sie "
        "geben sie nicht weiter."
    )


def _direct() -> list[str]:
    return [
        _(
            "Bild und Ton gehen verschlüsselt (DTLS-SRTP) direkt von Browser zu Browser. "
            "Unser Server hilft nur beim Verbinden."
        ),
        _("Dabei erfährt jede Seite die Internet-Adresse der anderen."),
    ]


def credentials(secret: str, participant: str, now: int) -> tuple[str, str]:
    """Ephemeral TURN credentials as coturn's `use-auth-secret` checks them (ten minutes).

    The user part is a hash: a relay's log tells nothing about people.
    """
    opaque = hashlib.sha256(participant.encode()).hexdigest()[:16]
    user = f"{now + CREDENTIALS_LAST_SECONDS}:{opaque}"
    digest = hmac.new(secret.encode(), user.encode(), hashlib.sha1).digest()
    return user, base64.b64encode(digest).decode()
