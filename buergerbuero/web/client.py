"""Who is at the other end of a connection. The one place that reads forwarding headers."""

from collections.abc import Iterable, MutableMapping, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

Network = IPv4Network | IPv6Network


def client_address(peer: str, forwarded_for: str, trusted: Sequence[Network]) -> str:
    """The nearest address that is not one of our own proxies.

    X-Forwarded-For grows to the right, so it is read from there; what stands left of the first
    stranger was said by that stranger and is not believed.
    """
    address = peer
    for hop in reversed([part.strip() for part in forwarded_for.split(",") if part.strip()]):
        if not _is_trusted(address, trusted):
            break
        if _parse(hop) is None:
            break
        address = hop
    return address


def believe_proxies(
    scope: MutableMapping[str, Any], trusted: Sequence[Network], scheme: str
) -> MutableMapping[str, Any]:
    """The ASGI scope as the citizen's browser sees it: its address, and the public scheme."""
    peer = scope["client"][0] if scope.get("client") else ""
    forwarded = _header(scope["headers"], b"x-forwarded-for")
    address = client_address(peer, forwarded, trusted)
    return {**scope, "client": (address, 0), "scheme": scheme}


def _header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str:
    return ", ".join(value.decode("latin-1") for key, value in headers if key == name)


def _is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    ip = _parse(address)
    return ip is not None and any(ip in network for network in trusted)


def _parse(address: str) -> Any:
    try:
        ip = ip_address(address)
    except ValueError:
        return None
    # A server that listens on "::" sees IPv4 addresses as "::ffff:192.0.2.7".
    return getattr(ip, "ipv4_mapped", None) or ip
