"""The scripts of a page in one file."""

import re
import subprocess

import pytest

from buergerbuero.settings import BASE
from buergerbuero.web.bundle import bundle, modules
from buergerbuero.web.static import PAGE_SCRIPTS

SCRIPTS = BASE / "static" / "js"
# Fetched by a page that has a script already: what both are made of is there twice.
FETCHED = ("consultation/table.js", "citizen/test-line.js")
# They know nothing that the other copy would have to know.
STATELESS = {
    "consultation/description.js",
    "consultation/facing.js",
    "consultation/full-screen.js",
    "consultation/plugged.js",
    "consultation/roles.js",
    "consultation/stats.js",
    "consultation/steps.js",
    "timers.js",
    "words.js",
}


def bundled(folder, **modules):
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text)
    return bundle(folder / "page.js")


def said_by(script):
    """What a script prints."""
    return subprocess.run(
        ["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True
    ).stdout


def test_every_page_names_a_script_that_is_put_together():
    templates = (BASE / "templates").rglob("*.html")
    named = {
        name
        for template in templates
        for name in re.findall(r'static "(js/[^"]+)"', template.read_text())
    }
    assert named == set(PAGE_SCRIPTS)


@pytest.mark.node
@pytest.mark.parametrize("name", PAGE_SCRIPTS)
def test_the_whole_is_a_script_that_fetches_nothing(tmp_path, name):
    script = tmp_path / "whole.mjs"
    script.write_text(bundle(BASE / "static" / name))
    assert subprocess.run(["node", "--check", script], check=False).returncode == 0
    by_itself = r"^\s*import\b.*|import\((?!address\)).*"
    assert re.findall(by_itself, script.read_text(), re.MULTILINE) == []


@pytest.mark.parametrize("name", FETCHED)
def test_a_script_that_a_page_fetches_shares_no_module_with_it_that_remembers(name):
    fetched = set(modules(SCRIPTS / name))
    pages = [one for one in PAGE_SCRIPTS if one.removeprefix("js/") not in FETCHED]
    twice = {module for one in pages for module in modules(BASE / "static" / one)} & fetched
    assert {module.relative_to(SCRIPTS).as_posix() for module in twice} <= STATELESS


@pytest.mark.node
def test_a_script_that_another_fetches_exports_what_its_first_module_does(tmp_path):
    whole = bundled(
        tmp_path,
        page='import { one } from "./one.js";\nexport function two() {\n  return one + 1;\n}\n',
        one="export const one = 1;\n",
    )
    (tmp_path / "whole.mjs").write_text(whole)
    script = f'import("{tmp_path}/whole.mjs").then(({{ two }}) => console.log(two()));'
    assert said_by(script) == "2\n"


@pytest.mark.node
def test_modules_run_once_and_in_order_and_keep_their_names_to_themselves(tmp_path):
    whole = bundled(
        tmp_path,
        page='import { one } from "./one.js";\nimport { two as deux } from "./two.js";\n'
        "const mine = 3;\nconsole.log(one(), deux, mine);\n",
        one='import { two } from "./two.js";\nconst mine = 1;\nconsole.log("one");\n'
        "export function one() {\n  return mine + two;\n}\n",
        two='const mine = 2;\nconsole.log("two");\nexport const two = mine;\n',
    )
    assert said_by(whole) == "two\none\n3 2 3\n"


@pytest.mark.node
def test_comments_and_indents_stay_behind_and_nothing_else(tmp_path):
    whole = bundled(
        tmp_path,
        page='/** @type {string} */\nconst address = "http://x"; // kept\n/**\n * Two lines,\n'
        " * with ** stars and a / in them.\n */\n// A line.\nconsole.log(address, 4 /* kept */);\n"
        "console.log(/** @type {string} */ (address));\n",
    )
    assert said_by(whole) == "http://x 4\nhttp://x\n"
    assert re.findall(r"Two|A line|@type|^ ", whole, re.MULTILINE) == []


@pytest.mark.parametrize(
    "line",
    [
        'import * as all from "./one.js";',
        'import one from "./one.js";',
        'import "./one.js";',
        "export default 1;",
        "export let late = 1;",
        'const one = await import("./one.js");',
        "console.log(import.meta.url);",
        "const two = `lines\n  of one text`;",
    ],
)
def test_what_it_does_not_understand_is_refused(tmp_path, line):
    with pytest.raises(ValueError, match="says"):
        bundled(tmp_path, page=f"{line}\n", one="")


def test_a_circle_is_refused(tmp_path):
    with pytest.raises(ValueError, match="circle"):
        bundled(
            tmp_path,
            page='import { one } from "./one.js";\nexport const two = one;\n',
            one='import { two } from "./page.js";\nexport const one = two;\n',
        )
