"""``mesa.batch_run`` on the Mesa model gives the numbers of a sweep over the same points."""

# Also tests: sweeps/sweep.py

from __future__ import annotations

import warnings
from pathlib import Path

import mesa
import pandas as pd

from dipsim.runs.mesa_adapter import DiplomacyModel
from dipsim.sweeps.experiment.load import parse
from dipsim.sweeps.sweep import sweep

OPENNESS = [0.1, 0.5, 0.9]
TEXT = f"""\
dipsim: 1
experiment: The same in Mesa
scenario: two_blocs
set: {{time.years: 0.5}}
levers: {{nations.*.transparency: {OPENNESS}}}
design: grid
replicates: 2
outcomes: [trust, tension, total.acts]
"""


def test_batch_run_gives_the_numbers_of_the_sweep(tmp_path: Path) -> None:
    found = sweep(parse(TEXT, "e.yaml", None, None), tmp_path / "s", workers=1)
    # Some versions of batch_run leave out the last step: one more is run than is compared.
    varied = {"scenario": "two_blocs", "time.years": 1, "nations.*.transparency": OPENNESS, "replicate": [0, 1]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # later Mesas announce another way to name replicates
        rows = mesa.batch_run(
            DiplomacyModel, varied, iterations=1, max_steps=7, data_collection_period=1, display_progress=False
        )
    frame = pd.DataFrame(rows).drop_duplicates(["nations.*.transparency", "replicate", "Step"])
    frame = frame[frame["Step"].between(1, 6)].groupby(["nations.*.transparency", "replicate"])
    mesas = frame.agg(trust=("mean_trust", "mean"), tension=("tension", "mean"), acts=("acts", "sum"))
    ours = found.runs.merge(found.data.points, left_on="point", right_index=True)
    ours = ours.set_index(["nations.*.transparency", "replicate"]).sort_index()
    assert len(mesas) == len(ours) == 6
    assert (mesas["trust"] - ours["trust"]).abs().max() < 1e-14
    assert (mesas["tension"] - ours["tension"]).abs().max() < 1e-14
    assert mesas["acts"].tolist() == ours["total.acts"].tolist()
    assert mesas["trust"].nunique() == 6
