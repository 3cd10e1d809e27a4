"""What a run gives back: its tables, what it was run with, and ways to look at it.

    result = dipsim.load("results/two_blocs")
    result.region.groupby("tick").trust.mean()

Looking belongs to layers above this one, so they are connected from above: the package's own ``__init__`` says which
function answers ``summary`` and ``plot``, and they are imported when first asked for.
"""

from __future__ import annotations

import functools
import html
import importlib
import json
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dipsim.runs.errors import FolderError
from dipsim.runs.exports import libraries
from dipsim.runs.storage import manifest as manifests
from dipsim.runs.storage.schemas import MONEY, TABLES
from dipsim.scenario.wording import counted

if TYPE_CHECKING:
    import pandas as pd

SCENARIO, VERDICT, REPORT, ADVICE = "scenario.yaml", "verdict.json", "report.html", "advice.json"
_above: dict[str, str] = {}


def connect(**functions: str) -> None:
    """Say which function of an upper layer answers a question, as ``name="package.module:function"``.

    ``summary(result)``, ``plot(result, name, **options)`` and ``verdict(data: dict)``, which makes the verdict of
    cooperation from what ``verdict.json`` holds. Nothing is imported before it is needed.
    """
    _above.update(functions)


def _ask(name: str) -> Callable[..., Any]:
    if name not in _above:
        raise RuntimeError(f"no function is connected for {name!r}; import dipsim first")
    module, _, path = _above[name].partition(":")
    found: Any = importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    return found  # type: ignore[no-any-return]


