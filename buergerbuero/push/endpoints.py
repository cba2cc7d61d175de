"""Which addresses are push services. Imports no Django.

An endpoint is an address that a stranger gives us, and to which we then send something: only what
is certainly a push service of a browser's vendor is one.
"""

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

LENGTH_AT_MOST = 2000
PORT = 443
HOSTS = frozenset({"fcm.googleapis.com"})
BELOW = (".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com")
# As browsers write an address; no user, no other port, no fragment, nothing that could end a line.
SHAPE = re.compile(
    r"https://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::443)?(?P<target>/[\w\-.~!$&'()*+,;=:@%/?]*)",
    re.ASCII,
)
GLOBAL_UNICAST = IPv6Network("2000::/3")


class Refused(Exception):
    """This address is no push service, or leads to none."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    host: str
    target: str  # path and query, as they are sent

    @property
    def origin(self) -> str:
        return f"https://{self.host}"


def read(address: str) -> Endpoint:
    """Raises Refused."""
    found = SHAPE.fullmatch(address) if len(address) <= LENGTH_AT_MOST else None
    if found is None or not is_push_service(found["host"]):
        raise Refused("no push service")
    return Endpoint(found["host"], found["target"])


def is_push_service(host: str) -> bool:
    return host in HOSTS or host.endswith(BELOW)


def resolve(host: str) -> list[str]:
    found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def is_public(address: str) -> bool:
    """Out in the internet. A name may lead anywhere, also into the county's own network."""
    ip = ip_address(address)
    return _is_public_4(ip) if isinstance(ip, IPv4Address) else _is_public_6(ip)


def _is_public_4(ip: IPv4Address) -> bool:
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def _is_public_6(ip: IPv6Address) -> bool:
    """Outside of 2000::/3 lie mapped addresses and those of NAT64 too."""
    wrapped = ip.sixtofour is not None or ip.teredo is not None
    return ip in GLOBAL_UNICAST and ip.is_global and not wrapped
