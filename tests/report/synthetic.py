"""A made-up result with the columns of a real one, so that the views can be tested without the engine."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from dipsim.study.verdict import decision

NAMES = {
    "ARL": "Arland",
    "BOR": "Borland",
    "CAL": "Calder",
    "DOR": "Doria",
    "EST": "Estmark",
    "FEN": "Fennia",
    "GAL": "Galt",
}
HOSTILE = {
    "ARL": "</script><img src=x onerror=alert(1)>",
    "BOR": "a$b^{$c",
    "CAL": "{0} %s [/x] [bold]",
    "DOR": "\U0001f680 \u4e2d\u56fd",
    "EST": "W" * 80,
    "FEN": "<!-- --!> & \"'",
    "GAL": "\u0645\u0635\u0631",
}
KINDS = ("joint_exercise", "forum", "official_visit", "arms_transfer")
CAUSES = (
    "baseline: interests",
    "baseline: trade",
    "baseline: dispute",
    "history",
    "joint_exercise",
    "forum",
    "official_visit",
    "alarm: joint_exercise",
    "alarm: arms_transfer",
    "reassurance: forum",
    "crises_threat",
    "crises_force",
    "intent",
)


def row(name: str, disputes: float, force: float, spread: float = 0.15) -> decision.VerdictRow:
    """A verdict whose word follows from its numbers."""

    def around(middle: float, half: float, base: float) -> decision.Effect:
        return decision.Effect(middle, middle - half, middle + half, base)

    effects = {
        "expected_disputes": around(disputes, spread, 2.4),
        "observed_disputes": around(disputes * 1.1, 2 * spread, 2.4),
        "expected_force": around(5 * force, spread, 1.7),
        "force": around(force, spread / 4, 0.3),
        "war": around(force / 6, spread / 8, 0.03),
        "tension": around(disputes / 20, 0.01, 0.6),
        "trust": around(-disputes / 10, 0.01, 0.5),
    }
    return decision.judge(name, effects, replicates=40)


def rows() -> list[decision.VerdictRow]:
    return [
        row("cooperation", -0.62, -0.06),
        row("joint_exercise", 0.33, 0.05),
        row("forum", -0.41, -0.05),
        row("hotline", 0.24, -0.08),
        row("official_visit", 0.01, 0.001, 0.03),
        row("arms_transfer", 0.08, 0.01),
        row("training", 0.1, 0.01, 0.08),
    ]


def result(
    runs: int = 40,
    ticks: int = 240,
    names: dict[str, str] | None = None,
    seed: int = 7,
    title: str = "Two blocs and a neutral",
) -> Any:
    """A result with seven nations; ``ticks`` months from 2025-01."""
    rng = np.random.default_rng(seed)
    codes = sorted(names or NAMES)
    detail = list(range(min(8, runs)))
    dates = (np.datetime64("2025-01", "M") + np.arange(ticks)).astype("datetime64[ms]")
    ledger, dyads, dyads_detail, accounts = _relations(rng, codes, runs, ticks, detail, dates)
    tables = {
        "region": _region(rng, runs, ticks, dates),
        "nations": _nations(rng, codes, runs, ticks, dates),
        "dyads": dyads,
        "dyads_detail": dyads_detail,
        "accounts": accounts,
        "exchanges": _exchanges(rng, codes, runs, ticks),
        "events": _events(rng, codes, dates),
        "ledger": ledger,
        "bill": _bill(rng, codes, runs),
    }
    tables = {name: _categories(frame) for name, frame in tables.items()}
    return SimpleNamespace(
        spec=_spec(names or NAMES, codes, title),
        manifest=_manifest(runs, ticks, seed),
        tables=tables,
        runs=runs,
        detail_runs=detail,
        folder=None,
        cooperation=rows()[0],
        **tables,
    )


def _categories(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns of codes as categories with one that never occurs, as a stored table may have them."""
    keys = [
        key
        for key in ("truster", "trustee", "initiator", "target", "nation", "kind", "cause", "event", "observer")
        if key in frame
    ]
    return frame.assign(
        **{key: frame[key].astype(pd.CategoricalDtype([*sorted(frame[key].unique()), "zz"])) for key in keys}
    )


