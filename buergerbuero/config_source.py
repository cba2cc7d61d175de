"""Where a setting is read: the environment, or one file that the environment names.

A setting `public_url` comes from `BUERGERBUERO_PUBLIC_URL`, else from the file named by
`BUERGERBUERO_PUBLIC_URL_FILE` (for secrets), else from the TOML file named by
`BUERGERBUERO_CONFIG`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any

PREFIX = "BUERGERBUERO_"
Network = IPv4Network | IPv6Network


class ConfigError(Exception):
    """The configuration cannot be read; the text is a sentence for whoever runs the program."""


def name_of(key: str) -> str:
    return PREFIX + key.upper()


@dataclass(slots=True)
class Source:
    environ: Mapping[str, str]
    file: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if path := self.environ.get(name_of("config")):
            self.file = _read_toml(Path(path))
            if not isinstance(self.file.get("county", {}), dict):
                raise ConfigError(f"The file {path} must have a table [county], not one value.")

    @property
    def file_named(self) -> bool:
        return bool(self.environ.get(name_of("config")))

    def said(self, key: str) -> bool:
        """The environment itself names this setting."""
        return bool(self.environ.get(name_of(key)) or self.environ.get(name_of(key) + "_FILE"))

    def text(self, key: str, county_key: str = "") -> str:
        """`county_key` is the setting's name in the file's table [county]."""
        if value := self.environ.get(name_of(key)):
            return value
        if path := self.environ.get(name_of(key) + "_FILE"):
            return read_text(Path(path))
        table = self.file.get("county", {}) if county_key else self.file
        return str(table.get(county_key or key, ""))

    def list(self, key: str) -> tuple[str, ...]:
        if isinstance(value := self.file.get(key), list) and not self.said(key):
            return tuple(str(item) for item in value)
        return tuple(part.strip() for part in self.text(key).split(",") if part.strip())

    def number(self, key: str, default: int) -> int:
        text = self.text(key)
        try:
            return int(text) if text else default
        except ValueError:
            raise ConfigError(f"{name_of(key)} must be a whole number, not “{text}”.") from None

    def flag(self, key: str, *, default: bool = False) -> bool:
        text = self.text(key).lower()
        if text not in ("", "true", "false"):
            raise ConfigError(f"{name_of(key)} must be true or false, not “{text}”.")
        return text == "true" if text else default

    def networks(self, key: str) -> tuple[Network, ...]:
        try:
            return tuple(ip_network(part) for part in self.list(key))
        except ValueError as error:
            raise ConfigError(f"{name_of(key)} must list networks: {error}.") from None


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"The file {path} is not valid TOML: {error}.") from None


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError(f"The file {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ConfigError(f"The file {path} cannot be read: it is not UTF-8 text.") from None
