"""The posterior that ships: it can be read, says where it is from, and lies within the priors."""

from __future__ import annotations

import numpy as np

from dipsim.scenario.draws.priors import priors
from dipsim.scenario.draws.table import open_draws

HEAD = ("from", "window", "data sets", "commit", "model", "seed", "draws run", "medoid", "identified", "licence")


def test_the_shipped_posterior_says_where_it_is_from() -> None:
    """Protects provenance: every word of the head is there, nothing later than 1989 was fitted."""
    draws = open_draws("draws")
    assert all(draws.about[word] for word in HEAD)
    assert "1989" in draws.about["window"]
    assert not any(str(year) in draws.about["window"] for year in range(1990, 2030))
    assert 0 <= int(draws.about["medoid"].split(",")[0]) < len(draws)
    assert set(draws.about["identified"].split()) <= set(draws.paths)


def test_the_shipped_posterior_lies_within_the_priors() -> None:
    """Protects the table: a column for each prior of now, and draws between its bounds that differ."""
    draws, known = open_draws("draws"), priors()
    assert set(draws.paths) == set(known)
    for path, prior in known.items():
        values = draws.column(path)
        assert values.min() >= prior.low - 1e-9
        assert values.max() <= prior.high + 1e-9
        assert np.ptp(values) > 0.0
