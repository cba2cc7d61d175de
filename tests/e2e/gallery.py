"""Takes a picture of every state of every page, small and wide, light and dark.

Runs only when named so: `bin/test tests/e2e/gallery.py -k "overview or waiting"`. The pictures
lie in `buergerbuero-gallery` of the temporary directory.
"""

import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e import states
from tests.e2e.people import SMALL, WIDE, People

PICTURES = Path(tempfile.gettempdir()) / "buergerbuero-gallery"
EVERY = states.CITIZEN | states.ADVISOR
SMALLEST = {"width": 320, "height": 640}


@pytest.mark.parametrize("name", EVERY)
def test_gallery(people: People, name: str) -> None:
    visitor = EVERY[name](people)
    take_pictures(visitor.page, PICTURES, name.replace(",", "").replace(" ", "-"))


def take_pictures(page: Page, folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for size in (WIDE, SMALL):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            path = folder / f"{name}-{size['width']}-{scheme}.png"
            page.screenshot(path=path, animations="disabled", full_page=True)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(SMALLEST)
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0, f"{name} scrolls sideways at 320 px"
