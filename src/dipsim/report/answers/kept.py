"""The answers that were kept in a results folder."""

from __future__ import annotations

import json
from typing import Any

from dipsim.runs.storage import manifest as manifests

FILE = "answers.json"


def read(result: Any) -> list[dict[str, Any]]:
    """What ``tell`` made of each question that was asked of the folder of a result, in order of what was asked."""
    folder = getattr(result, "folder", None)
    if folder is None or FILE not in result.manifest["files"]:
        return []
    stored = json.loads(manifests.content(folder, result.manifest, FILE))
    return [stored[asked] for asked in sorted(stored)]


def with_one_more(result: Any, told: dict[str, Any]) -> str:
    """The text of the file of answers of ``result`` with the answer ``told`` added, in place of an earlier one of the
    same question."""
    found = {one["asked"]: one for one in read(result)} | {told["asked"]: told}
    return json.dumps(found, sort_keys=True, indent=1, allow_nan=False) + "\n"