def _spec(names: dict[str, str], codes: list[str], title: str) -> Any:
    assumed, found = SimpleNamespace(source="assumed", grade=4), SimpleNamespace(source="SIPRI", grade=1)
    kinds = {kind: SimpleNamespace(title=kind, evidence={"evidence": found, "alarm": assumed}) for kind in KINDS}
    pact = SimpleNamespace(between=(codes[0], codes[1]), pact="defence", proximity=0.9)
    return SimpleNamespace(
        title=title,
        nations={code: SimpleNamespace(name=names[code]) for code in codes},
        kinds=kinds,
        evidence={"nations.ARL.gdp": found},
        relations=[pact],
        hash="0123456789abcdef0123456789abcdef",
    )


def _manifest(runs: int, ticks: int, seed: int) -> dict[str, Any]:
    return {
        "dipsim": "0.1.0",
        "stream": 1,
        "schema": 1,
        "title": "",
        "config_hash": "0123456789abcdef0123456789abcdef",
        "seed": seed,
        "replicates": runs,
        "ticks": ticks,
        "versions": {"numpy": "2.0", "numba": "0.60"},
        "created": "2025-01-01T00:00:00",
    }


def _grid(runs: int, ticks: int, dates: Any) -> pd.DataFrame:
    tick = np.tile(np.arange(ticks), runs)
    return pd.DataFrame({"run": np.repeat(np.arange(runs), ticks), "tick": tick, "date": dates[tick]})


def _region(rng: Any, runs: int, ticks: int, dates: Any) -> pd.DataFrame:
    out, size = _grid(runs, ticks, dates), (runs, ticks)
    walk = np.cumsum(rng.normal(0.0004, 0.004, size), axis=1)
    trust = 1 / (1 + np.exp(-4 * walk + 0.4))
    heat = rng.poisson(0.012, size)
    columns = {
        "trust": trust,
        "distrust": np.clip(1.1 - 1.2 * trust, 0, 1),
        "tension": 1.4 * (1 - trust),
        "burden": 0.25 + 0.02 * walk,
        "agreements": 0.2 + 0.9 * np.linspace(0, 1, ticks) * trust,
        "rung": np.minimum(5, heat * 2 + rng.binomial(3, 0.4, size)),
        "observed_disputes": heat,
        "joiners": heat // 2,
        "force": rng.binomial(1, 0.001, size),
        "wars": rng.binomial(1, 1e-4, size),
        "spending": rng.gamma(2, 0.1, size),
        "polarisation": 0.3 + walk,
        "expected_disputes": np.full(size, 0.012) * (1.5 - trust),
        "expected_force": np.full(size, 0.009) * (1.5 - trust),
    }
    acts = {f"acts_{kind}": rng.poisson(0.4 + 0.2 * place, size) for place, kind in enumerate(KINDS)}
    return out.assign(
        **{name: values.ravel() for name, values in {**columns, "acts": sum(acts.values()), **acts}.items()}
    )


def _nations(rng: Any, codes: list[str], runs: int, ticks: int, dates: Any) -> pd.DataFrame:
    frames = [
        _grid(runs, ticks, dates).assign(
            nation=code,
            gdp=400.0 * (place + 1),
            capability=30.0 * (place + 1),
            spending=8.0,
            purse=0.1,
            insight=0.0,
            technology=0.5,
            emerging=0.0,
            shipped=0.0,
        )
        for place, code in enumerate(codes)
    ]
    return pd.concat(frames, ignore_index=True)


