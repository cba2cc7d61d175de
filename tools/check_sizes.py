"""How long functions and files are, so that both stay readable."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parent.parent
SOURCES = ("buergerbuero", "tools", "bench")
LONGEST_FUNCTION = 40
LONGEST_FILE = 250
MEDIAN, NINETIETH = 7, 20


def main() -> int:
    files = sorted(_files())
    functions = [found for file in files for found in _functions(file)]
    too_long = list(_too_long(files, functions))
    print(*too_long, sep="\n", end="\n" if too_long else "")
    print(_summary(files, [length for _, length in functions]))
    return 1 if too_long else 0


def _files() -> Iterator[Path]:
    for source in SOURCES:
        for file in (ROOT / source).rglob("*.py"):
            if "migrations" not in file.parts:
                yield file


def _functions(file: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            yield f"{file.relative_to(ROOT)}:{node.lineno} {node.name}", length


def _too_long(files: list[Path], functions: list[tuple[str, int]]) -> Iterator[str]:
    for name, length in functions:
        if length > LONGEST_FUNCTION:
            yield f"{name}: {length} lines, at most {LONGEST_FUNCTION}"
    for file in files:
        if (length := _lines(file)) > LONGEST_FILE:
            yield f"{file.relative_to(ROOT)}: {length} lines, at most {LONGEST_FILE}"


def _lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def _summary(files: list[Path], lengths: list[int]) -> str:
    ninetieth = round(quantiles(lengths, n=10)[-1])
    return (
        f"{len(files)} files, longest {max(map(_lines, files))} lines; {len(lengths)} functions: "
        f"median {median(lengths):g} (aim {MEDIAN}), nine of ten up to {ninetieth} "
        f"(aim {NINETIETH}), longest {max(lengths)}"
    )


if __name__ == "__main__":
    sys.exit(main())
