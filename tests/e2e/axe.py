"""axe-core looks at a page as it is now; what it calls serious or critical must not be there."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
GRAVE = {"serious", "critical"}
RUN = """(options) => {
  // A colour on its way to another is none that anybody reads.
  const changing = document.getAnimations().filter((one) => one instanceof CSSTransition);
  for (const transition of changing) transition.finish();
  return axe.run(document, { resultTypes: ["violations"], ...options });
}"""
CONTRAST = {"runOnly": ["color-contrast"]}


@cache
def _script() -> str:
    return SCRIPT.read_text()


def expect_accessible(page: Page, state: str) -> None:
    """Row 17, in light; Row 22 for the contrast in dark."""
    _expect_nothing_grave(page, state, {})
    page.emulate_media(color_scheme="dark")
    _expect_nothing_grave(page, f"{state}, dark", CONTRAST)
    page.emulate_media(color_scheme="light")


def _expect_nothing_grave(page: Page, state: str, options: dict[str, Any]) -> None:
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    grave = list(_grave(page.evaluate(RUN, options)["violations"]))
    assert not grave, "\n".join([f"{state}:", *grave])


def _grave(violations: list[dict[str, Any]]) -> Iterator[str]:
    for violation in violations:
        if violation["impact"] in GRAVE:
            for node in violation["nodes"]:
                yield f"{violation['id']}: {node['html'][:300]} – {node['failureSummary']}"
