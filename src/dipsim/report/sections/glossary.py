"""The words of the page that are not of everyday use, each in a sentence; only those that stand on it."""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path

import yaml

from dipsim.report.html.markup import text
from dipsim.report.html.part import Part

FILE = Path(__file__).with_name("glossary.yaml")


@cache
def words() -> dict[str, str]:
    """Every word with its meaning, in the order of the file."""
    found: dict[str, str] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def glossary(page: str) -> Part | None:
    """The words that stand in ``page`` (HTML), in order of the alphabet; None where there is none."""
    plain = html.unescape(re.sub(r"<[^>]*>", " ", page)).casefold()
    found = {word: meaning for word, meaning in sorted(words().items()) if _stands(word, plain)}
    if not found:
        return None
    listed = "".join(f"<dt><dfn>{text(word)}</dfn></dt><dd>{text(meaning)}</dd>" for word, meaning in found.items())
    return Part("glossary", "Glossary", f'<dl class="words">{listed}</dl>')


def _stands(word: str, plain: str) -> bool:
    """Whether the word or its plural stands in a text of small letters."""
    whole = word.casefold()
    plural = f"{whole[:-1]}ies" if whole.endswith("y") else f"{whole}s"
    return re.search(rf"\b(?:{re.escape(whole)}|{re.escape(plural)})\b", plain) is not None
