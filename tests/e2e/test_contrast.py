"""Every colour that carries a text or a sign, on every ground it stands on, in both themes."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.people import People

RATIOS = Path(__file__).with_name("contrast.js").read_text().strip()
TEXT, SIGN = 4.5, 3.0
# color-mix() and var() are resolved by an element; the browser's policy lets scripts set styles.
MEASURE = f"""([one, ...grounds]) => {{
  const probe = document.body.appendChild(document.createElement("i"));
  const resolved = [one, ...grounds].map((colour) => {{
    probe.style.color = colour;
    return getComputedStyle(probe).color;
  }});
  probe.remove();
  return ({RATIOS}).between(...resolved);
}}"""
IS_PLATE = f"""(name) => {{
  const probe = document.body.appendChild(document.createElement("i"));
  probe.className = name;
  const {{ backgroundColor }} = getComputedStyle(probe);
  probe.remove();
  return ({RATIOS}).isOpaque(backgroundColor);
}}"""


def kern(name: str) -> str:
    return f"var(--kern-color-{name})"


GROUNDS = ["var(--ground)", "var(--ground-hued)"]
BANDS = [kern(f"feedback-{kind}-background") for kind in ("info", "success", "warning", "danger")]
ON_GROUND = [f"var(--{name})" for name in ("ink", "muted", "action", "good", "busy", "care")]
WHITE, BLACK = kern("white"), kern("neutral-950")
TEXTS = [
    *((text, ground) for text in [*ON_GROUND, "var(--danger)"] for ground in GROUNDS),
    *((text, band) for text in ("var(--ink)", "var(--action)") for band in BANDS),
    *((f"var(--paper-{name})", "var(--paper)") for name in ("ink", "muted", "link")),
    ("var(--on-action)", "var(--action)"),
    ("var(--on-plate)", "var(--plate)"),
    (kern("neutral-200"), "var(--plate)"),  # whose picture it is
    (BLACK, "var(--county-accent)"),
    *((WHITE, kern(name)) for name in ("red-600", "red-700", "neutral-850", "neutral-750")),
    (BLACK, kern("neutral-100")),  # the chosen part of a switch, dark
    (BLACK, kern("neutral-150")),  # instead of a picture
]
SIGNS = [
    *(("var(--focus)", ground) for ground in GROUNDS),
    *((kern("form-input-border"), ground) for ground in GROUNDS),
    *(
        (sign, band)
        for sign, band in zip(
            ("var(--busy)", "var(--good)", "var(--care)", "var(--danger)"), BANDS, strict=True
        )
    ),
    (kern("neutral-650"), kern("neutral-150")),
    (kern("neutral-300"), kern("neutral-900")),
]
PLATES = ["tile__name", "tile__tool", "tile__play", "plate", "restoring__box", "control--leave"]

# A county's own colour has a lightness between 70 and 90 %.
COUNTIES = [f"oklch({light}% 0.15 {hue})" for light in (70, 90) for hue in (0, 75, 150, 225, 300)]


@pytest.fixture
def page(people: People) -> Page:
    """The desk's: it has every style sheet but the citizens' own."""
    return people.advisor().page


def fails(page: Page, pairs: list[tuple[str, ...]], least: float) -> list[str]:
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        ratios = [page.evaluate(MEASURE, list(pair)) for pair in pairs]
        found += [
            f"{scheme}: {ratio:.2f} {pair}"
            for pair, ratio in zip(pairs, ratios, strict=True)
            if ratio < least
        ]
    return found


def test_every_colour_can_be_read(page: Page) -> None:
    """Row 22: texts 4.5:1; signs, borders and the focus 3:1."""
    assert fails(page, TEXTS, TEXT) == []
    assert fails(page, SIGNS, SIGN) == []
    assert fails(page, [(colour, "var(--ground)") for colour in COUNTIES], SIGN) != []


def test_every_countys_colour_carries_text(page: Page) -> None:
    """Row 22: whatever colour a county sets in the span it may."""
    assert fails(page, [(BLACK, colour) for colour in COUNTIES], TEXT) == []


def test_what_lies_on_a_picture_can_be_read_on_any_picture(page: Page) -> None:
    """Row 22: plates let nothing through; the veil over a stopped picture lets too little."""
    assert [name for name in PLATES if not page.evaluate(IS_PLATE, name)] == []
    assert not page.evaluate(IS_PLATE, "tile__wake")
    veil = "color-mix(in oklch, var(--kern-color-neutral-950) 82%, transparent)"
    pictures = [("var(--on-plate)", picture, veil) for picture in ("white", "black")]
    assert fails(page, pictures, TEXT) == []
