"""How this installation is configured, and what keeps it from starting.

Without any setting of its own the program serves the example county.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from buergerbuero.config_secret import GUESSABLE, is_guessable, is_push_key
from buergerbuero.config_source import PREFIX, ConfigError, Network, Source, name_of

__all__ = ["Config", "ConfigError", "County", "load", "problems"]


LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
# A real installation stands behind a proxy with TLS; unless said otherwise, on the same machine.
THIS_MACHINE = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


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
    way_out: str = "https://de.wikipedia.org/"  # where the quick exit of a discreet door leads
    push_contact: str = ""  # whom a push service asks about our messages


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
    relay_only: bool = False
    video_backend: str = "peer"
    push: bool = True
    push_key: str = ""
    hosts: tuple[str, ...] = ()
    county: County = field(default_factory=County)

    @property
    def on_loopback(self) -> bool:
        """Nobody but this machine can reach the installation."""
        hosts = self.hosts if self.example else (urlsplit(self.public_url).hostname or "",)
        return all(is_loopback(host) for host in hosts)

    @property
    def push_subject(self) -> str:
        """Whom a push service asks about our messages, as it wants to be told."""
        contact = self.county.push_contact
        return f"mailto:{contact}" if contact else self.public_url

    @property
    def turn_is_missing(self) -> bool:
        return not self.on_loopback and not (self.turn_urls and self.turn_secret)


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def load(environ: Mapping[str, str] | None = None) -> Config:
    """Read the configuration. Raises ConfigError with a sentence."""
    source = Source(os.environ if environ is None else environ)
    if _names_an_installation(source):
        return _installation(source)
    return _example(source)


def _names_an_installation(source: Source) -> bool:
    return source.file_named or any(
        source.said(key) for key in ("public_url", *(f"county_{f.name}" for f in fields(County)))
    )


def _county(source: Source) -> County:
    values = {f.name: source.text(f"county_{f.name}", f.name) for f in fields(County)}
    return County(**{key: value for key, value in values.items() if value})


def _installation(source: Source) -> Config:
    return Config(
        example=False,
        data_dir=Path(source.text("data_dir") or "/var/lib/buergerbuero"),
        public_url=source.text("public_url").rstrip("/"),
        secret_key=source.text("secret_key"),
        hosts=source.list("hosts"),
        trusted_proxies=source.networks("trusted_proxies") or THIS_MACHINE,
        county=_county(source),
        **_shared(source),
    )


def _example(source: Source) -> Config:
    data_dir = Path(source.text("data_dir") or ".data").absolute()
    return Config(
        example=True,
        data_dir=data_dir,
        secret_key=source.text("secret_key"),
        hosts=source.list("hosts") or LOOPBACK_NAMES,
        trusted_proxies=source.networks("trusted_proxies"),
        county=EXAMPLE_COUNTY,
        **_shared(source),
    )


def _shared(source: Source) -> dict[str, Any]:
    return {
        "database_url": source.text("database_url") or source.environ.get("DATABASE_URL", ""),
        "redis_url": source.text("redis_url") or source.environ.get("REDIS_URL", ""),
        "workers": source.number("workers", 1),
        "time_zone": source.text("time_zone") or "Europe/Berlin",
        "turn_urls": source.list("turn_urls"),
        "turn_secret": source.text("turn_secret"),
        "stun_urls": source.list("stun_urls"),
        "relay_only": source.flag("relay_only"),
        "video_backend": source.text("video_backend") or "peer",
        "push": source.flag("push", default=True),
        "push_key": source.text("push_key"),
    }


def problems(config: Config) -> list[str]:
    """What keeps a real installation from starting, each as one sentence. Empty when all is set."""
    found = [sentence for broken, sentence in _contradictions(config) if broken]
    found += [
        f"{name_of(key)} {GUESSABLE}" for key in SECRETS if is_guessable(getattr(config, key))
    ]
    if config.example:
        return found
    found += [f"Set {name_of(key)}: {why}" for key, why in REQUIRED if not getattr(config, key)]
    found += [
        f"Set county.{key} in the file named by {PREFIX}CONFIG (or {name_of('county_' + key)}): "
        + why
        for key, why in REQUIRED_OF_COUNTY
        if not getattr(config.county, key)
    ]
    return found


def _contradictions(config: Config) -> list[tuple[bool, str]]:
    way_out = config.county.way_out
    secure = config.public_url.startswith("https://") or config.on_loopback
    return [
        (
            not way_out.startswith("https://"),
            f"county.way_out must be an address that begins with https://, not “{way_out}”.",
        ),
        (
            bool(config.public_url) and not secure,
            f"{name_of('public_url')} must begin with https://: camera needs a secure page.",
        ),
        (
            config.workers > 1 and not config.redis_url,
            f"{name_of('workers')} above 1 needs {name_of('redis_url')}: it carries the news.",
        ),
        (
            config.video_backend not in BACKENDS,
            f"{name_of('video_backend')} is “{config.video_backend}”; it can be "
            + " or ".join(BACKENDS)
            + ".",
        ),
        (
            config.relay_only and not (config.turn_urls and config.turn_secret),
            f"{name_of('relay_only')} needs {name_of('turn_urls')} and {name_of('turn_secret')}.",
        ),
        (config.workers < 1, f"{name_of('workers')} must be at least 1."),
        (
            bool(config.push_key) and not is_push_key(config.push_key),
            f"{name_of('push_key')} is no private key of P-256, 32 bytes in base64url.",
        ),
        (
            urlsplit(config.database_url).scheme not in ("", "postgres", "postgresql"),
            f"{name_of('database_url')} must begin with postgresql://.",
        ),
        (
            not _is_time_zone(config.time_zone),
            f"{name_of('time_zone')} is “{config.time_zone}”, not a name like Europe/Berlin.",
        ),
    ]


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


BACKENDS = ("peer", "fake")
SECRETS = ("secret_key", "turn_secret")  # push_key has a form of its own
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
    push_contact="it@musterkreis.example",
)
