"""Collects the static files once for each state they are in."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from buergerbuero.web import bundle, static


def collect(data_dir: Path) -> bool:
    """Returns whether there was anything to do."""
    stamp = data_dir / "static.stamp"
    state = _state()
    if stamp.exists() and stamp.read_text() == state and (data_dir / "static").is_dir():
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(state)
    return True


def _state() -> str:
    digest = hashlib.sha256()
    for path in (*_sources(), Path(bundle.__file__), Path(static.__file__)):
        facts = path.stat()
        digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for root in settings.STATICFILES_DIRS:
        yield from sorted(path for path in Path(root).rglob("*") if path.is_file())
