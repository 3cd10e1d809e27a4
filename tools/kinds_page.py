"""Write the kinds of ``docs/scenario.md`` from the catalogue: ``python tools/kinds_page.py``."""

from __future__ import annotations

import re
from pathlib import Path

from dipsim.documentation.kind_examples import markdown

PAGE = Path(__file__).resolve().parents[1] / "docs" / "scenario.md"
PLACE = re.compile(r"(<!-- kinds -->\n).*?(<!-- end of kinds -->)", re.S)


def filled(text: str) -> str:
    """The page with its kinds as the catalogue has them."""
    return PLACE.sub(lambda found: f"{found[1]}\n{markdown()}\n{found[2]}", text)


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
