"""How this installation is configured: by environment, or by one file that the environment names.

A setting `public_url` is read from `BUERGERBUERO_PUBLIC_URL`, else from the file named by
`BUERGERBUERO_PUBLIC_URL_FILE` (for secrets), else from the TOML file named by `BUERGERBUERO_CONFIG`.
Without any of them the program serves the example county.
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "BUERGERBUERO_"
Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class County:
    """The authority that runs the installation, as its pages name it."""

    name: str = ""
    service: str = "Virtuelles Bürgerbüro"
    address: str = ""
    phone: str = ""
    phone_hours: str = ""
    controller: str = ""
    data_protection_officer: str = ""
    supervisory_authority: str = ""
    hosting: str = ""
    imprint: str = ""
    accessibility_contact: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    example: bool
    data_dir: Path
    public_url: str = ""
    secret_key: str = ""
    database_url: str = ""
    redis_url: str = ""
    workers: int = 1
    time_zone: str = "Europe/Berlin"
    trusted_proxies: tuple[Network, ...] = ()
    turn_urls: tuple[str, ...] = ()
    turn_secret: str = ""
    stun_urls: tuple[str, ...] = ()
    video_backend: str = "peer"
    hosts: tuple[str, ...] = ()
    county: County = field(default_factory=County)

    @property
    def on_loopback(self) -> bool:
        """Nobody but this machine can reach the installation."""
        hosts = self.hosts if self.example else (urlsplit(self.public_url).hostname or "",)
        return all(is_loopback(host) for host in hosts)

    @property
    def turn_is_missing(self) -> bool:
        return not self.on_loopback and not (self.turn_urls and self.turn_secret)


class ConfigError(Exception):
    """The configuration cannot be read; the text is a sentence for the person who runs the program."""


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def load(environ: Mapping[str, str] | None = None) -> Config:
    """Read the configuration. Raises ConfigError with a sentence."""
    source = _Source(os.environ if environ is None else environ)
    if source.names_an_installation():
        return _installation(source)
    return _example(source)


def _installation(source: "_Source") -> Config:
    return Config(
        example=False,
        data_dir=Path(source.text("data_dir") or "/var/lib/buergerbuero"),
        public_url=source.text("public_url").rstrip("/"),
        secret_key=source.text("secret_key"),
        hosts=source.list("hosts"),
        county=source.county(),
        **_shared(source),
    )


def _example(source: "_Source") -> Config:
    data_dir = Path(source.text("data_dir") or ".data").absolute()
    return Config(
        example=True,
        data_dir=data_dir,
        secret_key=source.text("secret_key"),
        hosts=source.list("hosts") or ("localhost", "127.0.0.1", "[::1]"),
        county=EXAMPLE_COUNTY,
        **_shared(source),
    )


def _shared(source: "_Source") -> dict[str, Any]:
    return {
        "database_url": source.text("database_url") or source.environ.get("DATABASE_URL", ""),
        "redis_url": source.text("redis_url") or source.environ.get("REDIS_URL", ""),
        "workers": source.number("workers", 1),
        "time_zone": source.text("time_zone") or "Europe/Berlin",
        "trusted_proxies": source.networks("trusted_proxies"),
        "turn_urls": source.list("turn_urls"),
        "turn_secret": source.text("turn_secret"),
        "stun_urls": source.list("stun_urls"),
        "video_backend": source.text("video_backend") or "peer",
    }


def problems(config: Config) -> list[str]:
    """What keeps a real installation from starting, each as one sentence. Empty when all is set."""
    if config.example:
        return []
    found = [f"Set {_name(key)}: {why}" for key, why in REQUIRED if not getattr(config, key)]
    found += [
        f"Set county.{key} in the file named by {PREFIX}CONFIG, or {_name('county_' + key)}: {why}"
        for key, why in REQUIRED_OF_COUNTY
        if not getattr(config.county, key)
    ]
    found += [sentence for broken, sentence in _contradictions(config) if broken]
    return found


def _contradictions(config: Config) -> list[tuple[bool, str]]:
    secure = config.public_url.startswith("https://") or config.on_loopback
    return [
        (
            bool(config.public_url) and not secure,
            f"{_name('public_url')} must begin with https://: browsers give camera and microphone "
            "to secure pages only.",
        ),
        (
            config.workers > 1 and not config.redis_url,
            f"{_name('workers')} is {config.workers}, but {_name('redis_url')} is not set: several "
            "processes need Redis to tell each other who knocked.",
        ),
        (
            config.workers < 1,
            f"{_name('workers')} must be at least 1.",
        ),
    ]


REQUIRED = (
    ("public_url", "the address citizens open, for example https://buergerbuero.example.de."),
    ("data_dir", "the directory that keeps database and keys."),
)
REQUIRED_OF_COUNTY = (
    ("name", "the authority's name stands on every page."),
    ("address", "every page offers the way on site."),
    ("phone", "every page offers the telephone."),
    ("controller", "the privacy notice has to name who is responsible (Art. 13 GDPR)."),
    ("data_protection_officer", "the privacy notice has to name a contact (Art. 13 GDPR)."),
    ("supervisory_authority", "the privacy notice has to name it (Art. 13 GDPR)."),
    ("imprint", "every page links to it."),
)
EXAMPLE_COUNTY = County(
    name="Musterkreis",
    address="Rathausplatz 1, 12345 Musterstadt",
    phone="01234 567-115",
    phone_hours="Mo–Fr 8–17",
    controller="Musterkreis, Rathausplatz 1, 12345 Musterstadt",
    data_protection_officer="datenschutz@musterkreis.example, 01234 567-116",
    supervisory_authority="Landesbeauftragte für den Datenschutz (Beispiel)",
    hosting="Musterkreis, eigenes Rechenzentrum (Beispiel)",
    imprint="Musterkreis, Rathausplatz 1, 12345 Musterstadt. Dies ist ein Beispiel.",
    accessibility_contact="barrierefrei@musterkreis.example, 01234 567-117",
)


def ensure_secret_key(config: Config) -> str:
    """The configured key, else the one kept in the data directory, made on first start (0600)."""
    if config.secret_key:
        return config.secret_key
    path = config.data_dir / "secret_key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        return _write_secret_key(path)


def _write_secret_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_urlsafe(64)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key


def _name(key: str) -> str:
    return PREFIX + key.upper()


@dataclass(slots=True)
class _Source:
    environ: Mapping[str, str]
    file: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        path = self.environ.get(PREFIX + "CONFIG", "")
        if path:
            self.file = _read_toml(Path(path))

    def names_an_installation(self) -> bool:
        asked = self.environ.get(PREFIX + "CONFIG") or self.environ.get(_name("public_url"))
        return bool(asked) or any(self.environ.get(_name("county_" + f.name)) for f in fields(County))

    def text(self, key: str) -> str:
        if value := self.environ.get(_name(key)):
            return value
        if path := self.environ.get(_name(key) + "_FILE"):
            return _read_text(Path(path))
        return str(self.file.get(key, ""))

    def list(self, key: str) -> tuple[str, ...]:
        if isinstance(value := self.file.get(key), list) and not self.environ.get(_name(key)):
            return tuple(str(item) for item in value)
        return tuple(part.strip() for part in self.text(key).split(",") if part.strip())

    def number(self, key: str, default: int) -> int:
        text = self.text(key)
        try:
            return int(text) if text else default
        except ValueError:
            raise ConfigError(f"{_name(key)} must be a whole number, not “{text}”.") from None

    def networks(self, key: str) -> tuple[Network, ...]:
        try:
            return tuple(ip_network(part) for part in self.list(key))
        except ValueError as error:
            raise ConfigError(f"{_name(key)} must list networks: {error}.") from None

    def county(self) -> County:
        table = self.file.get("county", {})
        values = {
            f.name: self.environ.get(_name("county_" + f.name)) or str(table.get(f.name, ""))
            for f in fields(County)
        }
        return County(**{key: value for key, value in values.items() if value})


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"The file {path} is not valid TOML: {error}.") from None


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError(f"The file {path} cannot be read: {error.strerror}.") from None
