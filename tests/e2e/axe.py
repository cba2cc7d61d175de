"""axe-core looks at a page as it is now; what it calls moderate or worse must not be there."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
SLIGHT = "minor"
Look = Callable[[Page, str], None]
# Of what axe knows only this depends on the colours.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
SCHEMES: tuple[tuple[Literal["light", "dark"], list[str] | None], ...] = (
    ("light", None),
    ("dark", COLOUR_RULES),
)
RUN = """(only) => {
  // A colour on its way to another is none that anybody reads.
  const changing = document.getAnimations().filter((one) => one instanceof CSSTransition);
  for (const transition of changing) transition.finish();
  // WCAG 2.2 asks for 24 px; axe does not look for it by itself.
  const rules = { "target-size": { enabled: true } };
  const asked = only ? { runOnly: only } : { rules };
  return axe.run(document, { resultTypes: ["violations"], ...asked });
}"""


@cache
def _script() -> str:
    return SCRIPT.read_text()


def expect_accessible(page: Page, state: str) -> None:
    """Row 17, in light and in dark; Row 22 for the contrast of what is there."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    for scheme, only in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found = list(_findings(page.evaluate(RUN, only)["violations"]))
        assert not found, "\n".join([f"{state}, {scheme}:", *found])
    page.emulate_media(color_scheme="light")


def _findings(violations: list[dict[str, Any]]) -> Iterator[str]:
    for violation in violations:
        if violation["impact"] != SLIGHT:
            for node in violation["nodes"]:
                yield f"{violation['id']}: {node['html'][:300]} – {node['failureSummary']}"
