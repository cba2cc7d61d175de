"""What a browser gives when it subscribes, looked at before it is kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from buergerbuero.push import endpoints
from buergerbuero.push.encryption import SECRET_BYTES, read_point
from buergerbuero.push.endpoints import Refused
from buergerbuero.push.vapid import decode


@dataclass(frozen=True, slots=True)
class Browser:
    endpoint: str
    receiver: str
    secret: str
    language: str

    def fields(self) -> dict[str, Any]:
        return asdict(self)


def read_browser(said: Mapping[str, str], language: str) -> Browser:
    """Raises Refused for an address that is no push service, and for keys that are none."""
    endpoint, receiver, secret = (said.get(name, "") for name in ("endpoint", "p256dh", "auth"))
    endpoints.read(endpoint)
    try:
        read_point(decode(receiver))
        known = len(decode(secret)) == SECRET_BYTES
    except ValueError:
        known = False
    if not known or len(receiver) > 88 or len(secret) > 24:
        raise Refused("no keys")
    return Browser(endpoint, receiver, secret, language)
