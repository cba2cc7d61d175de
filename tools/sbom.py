"""What the program is made of, as CycloneDX 1.5 JSON, on standard output.

    bin/sbom > sbom.json

The packages of `uv.lock` that an operator installs, with their checksums, and the vendored files
of `vendored.json`. Developers' tools are no part of it.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
UV = str(Path(sys.executable).with_name("uv"))
VENDORED = ROOT / "buergerbuero/static/vendor/vendored.json"


def main() -> int:
    bill = installed()
    bill["components"] += vendored()
    json.dump(bill, sys.stdout, indent=1, ensure_ascii=False)
    print()
    return 0


def installed() -> dict[str, Any]:
    command = [UV, "export", "--frozen", "--quiet", "--no-dev", "--format", "cyclonedx1.5"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    bill: dict[str, Any] = json.loads(done.stdout)
    return bill


def vendored() -> list[dict[str, Any]]:
    return [_component(package) for package in json.loads(VENDORED.read_text())]


def _component(package: dict[str, Any]) -> dict[str, Any]:
    name, version = package["name"], package["version"]
    return {
        "type": "library",
        "bom-ref": f"vendored-{name}@{version}",
        "name": name,
        "version": version,
        "description": package["purpose"],
        "licenses": [{"license": {"id": package["licence"]}}],
        "purl": _purl(package["sources"][0]),
        "components": [
            {
                "type": "file",
                "name": file["path"],
                "hashes": [{"alg": "SHA-256", "content": file["sha256"]}],
            }
            for file in package["files"]
        ],
    }


def _purl(source: dict[str, str]) -> str:
    return f"pkg:{source['ecosystem']}/{source['package'].replace('@', '%40')}@{source['version']}"


if __name__ == "__main__":
    sys.exit(main())
