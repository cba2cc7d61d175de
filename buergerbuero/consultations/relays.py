"""Do the relays answer, do they know us, are they patched? For `buergerbuero check`."""

import re
import secrets
import ssl
from collections.abc import Iterable
from time import time

from buergerbuero.consultations.backends.peer import credentials
from buergerbuero.consultations.turn import ALLOCATED, BINDING, Relay, place_of

# Older ones do not see the address in an address of mapped notation (CVE-2026-27624).
OLDEST = (4, 9, 0)
COTURN = re.compile(r"Coturn-(\d+)\.(\d+)\.(\d+)")


def remarks(urls: Iterable[str], secret: str, trusted: ssl.SSLContext | None = None) -> list[str]:
    """What somebody should look at, as sentences."""
    return list(dict.fromkeys(said for url in urls for said in _remarks(url, secret, trusted)))


def _remarks(url: str, secret: str, trusted: ssl.SSLContext | None) -> list[str]:
    try:
        place = place_of(url)
    except ValueError:
        return [f"“{url}” is no address of a relay, like turn:turn.example.de:3478?transport=udp."]
    try:
        with Relay(place, trusted) as relay:
            software = relay.ask(BINDING).software
            user, password = credentials(secret, secrets.token_hex(8), int(time()))
            known = relay.allocate(user, password).kind == ALLOCATED
    except OSError as error:
        return [f"{url} does not answer from here: {error}."]
    return [*too_old(place.host, software), *([] if known else [stranger(url)])]


def too_old(host: str, software: str) -> list[str]:
    """A relay may keep its name to itself, as coturn does since 4.7."""
    match = COTURN.search(software)
    if match is None or tuple(map(int, match.groups())) >= OLDEST:
        return []
    said = f"The relay {host} says that it is {software}; {'.'.join(map(str, OLDEST))} or newer "
    return [said + "is needed: older ones can be led into inner networks (CVE-2026-27624)."]


def stranger(url: str) -> str:
    return (
        f"{url} does not accept our credentials: turn_secret and its static-auth-secret have to "
        "be the same, and both clocks have to be right."
    )
