"""Small made-up tables of every kind, with the awkward cells that real ones have."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dipsim.runs.storage.manifest import describe

CODES = ["ARL", "BOR", "CAL"]


def date(tick: int) -> pd.Timestamp:
    return pd.Timestamp(2025 + tick // 12, tick % 12 + 1, 1)


def one_run(run: int, ticks: int = 30) -> dict[str, pd.DataFrame]:
    """All tables of one run."""
    draw = np.random.default_rng(run)
    when = {"run": run, "tick": np.arange(ticks), "date": [date(tick) for tick in range(ticks)]}
    shares = ("trust", "distrust", "tension", "burden", "agreements", "spending", "polarisation")
    shares += ("expected_disputes", "expected_force")
    counts = ("rung", "observed_disputes", "joiners", "force", "wars", "acts", "acts_joint_exercise", "acts_forum")
    region = pd.DataFrame(
        when
        | {name: draw.random(ticks) for name in shares}
        | {name: draw.integers(0, 5, ticks).astype(float) for name in counts}
    )
    region.loc[0, "polarisation"] = np.nan
    pairs = [(a, b) for a in CODES for b in CODES if a != b]
    dyads = pd.DataFrame({"run": run, "tick": 11, "date": date(11), "truster": [a for a, _ in pairs]})
    dyads["trustee"] = [b for _, b in pairs]
    for name in ("trust", "threat", "menace", "interoperability", "channel", "dispute"):
        dyads[name] = draw.random(len(pairs))
    dyads = dyads.assign(rung=0, in_force=2, relevant=True)
    nations = pd.DataFrame({"run": run, "tick": 11, "date": date(11), "nation": CODES})
    for name in ("gdp", "capability", "spending", "purse", "insight", "technology", "emerging", "shipped"):
        nations[name] = draw.random(3)
    events = pd.DataFrame(
        {
            "run": run,
            "tick": [0, 3],
            "date": [date(0), date(3)],
            "event": ["act", "government_change"],
            "kind": ["joint_exercise", None],
            "initiator": ["ARL", "BOR"],
            "target": ["BOR", None],
            "value": [1.0, np.nan],
        }
    )
    base = {"run": [run], "year": [2025], "kind": ["forum"]}
    seen = base | {"observer": ["CAL"], "initiator": ["ARL"]}
    return {
        "region": region,
        "nations": nations,
        "dyads": dyads,
        "dyads_detail": dyads,
        "accounts": dyads[["run", "truster", "trustee"]].assign(cause="forum", start=0.0, end=0.5, points=12.0),
        "events": events,
        "exchanges": pd.DataFrame(base | {"initiator": ["ARL"], "target": ["CAL"], "count": [3]}),
        "bill": pd.DataFrame(seen | {"alarm": [-1.5], "reassurance": [0.5], "points": [-1.0]}).drop(columns="year"),
        "bill_detail": pd.DataFrame(seen | {"alarm": [-0.5], "reassurance": [0.25]}),
        "ledger": dyads[["run", "tick", "date", "truster", "trustee"]].assign(cause="baseline: interests", value=-0.0),
    }


def joined(runs: range) -> dict[str, pd.DataFrame]:
    """All tables of several runs, one after another."""
    parts = [one_run(run) for run in runs]
    return {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in parts[0]}


@pytest.fixture
def frames() -> Any:
    """``frames(range(3))`` gives all tables of three runs."""
    return joined


@pytest.fixture
def about() -> dict[str, Any]:
    """A manifest before it is stored."""
    return describe(
        title="Two blocs",
        config_hash="c0ffee",
        seed=7,
        replicates=4,
        ticks=30,
        stream=1,
        model="0" * 32,
        more={"detail_runs": [0]},
    )
