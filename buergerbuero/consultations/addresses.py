"""Whose internet address the others in a room may learn."""

from buergerbuero.consultations.backends import Backend, backend
from buergerbuero.consultations.models import ParticipantRole

# Where a relay is, the network of the authority stays behind it: nobody there has to choose.
AUTHORITY = frozenset({ParticipantRole.ADVISOR, ParticipantRole.COLLEAGUE})


def may_hide_address(room: str) -> bool:
    """Whether there is something to choose: a relay, which is not the only way already.

    `room`: the backend of the room that is open; "" where none is.
    """
    service = backend(room)
    return service.relays and not service.hides_addresses


def hides_address(role: str, wish: bool, service: Backend) -> bool:
    """Whether all that this person sends and receives passes the relay.

    A wish holds even where there is no relay: then nothing connects, and nothing is given away.
    """
    return wish or service.hides_addresses or (service.relays and role in AUTHORITY)
