"""What differs between two scenarios, number by number, and what that does to the region on the same draws.

Differences are those of the resolved scenarios, so that a default and the same value written out are the same; titles,
notes and sources are left out, for they change nothing. Money is compared in billions of USD of 2023 whatever the unit
of the file. A pair that is not listed is compared as what it then is: no ties, proximity by the locations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Unpack

from dipsim.runs import resources
from dipsim.runs.batches.ensemble import usual_workers
from dipsim.runs.batches.points import points
from dipsim.runs.settings import RunOptions, Scenario, prepare, spec_of
from dipsim.scenario.flatten import OFF, READERS, Here, as_unlisted, meaning
from dipsim.scenario.schema.serialise import plain
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import build
from dipsim.study.answer import Answer
from dipsim.study.verdict.decision import VerdictRow
from dipsim.study.verdict.verdict import compare

if TYPE_CHECKING:
    import pandas as pd

ABSENT = None


@dataclass(frozen=True)
class Difference:
    """One thing that differs: its group, its dotted path, and what either scenario says; None where one lacks it."""

    group: str
    path: str
    first: Any
    second: Any
    meaning: str = ""

    def __str__(self) -> str:
        return f"{self.path}: {shown(self.first)} \u2192 {shown(self.second)}"


@dataclass(frozen=True)
class Diff(Answer):
    """What differs between two scenarios, and the second instead of the first on the same draws."""

    titles: tuple[str, str]
    differences: tuple[Difference, ...]
    row: VerdictRow
    notes: tuple[str, ...]
    replicates: int
    seed: int

    @property
    def title(self) -> str:
        """Both titles."""
        return " and ".join(self.titles)

    def to_frame(self) -> pd.DataFrame:
        """A row for each difference: group, path, first, second and what it means."""
        import pandas as pd

        columns = ["group", "path", "first", "second", "meaning"]
        return pd.DataFrame([vars(one) for one in self.differences], columns=columns)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        listed = [vars(one) for one in self.differences]
        own = {"differences": listed, "row": self.row.as_dict(), "sentence": str(self)}
        return {**vars(self), "titles": list(self.titles), "notes": list(self.notes), **own}

    def __str__(self) -> str:
        if not self.differences:
            return "The two scenarios are the same in everything that can change a number."
        count = len(self.differences)
        return f"{count} difference{'s' if count > 1 else ''}. {self.row}"


def shown(value: Any) -> str:
    """A value in words: numbers short, lists with commas, what is not there as a dash."""
    if value is ABSENT:
        return "\u2013"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {shown(item)}" for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(shown, value)) or "none"
    return str(value)


def differences(first: Spec, second: Spec) -> tuple[Difference, ...]:
    """Everything that differs between the scenarios ``first`` and ``second`` and can change a number, group by group
    and in order of path.

    Of what only one of the two has, the line of the whole stands for all of it; of a kind also what the scenario
    itself
    says of it.
    """
    found: list[Difference] = []
    for group, read in READERS.items():
        a, b = (dict(read(spec)) for spec in (first, second))
        if group == "relations":
            known = set(first.nations) & set(second.nations)
            a, b = as_unlisted(first, a, b, known), as_unlisted(second, b, a, known)
        alone = {path for path in {*a, *b} if _wholly(a, b, path)}
        found += [
            Difference(group, path, a.get(path), b.get(path), meaning(group, path))
            for path in sorted({*a, *b})
            if not _same(a.get(path), b.get(path))
            and (path in alone or _own(first, second, path) or not _within(path, alone))
        ]
    return tuple(found + list(_timelines(first, second)))


def _wholly(a: dict[str, Any], b: dict[str, Any], path: str) -> bool:
    """Whether this is a part that one of the two lacks: a nation, an organisation, a kind that is switched on."""
    sides = [{ABSENT: False, OFF: False}.get(side.get(path), True) for side in (a, b)]
    return _is_whole(path) and sides[0] != sides[1]


def _is_whole(path: str) -> bool:
    section, _, rest = path.partition(".")
    return section in ("nations", "organisations", "exchanges") and "." not in rest


def _within(path: str, parts: set[str]) -> bool:
    return any(path.startswith(f"{part}.") for part in parts)


def _own(first: Spec, second: Spec, path: str) -> bool:
    """Whether it is a number of a kind that one of the two scenarios gives itself."""
    section, _, rest = path.partition(".")
    kind, _, number = rest.partition(".")
    if section != "exchanges" or not number:
        return False
    return any(kind in spec.exchanges and number in spec.exchanges[kind].changes for spec in (first, second))


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Here) and isinstance(other, Here):
        return True
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-12 * max(abs(one), abs(other))
    return bool(one == other)


def _timelines(first: Spec, second: Spec) -> Iterator[Difference]:
    """Entries that only one of the two has; the order in the file does not matter."""
    entries = [[_entry(one) for one in plain(spec, sourced=False).get("timeline", [])] for spec in (first, second)]
    shared = Counter(text for _, text in entries[0]) & Counter(text for _, text in entries[1])
    for side, listed in enumerate(entries):
        left = Counter(shared)
        for number, (when, text) in enumerate(listed):
            if left[text]:
                left[text] -= 1
            elif side == 0:
                yield Difference("timeline", f"timeline.{number} ({when})", text.removeprefix(f"{when}: "), ABSENT)
            else:
                yield Difference("timeline", f"timeline.{number} ({when})", ABSENT, text.removeprefix(f"{when}: "))


def _entry(given: dict[str, Any]) -> tuple[str, str]:
    """When an entry happens, and all of it in words."""
    when = given.get("at") or f"every {given['every']}"
    when += "".join(f" {word} {given[word]}" for word in ("from", "until") if word in given)
    event = next(key for key in given if key not in ("at", "every", "from", "until"))
    what = given[event]
    if isinstance(what, dict) and what.get("scale") == 1.0:
        what = {key: value for key, value in what.items() if key != "scale"}
    return when, f"{when}: {event.replace('_', ' ')}, {shown(what)}"


def diff(
    first: Scenario,
    second: Scenario,
    **options: Unpack[RunOptions],
) -> Diff:
    """What differs between two scenarios, and the outcomes of the second minus those of the first on the same draws.

    Parameters
    ----------
    first, second : str, Path, Spec or Result
        Scenarios, folders of results, or what was loaded of these; ``sets`` changes the second.
    **options
        ``replicates``, ``seed``, ``workers``, ``progress`` (True counts the runs), ``sets`` ("PATH=VALUE") and
        ``anyway`` (answer although another model made the folder).

    Returns
    -------
    Diff
        The differences, and a row of effects.

    Examples
    --------
    >>> found = dipsim.diff("two_nations", "two_nations", replicates=2, sets="nations.ARL.transparency=0.9")
    >>> found.differences[0].path
    'nations.ARL.transparency'
    """
    (other, settings), one = prepare(second, options), spec_of(first)
    replicates, seed = settings.replicates, settings.seed
    n_workers = settings.workers or usual_workers(
        sum(resources.check(spec, replicates, "final", 1).seconds for spec in (one, other))
    )
    worlds = [build(one), build(other)]
    without, with_target = points(worlds, seed, replicates, workers=n_workers, progress=settings.progress)
    label = f"\u201c{other.title}\u201d instead of \u201c{one.title}\u201d"
    label = "The second instead of the first" if one.title == other.title else label
    row = replace(compare("difference", with_target, without), label=label)
    return Diff((one.title, other.title), differences(one, other), row, _notes(one, other), replicates, seed)


def _notes(first: Spec, second: Spec) -> tuple[str, ...]:
    """What limits the pairing of the runs."""
    ids = [{one.id or code for code, one in spec.nations.items()} for spec in (first, second)]
    notes = []
    if ids[0] != ids[1]:
        notes.append(
            f"the nations differ: the draws of {len(ids[0] & ids[1])} of {len(ids[0] | ids[1])} nations pair, so the "
            "difference is less certain than between scenarios of the same nations; region means are over other pairs"
        )
    if first.time.per_year != second.time.per_year:
        notes.append("the ticks differ in length, so draws pair by number of the tick and not by date")
    elif first.time.start != second.time.start:
        notes.append("the scenarios start at different dates; draws pair by the time since the start")
    if first.time.years != second.time.years:
        notes.append("the runs differ in length; chances of force and war are those of the whole run")
    return tuple(notes)
