"""Static files with a hash of their content in the name; the scripts of a page in one file."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from servestatic.storage import CompressedManifestStaticFilesStorage

from buergerbuero.web.bundle import bundle

# What templates name; the other modules come with these.
PAGE_SCRIPTS = (
    "js/page.js",
    "js/citizen/visit.js",
    "js/citizen/test-line.js",
    "js/citizen/continue.js",
    "js/citizen/gone.js",
    "js/citizen/guest.js",
    "js/citizen/try-out.js",
    "js/citizen/invited.js",
    "js/desk/desk.js",
    "js/consultation/table.js",
)

HASHED = re.compile(r"\.[0-9a-f]{12}(?:\.|$)")


class Storage(CompressedManifestStaticFilesStorage):
    def post_process(self, paths: Any, **options: Any) -> Iterator[Any]:
        sent = {name: at for name, at in paths.items() if not name.startswith("js/")}
        whole = {name: bundle(Path(self.path(name))) for name in PAGE_SCRIPTS if name in paths}
        for name, script in whole.items():
            Path(self.path(name)).write_text(script)
            sent[name] = (self, name)
        yield from super().post_process(sent, **options)

    def compress_files(self, paths: set[str]) -> Iterator[tuple[str, str]]:
        """Pages name the hashed ones, and to compress everything twice takes its time."""
        yield from super().compress_files({path for path in paths if HASHED.search(path)})
