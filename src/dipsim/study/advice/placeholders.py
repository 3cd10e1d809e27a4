"""Numbers that only hold a place: nobody gives advice from them."""

from __future__ import annotations

from dipsim.scenario.arguments import ArgumentError
from dipsim.scenario.schema.spec import Spec

MARK = "placeholder"  # begins the source of a number that waits for one
SHOWN = 6


def placeholders(spec: Spec) -> list[str]:
    """The paths of the numbers of ``spec`` whose source says that they are placeholders."""
    return [path for path, evidence in spec.evidence.items() if evidence.source.lower().startswith(MARK)]


def refuse(spec: Spec) -> None:
    """Raise ArgumentError where ``spec`` has placeholders; it names the first of them."""
    found = placeholders(spec)
    if found:
        more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise ArgumentError(
            f"no advice from placeholders: {', '.join(found[:SHOWN])}{more}; expected numbers of your own, each with "
            "its source instead of 'placeholder'"
        )
