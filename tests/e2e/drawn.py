"""Drawn people in front of the camera, so that the pictures of the program show nobody real."""

# ruff: noqa: E501  # the paths of drawings

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

SIZE = {"width": 1280, "height": 720}
FRAMES = 4  # Chromium plays the file again and again


@dataclass(frozen=True)
class Look:
    wall: str
    floor: str
    skin: str
    shade: str
    hair: str
    cloth: str
    collar: str
    behind: str  # what stands in the room, as SVG


WINDOW = (
    '<g transform="translate({left} 70)"><path fill="{frame}" d="M0 0h280v370H0z"/>'
    '<path fill="{sky}" d="M24 24h104v322H24zM152 24h104v322H152z"/>'
    '<path fill="{hill}" d="M24 260q52-44 104-10v96H24zM152 250q56-30 104 14v82H152z"/></g>'
)
SHELF = (
    '<path fill="#ad9c7e" d="M80 236h300v18H80zM80 440h300v18H80z"/>'
    '<path fill="#7d8ca0" d="M108 132h40v104h-40z"/><path fill="#9c5f55" d="M154 112h34v124h-34z"/>'
    '<path fill="#56708a" d="M194 142h44v94h-44z"/><path fill="#c69c50" d="M244 124h30v112h-30z"/>'
    '<path fill="#6f836c" d="M120 330h46v110h-46z"/><path fill="#5a6f86" d="M172 312h34v128h-34z"/>'
    '<path fill="#b0846a" d="M290 392h58v48h-58z"/>'
    '<path fill="#66845c" d="M319 392c-36-18-44-66-28-96 20 20 32 42 28 96zm0 0c4-44 24-66 54-74 4 36-16 66-54 74z"/>'
)
LAMP = (
    '<path fill="#7f8f7b" d="M1010 500h180v220h-180z"/><path fill="#8f877c" d="M1094 430h12v72h-12z"/>'
    '<path fill="#e6bb70" d="M1062 350h76l26 84h-128z"/>'
)
ADVISOR = Look("#e4ded2", "#d4ccbb", "#d8a17b", "#c68d69", "#46312a", "#2b465f", "#f5f2ea",
               SHELF + WINDOW.format(left=880, frame="#f2ede3", sky="#c1cfd6", hill="#acbdc4"))  # fmt: skip
CITIZEN = Look("#dde1da", "#c9d0c7", "#eac3a8", "#dcaa8c", "#8a5a3c", "#b4553f", "#a24832",
               LAMP + WINDOW.format(left=100, frame="#efece2", sky="#cbdae2", hill="#b6c8cc"))  # fmt: skip
INTERPRETER = Look("#dfe3e8", "#c8cfd6", "#8a5a3f", "#7a4e36", "#211a18", "#6b4a7a", "#583a66",
                   LAMP + WINDOW.format(left=140, frame="#f0f1f3", sky="#c5d3e0", hill="#a9b9c6"))  # fmt: skip
RELATIVE = Look("#e8e0d4", "#d6cab8", "#e3b898", "#d19f7f", "#c9c4bd", "#4f6b58", "#e9e5da",
                LAMP + WINDOW.format(left=100, frame="#efece2", sky="#d3dde0", hill="#b9c7bd"))  # fmt: skip

PERSON = (
    '<path fill="{hair}" d="M470 330c0-130 76-206 170-206s170 76 170 206c0 96-14 190-46 262H516c-32-72-46-166-46-262z"/>'
    '<path fill="{shade}" d="M576 470h128v150H576z"/>'
    '<path fill="{skin}" d="M520 322c0-96 52-150 120-150s120 54 120 150c0 112-54 186-120 186s-120-74-120-186z"/>'
    '<path fill="{hair}" d="M508 344c-4-136 54-196 134-196s136 60 130 196c-44-18-84-60-102-118-34 66-90 108-162 118z"/>'
    '<path fill="{cloth}" d="M250 720c14-120 130-168 292-186l98 92 98-92c162 18 278 66 292 186z"/>'
    '<path fill="{collar}" d="M540 536l100 92 100-92 26 6-126 178-126-178z"/>'
    '<path fill="{shade}" d="M576 560h128l-64 70z"/>'
)


def film(browser: Browser, look: Look, path: Path) -> Path:
    """Writes a film for `--use-file-for-fake-video-capture`: pictures one after the other."""
    page = browser.new_page(viewport=SIZE)
    page.set_content(_drawing(look))
    picture = page.screenshot(type="jpeg", quality=92)
    page.close()
    path.write_bytes(picture * FRAMES)
    return path


def _drawing(look: Look) -> str:
    person = PERSON.format(**{part: getattr(look, part) for part in PARTS})
    return (
        "<style>body{margin:0}svg{display:block}</style>"
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 720" width="1280" height="720">'
        f'<path fill="{look.wall}" d="M0 0h1280v720H0z"/>'
        f'<path fill="{look.floor}" d="M0 560h1280v160H0z"/>{look.behind}{person}</svg>'
    )


PARTS = ("skin", "shade", "hair", "cloth", "collar")
