"""What only the subscribed browser can read (RFC 8291, RFC 8188 with one record). No Django."""

import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
POINT_BYTES = 65
SECRET_BYTES = 16
RECORD_BYTES = 4096
LAST_RECORD = b"\x02"


def encrypt(
    plain: bytes,
    *,
    receiver: bytes,
    secret: bytes,
    size: int = 0,
    key: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """`receiver` and `secret` are the subscription's p256dh and auth.

    `size`: shorter texts are filled up, so that their length tells nothing. `key` and `salt` are
    new for each message; only the example of the RFC names them.
    """
    key, salt = key or ec.generate_private_key(CURVE), salt or os.urandom(16)
    public = point_of(key.public_key())
    shared = key.exchange(ec.ECDH(), read_point(receiver))
    material = _derive(shared, secret, b"WebPush: info\0" + receiver + public, 32)
    content_key = _derive(material, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(material, salt, b"Content-Encoding: nonce\0", 12)
    record = plain + LAST_RECORD + bytes(max(0, size - len(plain)))
    header = salt + RECORD_BYTES.to_bytes(4, "big") + bytes([len(public)]) + public
    return header + AESGCM(content_key).encrypt(nonce, record, None)


def read_point(point: bytes) -> ec.EllipticCurvePublicKey:
    """Raises ValueError for what is no point of the curve."""
    if len(point) != POINT_BYTES:
        raise ValueError("not an uncompressed point")
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derive(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(material)