def _relations(
    rng: Any, codes: list[str], runs: int, ticks: int, detail: list[int], dates: Any
) -> tuple[pd.DataFrame, ...]:
    """Ledger, dyads, dyads in detail and accounts that agree: trust is the logistic of the summed causes."""
    pairs = [(one, other) for one in codes for other in codes if one != other]
    ends = np.unique(np.r_[0, np.arange(11, ticks, 12), ticks - 1])
    time = np.arange(ticks) / max(1, ticks - 1)
    ledger, yearly, every, accounts = [], [], [], []
    mask = np.array([0.0] * 4 + [1.0] * 9)
    for one, other in pairs:
        friends = (codes.index(one) % 2) == (codes.index(other) % 2)
        start = rng.normal(0.5 if friends else -0.8, 0.25, len(CAUSES)) * 0.6 * (1 - mask)
        drift = rng.normal(0.0, 0.45, len(CAUSES)) * np.array([0.0] * 3 + [0.5] + [1.0] * 9) + (
            0.06 if friends else -0.03
        )
        noise = np.cumsum(rng.normal(0, 0.015, (runs, ticks, len(CAUSES))), axis=1) * mask
        values = start + time[None, :, None] * drift + noise  # [run, tick, cause]
        trust = 1 / (1 + np.exp(-values.sum(axis=2)))
        for run in range(runs):
            for rows, kept in ((yearly, ends), *([(every, np.arange(ticks))] if run in detail else [])):
                size = len(kept)
                rows.append((np.full(size, run), kept, np.full(size, one), np.full(size, other), trust[run, kept]))
            accounts.append(_ends(run, one, other, values[run, 0], values[run, -1], trust[run, [0, -1]]))
        for run in detail:
            ledger.append(_account(run, ends, dates, one, other, values[run, ends]))
    whole = (pd.concat(parts, ignore_index=True) for parts in (ledger, accounts))
    table, ends_of = whole
    return table, _dyads(yearly, dates), _dyads(every, dates), ends_of


def _ends(run: int, one: str, other: str, start: Any, end: Any, trust: Any) -> pd.DataFrame:
    """Accounts at the start and at the end, with points that add up to the change of trust."""
    points = 100 * (trust[1] - trust[0]) * (end - start) / (end - start).sum()
    about = {"run": run, "truster": one, "trustee": other, "cause": CAUSES}
    return pd.DataFrame({**about, "start": start, "end": end, "points": points})


def _dyads(parts: list[Any], dates: Any) -> pd.DataFrame:
    run, tick, one, other, trust = (np.concatenate(column) for column in zip(*parts, strict=True))
    return pd.DataFrame(
        {
            "run": run,
            "tick": tick,
            "date": dates[tick],
            "truster": one,
            "trustee": other,
            "trust": trust,
            "threat": 1.2 * (1 - trust),
            "menace": 1.5 * (1 - trust),
            "rung": 0,
            "interoperability": 0.2,
            "channel": 0.3,
            "dispute": 0.4,
            "in_force": 1,
            "relevant": True,
        }
    )


def _account(run: int, kept: Any, dates: Any, one: str, other: str, values: Any) -> pd.DataFrame:
    count = len(CAUSES)
    return pd.DataFrame(
        {
            "run": run,
            "tick": np.repeat(kept, count),
            "date": np.repeat(dates[kept], count),
            "truster": one,
            "trustee": other,
            "cause": np.tile(CAUSES, len(kept)),
            "value": values.ravel(),
        }
    )


def _exchanges(rng: Any, codes: list[str], runs: int, ticks: int) -> pd.DataFrame:
    listed = [
        (run, 2025 + year, kind, codes[0], codes[1])
        for run in range(runs)
        for year in range(ticks // 12)
        for kind in KINDS
    ]
    return pd.DataFrame(listed, columns=["run", "year", "kind", "initiator", "target"]).assign(
        count=rng.poisson(2.0, len(listed))
    )


def _events(rng: Any, codes: list[str], dates: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "run": 0,
            "tick": [1, 2],
            "date": dates[[1, 2]],
            "event": ["act", "dispute"],
            "kind": ["forum", ""],
            "initiator": codes[0],
            "target": codes[1],
            "value": [1.0, 2.0],
        }
    )


def _bill(rng: Any, codes: list[str], runs: int) -> pd.DataFrame:
    pairs = [(codes[0], codes[1]), (codes[-1], codes[1]), (codes[0], codes[-1])][: 3 if len(codes) > 2 else 1]
    listed = [(run, kind, *pair) for run in range(runs) for kind in KINDS for pair in pairs]
    bill = pd.DataFrame(listed, columns=["run", "kind", "observer", "initiator"])
    bill = bill.assign(alarm=-rng.gamma(1, 0.5, len(bill)), reassurance=rng.gamma(1, 0.3, len(bill)))
    bill["points"] = bill["alarm"] + bill["reassurance"]
    keys = ["run", "observer", "initiator"]
    whole = bill.groupby(keys)[["alarm", "reassurance", "points"]].sum().reset_index().assign(kind="together")
    return pd.concat([bill, whole[bill.columns]], ignore_index=True)
