"""`buergerbuero export` and `import` in processes of their own."""

import pytest

from tests.program import command

pytestmark = pytest.mark.long

DOOR = """
[[department]]
slug = "pass"
letter = "A"
name = {de = "Passstelle"}
phone = "0123"
address = "Markt 1"
hours = ["Mo-Fr 8:30-12:30"]
"""


def test_a_county_comes_out_as_it_went_in(tmp_path):
    file, data = tmp_path / "county.toml", str(tmp_path / "data")
    file.write_text(DOOR, "utf-8")
    taken = command("import", str(file), "--data", data)
    assert (taken.returncode, taken.stderr) == (0, "")
    assert taken.stdout.startswith("Taken over: 1 department.")
    written = command("export", "--data", data)
    assert 'hours = ["Mo-Fr 8:30-12:30"]' in written.stdout
    again = tmp_path / "again.toml"
    assert command("export", str(again), "--data", data).returncode == 0
    assert again.read_text("utf-8") == written.stdout
    assert command("import", str(again), "--data", data).returncode == 0


def test_slips_are_listed_and_nothing_is_changed(tmp_path):
    file, data = tmp_path / "county.toml", str(tmp_path / "data")
    file.write_text(DOOR.replace("8:30-12:30", "12:30-8:30") + "capacity = 0", "utf-8")
    refused = command("import", str(file), "--data", data)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.splitlines()[0] == f"Nothing was changed. In {file}:"
    assert len(refused.stderr.splitlines()) == 7
    assert "[[department]]" not in command("export", "--data", data).stdout


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path, content):
    file = tmp_path / "county.toml"
    if content is not None:
        file.write_bytes(content)
    refused = command("import", str(file), "--data", str(tmp_path / "data"))
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"The file {file} ")
    assert "Traceback" not in refused.stderr
