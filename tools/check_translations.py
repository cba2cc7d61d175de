"""Do the catalogues hold exactly the texts of the source, all translated, and are they compiled?

German is the language of the source. With --write the catalogues are brought up to date first;
what has no translation yet is still reported.
"""

import gettext
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "buergerbuero"
LOCALE = PACKAGE / "locale"
UNTRIMMED = re.compile(r"{%-?\s*blocktrans(?:late)?\b(?![^%]*\btrimmed\b)[^%]*%}")


def main() -> int:
    missing = [tool for tool in ("msgfmt", "msgmerge", "xgettext") if not shutil.which(tool)]
    if missing:
        print(f"{', '.join(missing)} missing: install the package gettext.")
        return 1
    if "--write" in sys.argv[1:]:
        _write()
    problems = [*_untrimmed_blocks(), *_problems_of_catalogues()]
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


def _write() -> None:
    _make_messages(PACKAGE)
    for catalogue in _catalogues(LOCALE):
        _run("msgfmt", "--check-format", "-o", str(catalogue.with_suffix(".mo")), str(catalogue))


def _untrimmed_blocks() -> Iterator[str]:
    for template in sorted(PACKAGE.rglob("*.html")):
        for match in UNTRIMMED.finditer(template.read_text(encoding="utf-8")):
            yield f"{template.relative_to(PACKAGE.parent)}: {match[0]} lacks “trimmed”"


def _problems_of_catalogues() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, PACKAGE.name)
        ignored = shutil.ignore_patterns("__pycache__", "vendor", "*.mo")
        shutil.copytree(PACKAGE, copy, ignore=ignored)
        _make_messages(copy)
        for fresh in _catalogues(copy / "locale"):
            catalogue = PACKAGE / fresh.relative_to(copy)
            if catalogue.exists():
                yield from _problems(catalogue, fresh)
            else:
                name = catalogue.relative_to(PACKAGE.parent)
                yield f"{name} is missing: bin/check --fix makes it"


def _problems(catalogue: Path, fresh: Path) -> Iterator[str]:
    name = catalogue.relative_to(PACKAGE.parent)
    for headline, command in (
        ("is not up to date: bin/check --fix brings it up to date", None),
        ("has untranslated texts", "--untranslated"),
        ("has texts marked fuzzy", "--only-fuzzy"),
        ("has texts the source no longer has", "--only-obsolete"),
    ):
        if command is None:
            broken = "" if _normal(catalogue) == _normal(fresh) else " "
        else:
            found = _run("msgattrib", command, "--no-location", "--no-wrap", str(catalogue))
            broken = found.partition("\n\n")[2]  # without the catalogue's head
        if broken:
            yield f"{name} {headline}{broken.rstrip() and ':'}\n{broken}".rstrip()
    if not _is_compiled(catalogue):
        yield f"{name} is not compiled: bin/check --fix compiles it"


def _normal(catalogue: Path) -> str:
    """The catalogue without what differs from one version of gettext or one day to the next."""
    text = _run("msgcat", "--no-location", "--no-wrap", "--sort-output", str(catalogue))
    return "\n".join(line for line in text.splitlines() if not line.startswith(('"POT-C', "#,")))


def _is_compiled(catalogue: Path) -> bool:
    compiled = catalogue.with_suffix(".mo")
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder, "fresh.mo")
        _run("msgfmt", "-o", str(fresh), str(catalogue))
        return compiled.exists() and _texts(compiled) == _texts(fresh)


def _texts(compiled: Path) -> dict[object, str]:
    with compiled.open("rb") as file:
        catalogue: dict[object, str] = vars(gettext.GNUTranslations(file))["_catalog"]
    return {key: text for key, text in catalogue.items() if key}


def _catalogues(locale: Path) -> list[Path]:
    return sorted(locale.glob("*/LC_MESSAGES/*.po"))


def _make_messages(package: Path) -> None:
    languages = [path.parts[-3] for path in _catalogues(package / "locale")]
    for language in sorted({"en", *languages}):
        command = ["-m", "django", "makemessages", "--locale", language, "--add-location", "file"]
        _run(sys.executable, *command, "--ignore", "vendor", cwd=package)


def _run(*command: str, cwd: Path = PACKAGE) -> str:
    # makemessages asks for settings only to learn the folders of translations, which are beside it.
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
