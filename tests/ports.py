"""Ports for servers that tests start."""

import random
import socket

# Below those that systems give to outgoing connections: a crowd of them must not take a port
# between the moment it is chosen and the moment its server listens.
PORTS = range(20_000, 32_000)
KINDS = (socket.SOCK_STREAM, socket.SOCK_DGRAM)


def free_port() -> int:
    """Nobody uses it, by TCP or UDP, at any address of this machine."""
    return next(port for port in _in_any_order() if _is_free(port))


def _in_any_order() -> list[int]:
    return random.SystemRandom().sample(PORTS, len(PORTS))


def _is_free(port: int) -> bool:
    for kind in KINDS:
        with socket.socket(socket.AF_INET, kind) as probe:
            try:
                probe.bind(("", port))
            except OSError:
                return False
    return True
