"""The keys that an installation keeps to itself: each made on first start (0600)."""

import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path

from buergerbuero.config_source import ConfigError, read_text

SECRET_AT_LEAST = 32
PLACEHOLDER = "replace-me"
GUESSABLE = (
    "can be guessed: it is the one of the example files, or shorter than "
    f"{SECRET_AT_LEAST} characters. The command “openssl rand -hex 32” makes a good one."
)
PUSH_KEY_BYTES = 32
# Private keys of the curve P-256 are the numbers from 1 to below this one.
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def ensure_secret_key(configured: str, data_dir: Path) -> str:
    """What signs sessions and forms: the configured key, else the one in the data directory."""
    return configured or _kept(data_dir / "secret_key", _new_secret_key, "everybody signs in again")


def ensure_push_key(configured: str, data_dir: Path) -> str:
    """What signs push messages; likewise."""
    path = data_dir / "push_key"
    key = configured or _kept(path, _new_push_key, "whoever wants to be told has to ask again")
    if is_push_key(key):
        return key
    raise ConfigError(f"The file {path} holds no key. Remove it, and the next start makes one.")


def is_guessable(secret: str) -> bool:
    """Of a secret that is set: everybody can read the one that is shipped."""
    return bool(secret) and (len(secret) < SECRET_AT_LEAST or PLACEHOLDER in secret)


def is_push_key(text: str) -> bool:
    try:
        raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError:
        return False
    return len(raw) == PUSH_KEY_BYTES and 0 < int.from_bytes(raw, "big") < P256_ORDER


def _new_secret_key() -> str:
    return secrets.token_urlsafe(64)


def _new_push_key() -> str:
    number = secrets.randbelow(P256_ORDER - 1) + 1
    return urlsafe_b64encode(number.to_bytes(PUSH_KEY_BYTES, "big")).rstrip(b"=").decode()


def _kept(path: Path, make: Callable[[], str], loss: str) -> str:
    if not path.exists():
        return _write(path, make())
    if key := read_text(path):
        return key
    raise ConfigError(
        f"The file {path} is empty. Remove it, and the next start makes a new one: {loss}."
    )


def _write(path: Path, key: str) -> str:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(key)
    except OSError as error:
        path.unlink()  # half a key would be taken for a whole one
        raise _unwritable(path, error) from None
    return key


def _unwritable(path: Path, error: OSError) -> ConfigError:
    return ConfigError(f"The file {path} cannot be written: {error.strerror}.")
