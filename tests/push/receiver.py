"""A push service on this machine, with a certificate of a test authority, and a browser's keys."""

import http.server
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, cast

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID
from django.utils import timezone

from buergerbuero.push.sending import Sender
from buergerbuero.push.vapid import decode, encode

HOST = "fcm.googleapis.com"
ENDPOINT = f"https://{HOST}/fcm/send/abc:DEF-123_x"
LOOPBACK = "127.0.0.1"
CURVE = ec.SECP256R1()


@dataclass
class BrowserKeys:
    """What a browser keeps to itself, and what it gives away."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(CURVE))
    secret: bytes = b"sixteen secret b"
    path: str = field(default_factory=lambda: f"/fcm/send/{token_urlsafe(16)}")

    @property
    def endpoint(self) -> str:
        return f"https://{HOST}{self.path}"

    @property
    def point(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def form(self, endpoint: str = "") -> dict[str, str]:
        """As the page's script sends it."""
        return {
            "endpoint": endpoint or self.endpoint,
            "p256dh": encode(self.point),
            "auth": encode(self.secret),
        }

    def read(self, body: bytes) -> bytes:
        """RFC 8291 from the other side, written for the tests."""
        salt, size, public = body[:16], body[20], body[21 : 21 + body[20]]
        sender = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, public)
        shared = self.key.exchange(ec.ECDH(), sender)
        info = b"WebPush: info\x00" + self.point + public
        material = HKDF(SHA256(), 32, self.secret, info).derive(shared)
        key = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm\x00").derive(material)
        nonce = HKDF(SHA256(), 12, salt, b"Content-Encoding: nonce\x00").derive(material)
        record = AESGCM(key).decrypt(nonce, body[21 + size :], None)
        plain, mark, rest = record.rpartition(b"\x02")
        assert (mark, rest.strip(b"\x00")) == (b"\x02", b"")
        return plain


@dataclass(frozen=True)
class Received:
    path: str
    headers: dict[str, str]
    body: bytes

    def said(self, browser: BrowserKeys) -> dict[str, Any]:
        return cast("dict[str, Any]", json.loads(browser.read(self.body)))

    def claims(self, public_key: str) -> dict[str, Any]:
        """What the signature vouches for, after a look at the signature."""
        scheme, _, parts = self.headers["authorization"].partition(" ")
        token, _, key = parts.partition(", k=")
        assert (scheme, key) == ("vapid", public_key)
        said, _, signature = token.removeprefix("t=").rpartition(".")
        raw = decode(signature)
        r, s = (int.from_bytes(half, "big") for half in (raw[:32], raw[32:]))
        signer = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decode(key))
        signer.verify(encode_dss_signature(r, s), said.encode(), ec.ECDSA(SHA256()))
        header, claims = (json.loads(decode(part)) for part in said.split("."))
        assert header == {"typ": "JWT", "alg": "ES256"}
        return cast("dict[str, Any]", claims)


@dataclass
class Receiver:
    """Answers with `answers`, one after the other, then with 201."""

    directory: Path
    host: str = HOST
    received: list[Received] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    port: int = 0
    arrived: threading.Condition = field(default_factory=threading.Condition)

    @property
    def authority(self) -> Path:
        return self.directory / "authority.pem"

    def sender(self, **injected: Any) -> Sender:
        """One that finds this receiver under every name, and believes its authority."""
        facts: dict[str, Any] = {
            "resolve": lambda host: [LOOPBACK],
            "is_public": lambda address: address == LOOPBACK,
            "trust": ssl.create_default_context(cafile=str(self.authority)),
            "port": self.port,
        }
        return Sender(**facts | injected)

    def wait_for(self, browser: BrowserKeys, seconds: float = 60) -> Received:
        """The first message to this browser; others may still be told of what was before."""

        def found() -> list[Received]:
            return [one for one in self.received if one.path == browser.path]

        with self.arrived:
            assert self.arrived.wait_for(found, seconds), "no push message arrived"
        return found()[0]


@contextmanager
def running_receiver(directory: Path, host: str = HOST) -> Iterator[Receiver]:
    receiver = Receiver(directory, host)
    make_certificates(directory, host)
    server = http.server.ThreadingHTTPServer((LOOPBACK, 0), _handler_of(receiver))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(directory / "server.pem", directory / "server.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def _handler_of(receiver: Receiver) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers["content-length"]))
            with receiver.arrived:
                receiver.received.append(Received(self.path, headers, body))
                receiver.arrived.notify_all()
            status, said = receiver.answers.pop(0) if receiver.answers else (201, {})
            self.send_response(status)
            for name, value in {"Content-Length": "0", **said}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


def make_certificates(directory: Path, host: str) -> None:
    authority_key = ec.generate_private_key(CURVE)
    authority = _certificate("test authority", authority_key, "test authority", authority_key)
    key = ec.generate_private_key(CURVE)
    certificate = _certificate(host, key, "test authority", authority_key)
    files = {
        "authority.pem": authority.public_bytes(Encoding.PEM),
        "server.pem": certificate.public_bytes(Encoding.PEM),
        "server.key": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    }
    for name, content in files.items():
        (directory / name).write_bytes(content)


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    now, is_authority = timezone.now(), key is issuer_key
    usage = x509.KeyUsage(
        digital_signature=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name.replace(" ", "-"))]), critical=False
        )
        .add_extension(usage, critical=True)
        .sign(issuer_key, SHA256())
    )
