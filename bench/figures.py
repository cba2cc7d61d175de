"""Medians, tables and the file that keeps them."""

import os
import platform
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"
HEAD = """# Measured

Every table was printed by `bin/bench` on the day above it. The baseline beside a figure comes from
the same run on the same machine; compare ratios, not milliseconds.
"""


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def keep(title: str, *parts: str, only_print: bool = False) -> None:
    """Print, and append to bench/RESULTS.md with date, machine and commit."""
    text = "\n\n".join([f"## {title}, {_today()}", _where(), *parts])
    print(text)
    if only_print:
        return
    existing = RESULTS.read_text() if RESULTS.exists() else HEAD
    RESULTS.write_text(existing.rstrip() + "\n\n" + text + "\n")


def _today() -> str:
    return time.strftime("%Y-%m-%d", time.gmtime())


def _where() -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores, Python {platform.python_version()}, commit {commit or 'none'}."
