"""Where points lie, in which order they are run, and how a share of probability becomes a value."""

# Also tests: sweeps/experiment/factor.py, sweeps/experiment/schema.py

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from dipsim.sweeps.experiment.design import count, design, order
from dipsim.sweeps.experiment.factor import Factor
from dipsim.sweeps.experiment.schema import DesignPart

A = Factor("a", "lever", ("a",), 2.0, 10.0)
B = Factor("b", "uncertainty", ("b",), choices=("1", "5", "25"))
C = Factor("c", "lever", ("c",), choices=("off", "on"), numeric=False)


def part(**settings: object) -> DesignPart:
    from dipsim.sweeps.experiment import schema

    sorts = {
        "grid": schema.Grid,
        "latin_hypercube": schema.Points,
        "low_discrepancy": schema.Points,
        "sobol": schema.Saltelli,
        "morris": schema.Morris,
        "one_at_a_time": schema.OneAtATime,
    }
    return DesignPart.model_construct(
        **{name: sorts[name].model_construct(**value) for name, value in settings.items()}  # type: ignore[attr-defined]
    )


def test_a_grid_is_every_combination() -> None:
    table = design(part(grid={"levels": 5}), (A, B, C), 1)
    assert table["a"].tolist()[:7] == [2.0] * 6 + [4.0]
    assert len(set(zip(*(column.tolist() for column in table.values()), strict=True))) == 5 * 3 * 2
    assert count(part(grid={"levels": 5}), (A, B, C)) == 30


@pytest.mark.parametrize(
    ("name", "settings", "points"),
    [
        ("latin_hypercube", {"points": 40}, 40),
        ("low_discrepancy", {"points": 40}, 40),
        ("sobol", {"base": 8}, 40),
        ("morris", {"trajectories": 5, "levels": 4}, 20),
        ("one_at_a_time", {"levels": 5}, 1 + 4 + 2 + 1),
    ],
)
def test_a_design_has_the_points_it_counts(name: str, settings: dict[str, int], points: int) -> None:
    made = part(**{name: settings})
    table = design(made, (A, B, C), 3)
    assert {len(column) for column in table.values()} == {points} == {count(made, (A, B, C))}
    assert ((table["a"] >= 2) & (table["a"] <= 10)).all()
    assert set(table["b"]) <= {1.0, 5.0, 25.0}
    again = design(made, (A, B, C), 3)
    assert all(np.array_equal(table[key], again[key]) for key in table)
    assert sorted(order(made, table, (A, B, C))) == list(range(points))


def test_a_latin_hypercube_has_one_point_in_each_slice() -> None:
    table = design(part(latin_hypercube={"points": 16}), (A,), 5)
    assert sorted(((table["a"] - 2.0) / 0.5).astype(int)) == list(range(16))


def test_a_saltelli_sample_changes_one_factor_at_a_time() -> None:
    table = design(part(sobol={"base": 4}), (A, Factor("x", "lever", ("x",)), Factor("y", "lever", ("y",))), 1)
    rows = np.column_stack(list(table.values())).reshape(4, 5, 3)
    for first, *others, last in rows:
        for k, mixed in enumerate(others):
            assert mixed[k] == last[k]
            assert np.array_equal(np.delete(mixed, k), np.delete(first, k))


def test_making_a_design_leaves_the_global_generator_alone() -> None:
    np.random.seed(4)  # noqa: NPY002
    expected = np.random.random()  # noqa: NPY002
    np.random.seed(4)  # noqa: NPY002
    design(part(morris={"trajectories": 3, "levels": 4}), (A, B), 1)
    assert np.random.random() == expected  # noqa: NPY002


def test_every_beginning_of_a_grid_is_spread_over_it() -> None:
    """The first quarter of a 16 x 16 grid meets every quarter of each axis about equally often."""
    made = part(grid={"levels": 16})
    factors = (A, Factor("x", "lever", ("x",)))
    table = design(made, factors, 1)
    first = order(made, table, factors)[:64]
    for factor in factors:
        met = np.histogram(factor.unit(table[factor.name][first]), bins=4, range=(0, 1))[0]
        assert met.min() >= 14, met
        assert met.max() <= 18, met


@pytest.mark.parametrize(
    ("law", "shape", "reference"),
    [
        ("triangular", (3.0,), stats.triang(1 / 8, 2, 8)),
        ("normal", (5.0, 2.0), stats.truncnorm(-1.5, 2.5, 5, 2)),
        ("log_uniform", (), stats.loguniform(2, 10)),
        ("uniform", (), stats.uniform(2, 8)),
    ],
)
def test_values_follow_their_distribution(law: str, shape: tuple[float, ...], reference: stats.rv_continuous) -> None:
    factor = Factor("a", "uncertainty", ("a",), 2.0, 10.0, law, shape)
    shares = np.linspace(0.01, 0.99, 33)
    assert factor.value(shares) == pytest.approx(reference.ppf(shares))
    assert factor.unit(factor.value(shares)) == pytest.approx(shares)


def test_listed_values_have_equal_shares() -> None:
    assert B.value([0.0, 0.3, 0.34, 0.99, 1.0]).tolist() == [1.0, 1.0, 5.0, 25.0, 25.0]
    assert B.unit([1.0, 5.0, 25.0]).tolist() == pytest.approx([1 / 6, 0.5, 5 / 6])
    assert C.value([0.2, 0.7]).tolist() == ["off", "on"]
