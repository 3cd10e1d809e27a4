"""What a command is about: a scenario to be run, or a folder of results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dipsim.cli.options import REPLICATES, SEED
from dipsim.cli.progress import note

if TYPE_CHECKING:
    from dipsim.scenario.schema.spec import Spec


@dataclass(frozen=True)
class Question:
    """A checked scenario with the runs that are asked about; ``result`` is there when they are stored."""

    spec: Spec
    replicates: int
    seed: int
    result: Any = None
    first: int = 0  # number of the first replicate


def is_folder(text: str) -> bool:
    """Whether this names a folder; a shipped scenario of the same name comes first."""
    from dipsim.scenario.locate import shipped

    return shipped(text) is None and Path(text).is_dir()


def question(
    text: str, replicates: int | None, seed: int | None, sets: Sequence[str] | None, quiet: bool = False
) -> Question:
    """The scenario of that name, or the scenario, seed and replicates of that results folder.

    Numbers that are given win over those of the folder. Raises ScenarioError, FolderError, VerificationError.
    """
    from dipsim.scenario.load import load, vary

    if not is_folder(text):
        return Question(checked(text, sets, quiet), replicates or REPLICATES, SEED if seed is None else seed)
    from dipsim.api import load as load_result
    from dipsim.cli.errors import UsageError

    result = load_result(text)
    spec = load(Path(text) / "scenario.yaml")
    if not quiet and spec.hash != result.manifest.get("config_hash"):
        note(f"note: this version of dipsim gives other numbers than the one that made {text}; see CHANGELOG")
    told = result.manifest
    if told.get("without"):
        raise UsageError(f"{text} was run without {', '.join(told['without'])}, which its scenario.yaml does not say: "
                         "its tables and figures can be read, but no other question be asked of it")  # fmt: skip
    return Question(
        vary(spec, sets) if sets else spec,
        replicates or int(told["replicates"]),
        int(told["seed"]) if seed is None else seed,
        result,
        int(told.get("first", 0)),
    )


def checked(text: str, sets: Sequence[str] | None = None, quiet: bool = False) -> Spec:
    """The checked scenario; its warnings go to standard error. Raises ScenarioError."""
    from dipsim.scenario.load import load

    spec = load(text, sets or [])
    for warning in () if quiet else spec.warnings:
        note(str(warning))
    return spec
