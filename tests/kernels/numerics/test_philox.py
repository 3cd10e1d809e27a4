"""Keyed draws: the published vectors of Philox4x32-10, and that draws are uniform, independent and keyed by names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from dipsim.kernels.numerics.philox import philox, uniform, uniform_pair, word
from dipsim.model.state import random_streams

ONES = 0xFFFFFFFF
VECTORS = {  # counter and key to words, from the known-answer file of Random123
    ((0, 0, 0, 0), (0, 0)): (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8),
    ((ONES, ONES, ONES, ONES), (ONES, ONES)): (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
    ((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0)): (
        0xD16CFE09,
        0x94FDCCEB,
        0x5001E420,
        0x24126EA1,
    ),
}
SIZE = 20_000
IDS = (word("ARL"), word("BOR"))


def plain(function: Any) -> Callable[..., Any]:
    """The Python function under a compiled one."""
    return getattr(function, "py_func", function)  # type: ignore[no-any-return]


def words(*numbers: int) -> list[np.uint64]:
    return [np.uint64(number) for number in numbers]


def sample(seed: int = 1, replicate: int = 0, ids: tuple[int, int] = IDS, slot: str = "crisis/onset") -> Any:
    """Draws of one decision over ticks, [SIZE]."""
    key0, key1, i, j, s = words(seed, replicate, *ids, word(slot))
    return np.array([uniform(key0, key1, np.int64(t), i, j, s) for t in range(SIZE)])


@pytest.mark.parametrize("form", ["compiled", "plain"])
@pytest.mark.parametrize(("given", "expected"), VECTORS.items(), ids=["zeros", "ones", "pi"])
def test_published_vectors(form: str, given: Any, expected: Any) -> None:
    """Protects the generator itself: any other constant, round or word order gives other words."""
    generator = philox if form == "compiled" else plain(philox)
    counter, key = given
    assert tuple(map(int, generator(*words(*key, *counter)))) == expected


def test_compiled_and_plain_draws_are_the_same() -> None:
    """Protects the plain mode: the conversion of words to a number in (0, 1) is the same to the bit."""
    key = words(7, 3)
    for t in range(200):
        rest = words(*IDS, word("crisis/entry"))
        assert uniform_pair(*key, np.int64(t), *rest) == plain(uniform_pair)(*key, np.int64(t), *rest)


def test_draws_are_uniform() -> None:
    """Protects mean 1/2, variance 1/12 and an even spread over 64 cells; p of the chi-square test above 1 in 1000."""
    u = sample()
    assert 0 < u.min() < u.max() < 1
    assert u.mean() == pytest.approx(0.5, abs=4 * (1 / 12 / SIZE) ** 0.5)
    assert u.var() == pytest.approx(1 / 12, abs=4 * (1 / 180 / SIZE) ** 0.5)
    assert stats.chisquare(np.bincount((u * 64).astype(int), minlength=64)).pvalue > 1e-3


OTHERS: dict[str, dict[str, Any]] = {
    "another seed": {"seed": 2},
    "the next replicate": {"replicate": 1},
    "the other direction": {"ids": IDS[::-1]},
    "another pair": {"ids": (IDS[0], word("CAL"))},
    "another decision": {"slot": "crisis/entry"},
    "the next jump": {"slot": "crisis/jump/0"},
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS.keys())
def test_draws_of_two_decisions_are_independent(other: dict[str, Any]) -> None:
    """Protects against streams that overlap or move together: chi-square of a 16 by 16 table, p above 1 in 1000."""
    u, v = sample(), sample(**other)
    table = np.histogram2d(u, v, bins=16, range=((0, 1), (0, 1)))[0]
    assert stats.chisquare(table.ravel()).pvalue > 1e-3
    assert not np.isin(u, v).any()


def test_draws_of_successive_ticks_are_independent() -> None:
    """Protects against memory between ticks."""
    u = sample()
    table = np.histogram2d(u[:-1], u[1:], bins=16, range=((0, 1), (0, 1)))[0]
    assert stats.chisquare(table.ravel()).pvalue > 1e-3


def test_both_numbers_of_a_pair_are_independent() -> None:
    """Protects decisions that use two numbers of one draw."""
    key, rest = words(1, 0), words(*IDS, word("crisis/entry"))
    u, v = np.array([uniform_pair(*key, np.int64(t), *rest) for t in range(SIZE)]).T
    assert stats.chisquare(np.histogram2d(u, v, bins=16)[0].ravel()).pvalue > 1e-3


def test_names_give_fixed_keys() -> None:
    """Protects stored results: the key of a name never changes, and does not hang on how an accent is typed."""
    assert word("ARL") == 0x792A9AB3
    assert word("e\u0301") == word("\u00e9")


def test_every_decision_has_its_own_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects against two decisions of a tick that share their luck; names that collide are refused."""
    fixed, of_kind, of_issue = random_streams.stream_ids(["forum", "hotline"], ["order"])
    everything = [*fixed, *of_kind[0], *of_kind[1], *of_issue]
    assert (
        len(set(everything))
        == len(everything)
        == len(random_streams.DECISIONS) + 2 * len(random_streams.KIND_DECISIONS) + 1
    )
    assert random_streams.stream_ids(["forum"], [])[1][0] == of_kind[0], "another kind moves nobody's luck"
    monkeypatch.setattr(random_streams, "word", lambda name: len(name))
    with pytest.raises(ValueError, match="share a slot"):
        random_streams.stream_ids(["forum"], [])
