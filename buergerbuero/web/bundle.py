"""One script for a page, made of the modules it imports: one answer on the way instead of fifty.

Each module becomes a function that returns what it exports; nothing else changes but that comments
and indents stay behind. It reads modules as ours are written, and refuses whatever it does not
understand.
"""

import re
from collections.abc import Iterator
from pathlib import Path

IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function|function|class|const) (\w+))", re.MULTILINE)
EXPORTED = re.compile(r"\bexport\{(\w*)\};$", re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*(?:/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*)[ \t]*\n", re.MULTILINE)
# A type said in the middle of a line.
CAST = re.compile(r"/\*\* @type [^\n]*?\*/ (?=\()")
INDENT = re.compile(r"^[ \t]+|^\n", re.MULTILINE)
# `import(address)` fetches another whole script.
LEFT_OVER = re.compile(r"^(?:import|export)\b.*|\bimport(?:\.|\((?!\w+\))).*", re.MULTILINE)


def bundle(entry: Path) -> str:
    """Raises ValueError for a module that is written in another way."""
    names: dict[Path, str] = {}
    parts = ['"use strict";']
    for module in modules(entry):
        names[module] = f"${len(names)}"
        parts.append(_wrapped(module, names))
    if exports := _exports(entry.read_text()):
        parts.append(f"export const {{ {', '.join(exports)} }} = {names[entry.resolve()]};")
    return "\n".join(parts) + "\n"


def modules(entry: Path) -> list[Path]:
    """What a script is made of, in the order in which it runs."""
    return list(_in_order(entry.resolve(), {}))


def _exports(script: str) -> list[str]:
    return EXPORT.findall(script) + EXPORTED.findall(script)


def _in_order(module: Path, seen: dict[Path, None]) -> Iterator[Path]:
    """Whatever a module imports comes before it."""
    seen[module] = None
    for imported in IMPORT.finditer(module.read_text()):
        other = (module.parent / imported[2]).resolve()
        if other not in seen:
            yield from _in_order(other, seen)
    yield module


def _wrapped(module: Path, names: dict[Path, str]) -> str:
    def fetched(imported: re.Match[str]) -> str:
        source = (module.parent / imported[2]).resolve()
        if source not in names:
            raise ValueError(f"{module} is imported in a circle")
        wanted = re.sub(r"\s+as\s+", ": ", " ".join(imported[1].split()))
        return f"const {{ {wanted} }} = {names[source]};"

    script = CAST.sub("", COMMENT.sub("", module.read_text()))
    exports = _exports(script)
    script = EXPORTED.sub("", EXPORT.sub("", IMPORT.sub(fetched, script)))
    if left := LEFT_OVER.search(script):
        raise ValueError(f"{module} says {left[0]!r}")
    if any(line.count("`") % 2 for line in script.splitlines()):
        raise ValueError(f"{module} says a text over several lines, whose indents count")
    script = INDENT.sub("", script)
    return f"const {names[module]} = (() => {{\n{script}return {{ {', '.join(exports)} }};\n}})();"
