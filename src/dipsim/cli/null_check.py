"""What the commands that judge have in common: how many runs they take, and the check on the null control."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dipsim.cli.errors import SelfTestError

if TYPE_CHECKING:
    from dipsim.scenario.schema.spec import Spec


def stages(spec: Spec, names: Sequence[str] | None, replicates: int) -> list[tuple[str, int]]:
    """Stages of the progress bar of a verdict on ``names`` in ``spec``: ``replicates`` runs as they are, then those of
    its arms."""
    from dipsim.study.verdict.verdict import arms_needed

    without = "cooperation" if names == ["cooperation"] else "each in turn"
    beside = arms_needed(spec, names, known=True)
    return [("running", replicates), (f"running without {without}", beside * replicates)]


def self_test(verdict: Any) -> None:
    """Raise SelfTestError unless the null control of ``verdict`` changed nothing at all."""
    null = getattr(verdict, "null", None)
    if null is not None and not all(effect.exactly_zero for effect in null.effects.values()):
        raise SelfTestError("the null control is not exactly 0, so no verdict of this run can be relied on")
