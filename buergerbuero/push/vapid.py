"""Who sends it: a signature that a push service can check (RFC 8292, ES256). No Django."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from buergerbuero.push.encryption import CURVE, point_of

VALID_FOR = timedelta(hours=12)  # services accept a day at most


def authorization(key: str, *, origin: str, subject: str, now: datetime) -> str:
    """`key`: the private key as `config_secret` keeps it. `origin` is the push service's."""
    expires = int((now + VALID_FOR).timestamp())
    parts = ({"typ": "JWT", "alg": "ES256"}, {"aud": origin, "exp": expires, "sub": subject})
    said = ".".join(_part(part) for part in parts)
    r, s = decode_dss_signature(_private(key).sign(said.encode(), ec.ECDSA(SHA256())))
    signature = encode(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={said}.{signature}, k={public_key(key)}"


@lru_cache(maxsize=1)
def public_key(key: str) -> str:
    """What browsers subscribe with: only who holds `key` may send to them."""
    return encode(point_of(_private(key).public_key()))


@lru_cache(maxsize=1)
def _private(key: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(decode(key), "big"), CURVE)


def _part(value: dict[str, Any]) -> str:
    return encode(json.dumps(value, separators=(",", ":")).encode())


def encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Raises ValueError."""
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