class Tables(Mapping[str, "pd.DataFrame"]):
    """The tables by name, each read when first asked for and then kept."""

    def __init__(self, read: Callable[[str], pd.DataFrame], names: tuple[str, ...] = tuple(TABLES)) -> None:
        self._read, self._names = read, names
        self._kept: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._names:
            raise KeyError(f"no table {name!r}; there are {', '.join(self._names)}")
        if name not in self._kept:
            self._kept[name] = self._read(name)
        return self._kept[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _table(name: str) -> Any:
    """An attribute that is the table of that name."""
    return property(lambda self: self.tables[name], doc=TABLES[name].meaning)


class Result:
    """The result of a run: ``spec``, ``manifest`` and ``tables``, each table also an attribute.

    ``tables`` maps names to frames; ``folder`` is where it is stored, if it is; ``cooperation`` is the verdict of
    cooperation as a whole, or None when it was not asked for.
    """

    region = _table("region")
    nations = _table("nations")
    dyads = _table("dyads")
    dyads_detail = _table("dyads_detail")
    exchanges = _table("exchanges")
    events = _table("events")
    accounts = _table("accounts")
    ledger = _table("ledger")
    bill = _table("bill")
    bill_detail = _table("bill_detail")

    def __init__(
        self,
        spec: Any,
        manifest: dict[str, Any],
        tables: Mapping[str, pd.DataFrame],
        folder: Path | None = None,
        cooperation: Any = None,
    ) -> None:
        self._spec, self._cooperation = spec, cooperation
        self.manifest = manifest
        self.tables = tables
        self.folder = folder

    @property
    def spec(self) -> Any:
        """The resolved scenario; of a loaded result it is read from ``scenario.yaml`` when first asked for."""
        if self._spec is None and self.folder is not None:
            from dipsim.scenario.load import load as load_scenario

            text = manifests.content(self.folder, self.manifest, SCENARIO).decode()
            self._spec = load_scenario(self.folder / SCENARIO, (), text)
        return self._spec

    @property
    def cooperation(self) -> Any:
        """Verdict of cooperation as a whole, or None. Raises FolderError where another version stored it."""
        if self._cooperation is None and self.folder is not None and VERDICT in self.manifest["files"]:
            stored = json.loads(manifests.content(self.folder, self.manifest, VERDICT))
            try:
                self._cooperation = _ask("verdict")(stored)
            except (KeyError, TypeError, AttributeError):
                wrote = f"written by dipsim {self.manifest['dipsim']}, whose verdict this version cannot read"
                raise FolderError(f"{self.folder / VERDICT}: {wrote}") from None
        return self._cooperation

    @cooperation.setter
    def cooperation(self, verdict: Any) -> None:
        """Keep ``verdict`` as that of cooperation as a whole."""
        self._cooperation = verdict

    @property
    def advice(self) -> list[dict[str, Any]]:
        """The pages of advice that were asked of this folder, as ``Advice.as_dict``, in the order of their targets."""
        if self.folder is None or ADVICE not in self.manifest["files"]:
            return []
        stored = json.loads(manifests.content(self.folder, self.manifest, ADVICE))
        return [stored[target] for target in sorted(stored)]

    @property
    def missing(self) -> list[str]:
        """What the run was asked for and the folder does not hold, because the run was stopped; empty when whole."""
        return [] if self.folder is None else without_target(self.manifest)

    @property
    def runs(self) -> int:
        """Number of replicates."""
        return int(self.manifest["replicates"])

    @property
    def detail_runs(self) -> list[int]:
        """Numbers of the runs of which every tick, the ledger and the bill are kept."""
        return [int(run) for run in self.manifest.get("detail_runs", [])]

    @property
    def title(self) -> str:
        return str(self.manifest.get("title", "untitled"))

    def to_frame(self, table: str = "region") -> pd.DataFrame:
        """A copy of the ``table`` of that name, by default the metrics of the region."""
        return self.tables[table].copy()

    def to_xarray(self, table: str = "region") -> Any:
        """A table as a Dataset of xarray, with a dimension for each of its keys, such as run and tick. ImportError."""
        return libraries.xarray_of(self.tables[table])

    def to_networkx(self, tick: int | None = None) -> Any:
        """The network at a tick, the last unless given; edges have means over runs. ValueError for another tick.

        Examples
        --------
        >>> graph = dipsim.run("two_nations", replicates=2, judge=False).to_networkx()
        >>> sorted(graph.nodes), round(graph.edges["ARL", "BOR"]["trust"], 1)
        (['ARL', 'BOR'], 0.6)
        """
        nations = self.spec.nations if self.spec is not None else {}
        return libraries.network_of(self.dyads, nations, tick, self.title)

    def summary(self) -> Any:
        """Print the one-screen summary."""
        return _ask("summary")(self)

    def plot(self, name: str | None = None, **options: Any) -> Any:
        """Draw the figure called ``name``, or the usual ones."""
        return _ask("plot")(self, name, **options)

    def save(self, folder: str | Path, csv: bool = False, overwrite: bool = False) -> Path:
        """Write the result to ``folder``, whole or not at all, with ``csv`` also as CSV for spreadsheets; ``overwrite``
        replaces results there.

        FolderError (exit code 4) when the place is taken, StorageError (5) when the disk refuses.
        """
        from dipsim.runs.storage.writer import Writer

        with Writer(folder, overwrite, money=self.manifest.get("money", MONEY)) as writer:
            for name, frame in self.tables.items():
                writer.append(name, frame)
            request = {"verdict": self.cooperation is not None, "figures": False, "csv": csv}
            self.manifest = writer.commit({**self.manifest, "asked": request}, self._files(), csv=csv)
        self.folder = writer.folder
        return self.folder

    def _files(self) -> dict[str, str | bytes]:
        """The files that go beside the tables."""
        text = self.spec.text if self.folder is None else manifests.content(self.folder, self.manifest, SCENARIO)
        files: dict[str, str | bytes] = {SCENARIO: text}
        if self.cooperation is not None:
            files[VERDICT] = verdict_text(self.cooperation)
        return files

    def __repr__(self) -> str:
        where = f", in {self.folder}" if self.folder else ""
        where += f", unfinished: without {', '.join(self.missing)}" if self.missing else ""
        ticks, seed = self.manifest["ticks"], self.manifest["seed"]
        return (
            f"<Result of {self.title!r}: {counted(self.runs, 'run')} of {counted(ticks, 'tick')}, seed {seed}{where}>"
        )

    def _repr_html_(self) -> str:
        """A few lines for a notebook: what it is, then mean trust and tension of the region at the end."""
        region = self.region
        last = region[region["tick"] == region["tick"].max()]
        lines = [
            f"{counted(self.runs, 'run')} of {counted(self.manifest['ticks'], 'tick')}, seed {self.manifest['seed']}"
        ]
        if len(last):
            trust, tension = (f"{mean:.2f}" if mean == mean else "none" for mean in last[["trust", "tension"]].mean())
            lines.append(f"at the end: mean trust {trust}, tension {tension}")
        if self.folder:
            lines.append(str(self.folder))
        if self.missing:
            lines.append(f"unfinished: without {', '.join(self.missing)}")
        return f"<b>{html.escape(self.title)}</b><br>" + "<br>".join(html.escape(line) for line in lines)


def verdict_text(verdict: Any) -> str:
    """A verdict as it is stored."""
    return json.dumps(verdict.as_dict(), sort_keys=True, indent=1, allow_nan=False) + "\n"


def without_target(manifest: Mapping[str, Any], request: Mapping[str, Any] | None = None) -> list[str]:
    """Which of verdict, figures and csv the ``request`` asks for (by default that of the run itself) and ``manifest``
    does not list.

    Figures are there when the report is, for both are put in place together.
    """
    last = {"csv": f"{list(TABLES)[-1]}.csv", "verdict": VERDICT, "figures": REPORT}
    requested = request if request is not None else manifest.get("asked") or {}
    return [part for part, file in last.items() if requested.get(part) and file not in manifest["files"]]


class Unfinished(UserWarning):
    """A folder was opened that does not hold everything that its run was asked for."""


def warn(text: str) -> None:
    """Issue ``text`` as a Python warning, at the line of the caller."""
    warnings.warn(text, Unfinished, stacklevel=3)


def load(folder: str | Path, say: Callable[[str], None] = warn) -> Result:
    """A stored result. Every stored file is checked first; the tables are read when asked for.

    FolderError (exit code 4) when the folder is not a results folder of dipsim, VerificationError (7), naming the file,
    when something stored differs from what was written.

    Parameters
    ----------
    folder : path
        A folder of ``dipsim run``.
    say : function, optional
        Hears when the folder is unfinished, or holds a verdict or report that is not sealed; a warning unless given.

    Returns
    -------
    Result

    Examples
    --------
    >>> made = dipsim.run("two_nations", replicates=2, out="kept")
    >>> dipsim.load("kept").runs
    2
    """
    from dipsim.runs.storage.writer import read_table

    place = Path(folder).absolute()
    manifest = manifests.read(place)
    manifests.verify(place, manifest)
    found = Result(None, manifest, Tables(functools.partial(read_table, place)), folder=place)
    if found.missing:
        lacks = ", ".join(found.missing)
        say(f"{place}: is unfinished, without {lacks}; to complete it, give the command that made it again")
    if loose := [name for name in (VERDICT, REPORT) if name not in manifest["files"] and (place / name).exists()]:
        say(f"{place}: {' and '.join(loose)} not listed in {manifests.NAME}, so not used")
    return found
