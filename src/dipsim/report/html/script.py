"""The script of a page: plain JavaScript, joined from its files in order, and what the browser is told to allow."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("script")
RESULT = (
    *("base.js", "format.js", "chart.js", "lines.js", "bars.js", "places.js", "region.js", "trust.js", "causes.js"),
    *("network.js", "bill.js", "story.js", "answers.js"),
)
"""Files of the page of a result, in the order in which they are joined."""


@cache
def script(files: Sequence[str] = RESULT) -> str:
    """One script in which nothing is global, from the named files."""
    parts = [(FOLDER / name).read_text(encoding="utf-8").strip() for name in files]
    return '(() => {\n"use strict";\n' + "\n\n".join(parts) + "\n})();"


def fingerprint(content: str) -> str:
    """The source expression by which a content security policy allows exactly this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
