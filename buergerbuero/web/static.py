"""Static files with a hash of their content in the name; the scripts of a page in one file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from servestatic.storage import CompressedManifestStaticFilesStorage

from buergerbuero.web.bundle import bundle

# What templates name; the other modules come with these.
PAGE_SCRIPTS = (
    "js/page.js",
    "js/citizen/visit.js",
    "js/citizen/continue.js",
    "js/citizen/gone.js",
    "js/desk/desk.js",
    "js/consultation/table.js",
)


class Storage(CompressedManifestStaticFilesStorage):
    def post_process(self, paths: Any, **options: Any) -> Iterator[Any]:
        sent = {name: at for name, at in paths.items() if not name.startswith("js/")}
        whole = {name: bundle(Path(self.path(name))) for name in PAGE_SCRIPTS if name in paths}
        for name, script in whole.items():
            Path(self.path(name)).write_text(script)
            sent[name] = (self, name)
        yield from super().post_process(sent, **options)
