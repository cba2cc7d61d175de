"""Row 21: small, magnified or with wide letters, a page hides, cuts and covers nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

LOOK = Path(__file__).with_name("layout.js").read_text()
SMALLEST = {"width": 320, "height": 640}
# A window of 1280 × 900, magnified to 200 %.
MAGNIFIED = {"width": 640, "height": 450}
LAPTOP = {"width": 1280, "height": 900}
USUAL_LETTERS, DOUBLE_LETTERS = 16, 32
# WCAG 1.4.12. A constructed sheet is no inline style, so the policy lets it in.
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; }
    * { letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets.push(sheet);
}"""
NO_SPACING = "() => { document.adoptedStyleSheets.pop(); }"


def expect_nothing_lost(page: Page, state: str) -> None:
    for size, how in ((SMALLEST, "320 px"), (MAGNIFIED, "200 % zoom")):
        page.set_viewport_size(size)
        _expect_none(page, f"{state}, {how}")
    with wide_letters(page):
        _expect_none(page, f"{state}, text spacing, 200 % zoom")
        page.set_viewport_size(SMALLEST)
        _expect_none(page, f"{state}, text spacing, 320 px")
    page.set_viewport_size(LAPTOP)
    with large_letters(page):
        _expect_none(page, f"{state}, letters of 200 %")


@contextmanager
def wide_letters(page: Page) -> Iterator[None]:
    page.evaluate(SPACING)
    yield
    page.evaluate(NO_SPACING)


@contextmanager
def large_letters(page: Page) -> Iterator[None]:
    """The browser's own setting: media queries count by it, too."""
    browser = page.context.new_cdp_session(page)
    sizes = {"standard": DOUBLE_LETTERS, "fixed": DOUBLE_LETTERS}
    browser.send("Page.setFontSizes", {"fontSizes": sizes})
    yield
    sizes = {"standard": USUAL_LETTERS, "fixed": USUAL_LETTERS}
    browser.send("Page.setFontSizes", {"fontSizes": sizes})
    browser.detach()


def _expect_none(page: Page, how: str) -> None:
    faults = page.evaluate(LOOK)
    assert not faults, "\n".join([f"{how}:", *faults])
