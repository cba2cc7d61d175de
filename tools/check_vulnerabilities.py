"""Ask the public advisory services about every locked package.

An answer with findings fails. No answer does not: a machine without network is no vulnerability.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PATIENCE_SECONDS = 120


def main() -> int:
    findings = _python() + _javascript()
    print(*findings, sep="\n", end="\n" if findings else "")
    return 1 if findings else 0


def _python() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        requirements, answer = Path(folder, "requirements.txt"), Path(folder, "answer.json")
        export = ["uv", "export", "--frozen", "--quiet", "--no-emit-project", "--no-hashes"]
        _run(*export, "--output-file", str(requirements))
        audit = ["pip-audit", "-r", str(requirements), "--disable-pip", "--no-deps"]
        _run(*audit, "--progress-spinner", "off", "--format", "json", "--output", str(answer))
        packages = _parsed(answer.read_text() if answer.exists() else "").get("dependencies", [])
    asked = [package for package in packages if "vulns" in package]
    _say("Python", len(asked), len(packages))
    return [
        f"{package['name']} {package['version']}: {found['id']}, "
        f"fixed in {', '.join(found['fix_versions']) or 'no version yet'}"
        for package in asked
        for found in package["vulns"]
    ]


def _javascript() -> list[str]:
    answer = _parsed(_run("npm", "audit", "--json"))
    found = answer.get("vulnerabilities")
    total = answer.get("metadata", {}).get("dependencies", {}).get("total", 0)
    _say("JavaScript (developer tools)", 0 if found is None else total, total)
    return [
        f"{name}: {about['severity']}, npm audit tells more"
        for name, about in (found or {}).items()
    ]


def _say(which: str, asked: int, total: int) -> None:
    if asked:
        print(f"{which}: the advisory service was asked about {asked} of {total} packages.")
    else:
        print(f"{which}: the advisory service could not be asked.")


def _run(*command: str) -> str:
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def _parsed(text: str) -> dict[str, Any]:
    try:
        answer = json.loads(text)
    except json.JSONDecodeError:
        return {}
    return answer if isinstance(answer, dict) else {}


if __name__ == "__main__":
    sys.exit(main())
