"""The key that signs sessions and forms."""

import os
import secrets
from pathlib import Path

from buergerbuero.config_source import ConfigError, read_text


def ensure_secret_key(configured: str, data_dir: Path) -> str:
    """The configured key, else the one kept in the data directory, made on first start (0600)."""
    if configured:
        return configured
    path = data_dir / "secret_key"
    if not path.exists():
        return _write_secret_key(path)
    if key := read_text(path):
        return key
    raise ConfigError(
        f"The file {path} is empty. Remove it, and the next start makes a new one: "
        "everybody signs in again."
    )


def _write_secret_key(path: Path) -> str:
    key = secrets.token_urlsafe(64)
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
