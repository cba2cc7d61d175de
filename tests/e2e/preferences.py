"""Row 23: pages of somebody who wants no motion, or whose system sets the colours."""

from pathlib import Path

from playwright.sync_api import Page

HERE = Path(__file__).parent
CONTRAST = (HERE / "contrast.js").read_text().strip()
COLOURS = f"({(HERE / 'forced_colours.js').read_text()})({CONTRAST})"
MOTION = (HERE / "motion.js").read_text()


def expect_forced_colours_to_tell(page: Page, state: str) -> None:
    page.emulate_media(forced_colors="active")
    faults = page.evaluate(COLOURS)
    page.emulate_media(forced_colors="none")
    assert not faults, "\n".join([f"{state}, forced colours:", *faults])


def expect_no_motion(page: Page, state: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    faults = page.evaluate(MOTION)
    page.emulate_media(reduced_motion="no-preference")
    assert not faults, "\n".join([f"{state}, reduced motion:", *faults])
