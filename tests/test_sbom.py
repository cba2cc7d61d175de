"""Row 57: what the program is made of can be told to the letter."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def bill():
    done = subprocess.run(
        [sys.executable, ROOT / "tools/sbom.py"], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def names(bill):
    return {one["name"]: one for one in bill["components"]}


def test_it_is_a_bill_every_scanner_reads(bill):
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert bill["metadata"]["component"]["name"] == "buergerbuero"


def test_every_package_the_program_asks_for_is_on_it_with_a_checksum(bill):
    locked = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    ours = next(one for one in locked if one["name"] == "buergerbuero")
    for wanted in ours["dependencies"]:
        found = names(bill)[wanted["name"]]
        assert found["purl"] == f"pkg:pypi/{wanted['name']}@{found['version']}"
        assert found["externalReferences"][0]["hashes"]


def test_vendored_files_are_on_it_with_licence_and_checksum(bill):
    pdfjs = names(bill)["pdfjs"]
    assert pdfjs["purl"] == f"pkg:npm/pdfjs-dist@{pdfjs['version']}"
    assert pdfjs["licenses"] == [{"license": {"id": "Apache-2.0"}}]
    assert len(pdfjs["components"][0]["hashes"][0]["content"]) == 64


def test_developers_tools_are_no_part_of_it(bill):
    assert "pytest" not in names(bill)
