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
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dipsim.runs.storage import manifest as manifests
from dipsim.runs.storage.schemas import MONEY, TABLES

if TYPE_CHECKING:
    import pandas as pd

SCENARIO, VERDICT = "scenario.yaml", "verdict.json"
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
    exchanges = _table("exchanges")
    events = _table("events")
    ledger = _table("ledger")
    bill = _table("bill")

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

            self._spec = load_scenario(self.folder / SCENARIO)
        return self._spec

    @property
    def cooperation(self) -> Any:
        """Verdict of cooperation as a whole, or None."""
        if self._cooperation is None and self.folder is not None and (self.folder / VERDICT).is_file():
            self._cooperation = _ask("verdict")(json.loads((self.folder / VERDICT).read_text(encoding="utf-8")))
        return self._cooperation

    @cooperation.setter
    def cooperation(self, verdict: Any) -> None:
        self._cooperation = verdict

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

    def summary(self) -> Any:
        """Print the one-screen summary."""
        return _ask("summary")(self)

    def plot(self, name: str | None = None, **options: Any) -> Any:
        """Draw the figure called ``name``, or the usual ones."""
        return _ask("plot")(self, name, **options)

    def save(self, folder: str | Path, csv: bool = False, overwrite: bool = False) -> Path:
        """Write the result to ``folder``, whole or not at all, with ``csv`` also as CSV for spreadsheets.

        FolderError (exit code 4) when the place is taken, StorageError (5) when the disk refuses.
        """
        from dipsim.runs.storage.writer import Writer

        with Writer(folder, overwrite, money=self.manifest.get("money", MONEY)) as writer:
            for name, frame in self.tables.items():
                writer.append(name, frame)
            self.manifest = writer.commit(self.manifest, self._files(), csv=csv)
        self.folder = writer.folder
        return self.folder

    def _files(self) -> dict[str, str | bytes]:
        """The files that go beside the tables."""
        stored = None if self.folder is None else self.folder / SCENARIO
        files: dict[str, str | bytes] = {SCENARIO: stored.read_bytes() if stored else self.spec.text}
        if self.cooperation is not None:
            files[VERDICT] = json.dumps(self.cooperation.as_dict(), sort_keys=True, indent=1, allow_nan=False) + "\n"
        return files

    def __repr__(self) -> str:
        where = f", in {self.folder}" if self.folder else ""
        ticks, seed = self.manifest["ticks"], self.manifest["seed"]
        return f"<Result of {self.title!r}: {self.runs} runs of {ticks} ticks, seed {seed}{where}>"

    def _repr_html_(self) -> str:
        """A few lines for a notebook: what it is, then mean trust and tension of the region at the end."""
        region = self.region
        last = region[region["tick"] == region["tick"].max()]
        lines = [f"{self.runs} runs of {self.manifest['ticks']} ticks, seed {self.manifest['seed']}"]
        if len(last):
            lines.append(f"at the end: mean trust {last['trust'].mean():.2f}, tension {last['tension'].mean():.2f}")
        if self.folder:
            lines.append(str(self.folder))
        return f"<b>{html.escape(self.title)}</b><br>" + "<br>".join(html.escape(line) for line in lines)


def load(folder: str | Path) -> Result:
    """A stored result. Every stored file is checked first; the tables are read when asked for.

    FolderError (exit code 4) when the folder is not a results folder of dipsim, VerificationError (7), naming the
    file, when something stored differs from what was written.
    """
    from dipsim.runs.storage.writer import read_table

    place = Path(folder).absolute()
    manifest = manifests.read(place)
    manifests.verify(place, manifest)
    return Result(None, manifest, Tables(functools.partial(read_table, place)), folder=place)
