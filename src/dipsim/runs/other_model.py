"""Results answer questions only under the model that made them: a folder names its model, and this compares them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dipsim._version import __version__
from dipsim.runs.errors import FolderError

KEY = "other_model"  # in a manifest and in JSON, where another model was asked all the same


def compared(statement: Mapping[str, Any], made: str | None, now: str) -> dict[str, dict[str, str]] | None:
    """Both models where they differ, else None.

    ``statement`` is what the folder says of itself; ``made`` and ``now`` are the hashes of its configuration, then and
    as this version completes the scenario.
    """
    from dipsim.runs.model_hash import model_hash

    before = {
        "dipsim": str(statement.get("dipsim")),
        "model": str(statement.get("model", "unknown")),
        "configuration": str(made),
    }
    here = {"dipsim": __version__, "model": model_hash(), "configuration": now}
    if (before["model"], before["configuration"]) == (here["model"], here["configuration"]):
        return None
    return {"made_with": before, "asked_with": here}


def check(
    place: object, statement: Mapping[str, Any], made: str | None, now: str, anyway: bool
) -> dict[str, dict[str, str]] | None:
    """As ``compared`` with ``statement``, ``made`` and ``now``, but raises FolderError (exit code 4), which names the
    ``place``, where the models differ, unless ``anyway``."""
    both = compared(statement, made, now)
    if both is not None and not anyway:
        hint = "or ask this model --anyway (in Python anyway=True), which marks what comes out"
        why = f"{differ(both)}, so its numbers would not be those that are stored"
        raise FolderError(f"{place}: {why}; {install(both)}, {hint}")
    return both


def differ(both: Mapping[str, Mapping[str, str]]) -> str:
    """One phrase that names the two models in ``both``, as ``compared`` gives them."""
    made, here = both["made_with"], both["asked_with"]
    keys = ["model", *(["configuration"] if made["model"] == here["model"] else [])]
    then, now = (f"dipsim {one['dipsim']} ({', '.join(f'{key} {one[key]}' for key in keys)})" for one in (made, here))
    return f"was made with {then}, and this is {now}"


def install(both: Mapping[str, Mapping[str, str]]) -> str:
    """The advice to install the version that made the folder, from ``both`` as ``compared`` gives it."""
    made = both["made_with"]
    same = f" with model {made['model']}" if made["dipsim"] == both["asked_with"]["dipsim"] else ""
    return f"install dipsim {made['dipsim']}{same}"


def mark(both: Mapping[str, Mapping[str, str]]) -> str:
    """The line that marks an answer computed by another model; ``both`` as ``compared`` gives it."""
    return f"ANOTHER MODEL: the folder {differ(both)}. These numbers are not those that are stored."
