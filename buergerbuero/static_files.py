"""Collects the static files once for each state they are in."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command


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
    for root in settings.STATICFILES_DIRS:
        for path in sorted(Path(root).rglob("*")):
            if path.is_file():
                facts = path.stat()
                digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
