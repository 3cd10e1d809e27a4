"""What a command is about: a scenario to be run, or a folder of results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dipsim.cli.options import REPLICATES, SEED
from dipsim.cli.progress import note

if TYPE_CHECKING:
    from dipsim.runs.result import Result
    from dipsim.scenario.schema.spec import Spec


@dataclass(frozen=True)
class Question:
    """A checked scenario with the runs that are asked about.

    ``result`` is there when they are stored, ``first`` is the number of the first replicate. ``other`` names both
    models where another one made the folder and this one is asked anyway. ``asked_of`` is the result whose folder was
    named, where the question is about its scenario as it is; its answer may be kept there.
    """

    spec: Spec
    replicates: int
    seed: int
    result: Any = None
    first: int = 0
    other: dict[str, Any] | None = None
    asked_of: Any = None

    @property
    def manifest(self) -> Any:
        """What a figure of the answer says in its footer."""
        return self.marked({"seed": self.seed})

    def marked(self, answer: Any) -> Any:
        """The answer as plain data, with both models where another one made the folder."""
        if self.other is None:
            return answer
        from dipsim.runs.other_model import KEY

        return {**(answer if isinstance(answer, dict) else {"answer": answer}), KEY: self.other}


def is_folder(text: str) -> bool:
    """Whether ``text`` names a folder; a shipped scenario of the same name comes first."""
    from dipsim.scenario.locate import shipped

    return shipped(text) is None and Path(text).is_dir()


def question(
    text: str,
    replicates: int | None,
    seed: int | None,
    sets: Sequence[str] | None,
    *,
    quiet: bool = False,
    json: bool = False,
    anyway: bool = False,
) -> Question:
    """The scenario called ``text`` with the overrides ``sets``, or the scenario, seed and replicates of the results
    folder ``text``.

    ``replicates`` and ``seed`` win over those of the folder; ``quiet`` and ``json`` keep notes away. Where ``anyway``
    lets another model answer, a line on standard output says so, unless that is to be JSON. Raises ScenarioError,
    FolderError, VerificationError, and UsageError for the folder of a counterfactual run.
    """
    from dipsim.scenario.load import vary

    if not is_folder(text):
        spec = checked(text, sets, quiet or json)
        return Question(spec, replicates or REPLICATES, SEED if seed is None else seed)
    from dipsim.cli.errors import UsageError
    from dipsim.runs import other_model
    from dipsim.runs.settings import refuse_draws

    result = stored(text, quiet or json)
    manifest, spec = result.manifest, result.spec
    both = other_model.check(text, manifest, manifest["config_hash"], spec.hash, anyway)
    if manifest.get("without"):
        raise UsageError(
            f"{text} is a counterfactual run (without {', '.join(manifest['without'])}) and cannot be analysed; "
            "run the scenario again with --set"
        )
    refuse_draws(text, manifest)
    if both is not None and not json:
        print(other_model.mark(both))
    return Question(
        vary(spec, sets) if sets else spec,
        replicates or int(manifest["replicates"]),
        int(manifest["seed"]) if seed is None else seed,
        None if sets or replicates or seed is not None or both is not None else result,
        int(manifest.get("first", 0)),
        both,
        None if sets or both is not None else result,
    )


def stored(text: str, quiet: bool = False) -> Result:
    """The result in the folder ``text``; what it lacks is noted on standard error unless ``quiet``. Raises FolderError,
    VerificationError."""
    from dipsim.api import load

    return load(text, (lambda _: None) if quiet else lambda statement: note(f"note: {statement}"))


def checked(text: str, sets: Sequence[str] | None = None, quiet: bool = False) -> Spec:
    """The scenario ``text`` with the overrides ``sets``, checked; its warnings go to standard error unless ``quiet``.
    Raises ScenarioError."""
    from dipsim.scenario.load import load

    spec = load(text, sets or [])
    for warning in () if quiet else spec.warnings:
        note(str(warning))
    return spec
