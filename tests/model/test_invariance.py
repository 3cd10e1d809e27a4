"""What must not matter: who else is listed, the order of the file, names, the unit of money, the batch, recording."""

# Also tests: model/initial_state.py, model/processes/region/region_statistics.py,
#   model/processes/support/vector_helpers.py

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from dipsim.model.parameters import DYAD, NATION, REGION_METRICS
from dipsim.model.state import dyads
from dipsim.model.state.nation import RECORDED
from dipsim.runs.batches.block_builder import make
from dipsim.scenario.load import load
from dipsim.scenario.locate import shipped
from dipsim.scenario.world.build import build

AXES = {
    "nat": (1,),
    "dyad": (1, 2),
    "base": (1, 2),
    "accounts": (1, 2),
    "position": (1,),
    "member": (1,),
    "standing": (1, 2),
}
AXES |= {"done": (1, 2), "hidden": (1, 2), "hollow": (1, 2)}


def file_of(name: str) -> dict[str, Any]:
    """A shipped scenario as a mapping."""
    return yaml.safe_load(Path(str(shipped(name))).read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def bytes_of(block: Any, nations: list[int], but: tuple[str, ...]) -> dict[str, bytes]:
    """The arrays of state for some nations only; of dyads without the scratch of polarisation, a region measure."""
    found = {}
    for name in AXES.keys() - but:
        array = np.asarray(getattr(block, name))
        if name == "dyad":
            array = np.delete(array, dyads.SYMMETRIC_TRUST, axis=0)
        for axis in AXES[name]:
            array = np.take(array, nations, axis=axis)
        found[name] = np.ascontiguousarray(array).tobytes()
    return found


def alike(one: Any, other: Any, but: tuple[str, ...] = ()) -> None:
    """Fail unless the nations of ``one`` fare the same to the bit in ``other``, in every array ``but`` some."""
    codes = one.world.codes
    rows = [other.world.codes.index(code) for code in codes]
    here, there = bytes_of(one.block, list(range(len(codes))), but), bytes_of(other.block, rows, but)
    assert [name for name in here if here[name] != there[name]] == []


@pytest.mark.parametrize("name", ["two_blocs", "south_china_sea"])
@pytest.mark.parametrize("code", ["AAA", "ZZZ"])
def test_a_nation_linked_to_nobody_changes_no_bit(run: Any, name: str, code: str) -> None:
    """Protects `no N in any equation`: a giant without a link, first or last in the list, moves nobody and nothing."""
    file, more = file_of(name), file_of(name)
    more["nations"][code] = {
        "gdp": 9000,
        "revisionism": 1,
        "transparency": 0,
        "industry": 1,
        "stability": 0,
        "language": "x",
    }
    one, other = run(file, 180, 4), run(more, 180, 4)
    alike(one, other)
    assert one.region.tobytes() == other.region.tobytes()
    assert one.acts.tobytes() == other.acts.tobytes()


@pytest.mark.parametrize("name", ["two_blocs", "south_china_sea"])
def test_the_order_of_the_file_changes_no_bit(run: Any, same: Any, name: str) -> None:
    """Protects the loader's order by id: nations, pairs, organisations, members, issues, programme listed backwards."""
    file, turned = file_of(name), file_of(name)
    for key in ("nations", "issues"):
        turned[key] = dict(reversed(turned[key].items()))
    for key in ("relations", "organisations", "timeline"):
        turned[key] = turned[key][::-1]
    for relation in turned["relations"]:
        relation["between"] = relation["between"][::-1]
    for organisation in turned["organisations"]:
        organisation["members"] = organisation["members"][::-1]
    one, other = run(file, 120, 4), run(turned, 120, 4)
    same(one, other)
    assert one.region.tobytes() == other.region.tobytes()


def test_renaming_with_pinned_ids_changes_only_labels(run: Any, same: Any) -> None:
    """Protects `id:`: new codes, in another alphabetical order, give the same history under new names."""
    file = file_of("two_blocs")
    new = dict(zip(sorted(file["nations"]), ["ZED", "ANT", "MIT", "BEE", "YAK", "CAT", "KOI"], strict=True))
    turned = rename(file_of("two_blocs"), new)
    turned["nations"] = {new[code]: traits | {"id": code} for code, traits in file["nations"].items()}
    one, other = run(file, 120, 4), run(turned, 120, 4)
    same(one, other)
    assert other.world.codes == [new[code] for code in one.world.codes]
    for code in new.values():
        del turned["nations"][code]["id"]
    assert run(turned, 120, 4).region.tobytes() != one.region.tobytes(), "draws are keyed by names"


def rename(node: Any, new: dict[str, str]) -> Any:
    """The same tree with other codes in it."""
    if isinstance(node, dict):
        return {new.get(key, key): rename(value, new) for key, value in node.items()}
    if isinstance(node, list):
        return [rename(value, new) for value in node]
    return new.get(node, node) if isinstance(node, str) else node


ORDER = "the value of an order"
MONEY = {"gdp", "capability", "g", "cost", "upkeep", ORDER}


def in_unit(node: Any, factor: float, key: str = "") -> Any:
    """The same tree with every monetary number in another unit."""
    if isinstance(node, dict):
        held = ORDER if {"from", "to"} <= set(node) else key  # of a dated act, or of a figure with its source
        return {name: in_unit(value, factor, held if name == "value" else name) for name, value in node.items()}
    if isinstance(node, list):
        return [in_unit(value, factor) for value in node]
    return node * factor if key in MONEY and isinstance(node, int | float) else node


@pytest.mark.parametrize("name", ["two_blocs", "south_china_sea"])
@pytest.mark.parametrize("factor", [1024.0, 2.0**-10])
def test_the_unit_of_money_changes_no_bit(run: Any, name: str, factor: float) -> None:
    """Protects the units: every monetary number times 2^10 leaves all that has no unit as it was, to the bit."""
    file = file_of(name)
    first = next(iter(file["nations"].values()))
    first |= {"capability": 400, "g": 20}
    file["organisations"][0]["upkeep"] = 0.01
    file["exchanges"] = {"joint_exercise": {"cost": 0.03}, "hotline": {"upkeep": 0.002}}
    one = run(file, 120, 4)
    other = run(in_unit(file, factor) | {"money": {"per_billion": factor}}, 120, 4)
    for array, table in (("nat", NATION), ("dyad", DYAD), ("metrics", REGION_METRICS)):
        scale = np.array([factor if quantity.money else 1.0 for quantity in table])
        here, there = np.asarray(getattr(one.block, array)), np.asarray(getattr(other.block, array))
        scaled = here * scale.reshape(-1, *[1] * (here.ndim - 1))
        assert [q.name for q, a, b in zip(table, scaled, there, strict=True) if a.tobytes() != b.tobytes()] == []
    assert one.block.accounts.stored.tobytes() == other.block.accounts.stored.tobytes()
    assert one.acts.tobytes() == other.acts.tobytes()
    scale = np.array([factor if NATION.entries[row].money else 1.0 for row in RECORDED])
    assert (one.nations * scale[:, None, None]).tobytes() == other.nations.tobytes()


def test_two_worlds_in_one_file_are_the_two_worlds(run: Any) -> None:
    """Protects isolation of whole blocs: the western and an unlinked eastern half run as if each were alone."""
    west, east = (half(codes) for codes in (("ARL", "BOR", "CEL"), ("DRA", "EST", "FEL")))
    both = {key: west[key] | east[key] for key in ("nations", "issues")}
    both |= {key: west[key] + east[key] for key in ("relations", "timeline", "organisations")}
    whole = run(west | both, 180, 4)
    for row, part in enumerate((west, east)):
        alone = run(part, 180, 4)
        alike(alone, whole, but=("position", "member"))
        assert (alone.block.position[0] == whole.block.position[row, 3 * row : 3 * row + 3]).all()
        assert alone.acts.sum() > 0
    counts = [run(part, 180, 4).measure("observed_disputes") for part in (west, east)]
    assert (whole.measure("observed_disputes") == counts[0] + counts[1]).all()


def half(codes: tuple[str, ...]) -> dict[str, Any]:
    """One bloc of two_blocs, with an issue, a dispute, a forum and a programme of its own."""
    file = file_of("two_blocs")
    issue = f"order_of_{codes[0].lower()}"
    nations = {code: file["nations"][code] | {"interests": {issue: 0.3}} for code in codes}
    relations = [one | {"dispute": 0.6} for one in file["relations"] if set(one["between"]) <= set(codes)]
    forum = {"name": f"Forum of {codes[0]}", "kind": "forum", "members": list(codes), "meets": 2}
    timeline = [entry for entry in file["timeline"] if set(entry["joint_exercise"]["between"]) <= set(codes)]
    head = {key: file[key] for key in ("dipsim", "title", "time")}
    parts = {"nations": nations, "relations": relations, "organisations": [forum], "timeline": timeline}
    return head | {"issues": {issue: 1.0}} | parts


@pytest.mark.parametrize("name", ["two_blocs", "south_china_sea"])
def test_a_run_is_the_same_alone_and_in_any_block(run: Any, same: Any, name: str) -> None:
    """Protects `alone equals in any block, bit for bit`: blocks of 1, 5 and 64."""
    crowd = run(name, 120, 64)
    same(crowd, run(name, 120, 5), lanes=slice(5))
    for lane in (0, 3, 63):
        alone = run(name, 120, [lane])
        same(crowd, alone, lanes=slice(lane, lane + 1))
        assert alone.region[..., 0].tobytes() == np.ascontiguousarray(crowd.region[..., lane]).tobytes()


def test_a_block_of_several_worlds_runs_each_as_if_alone(run: Any, same: Any) -> None:
    """Protects sweeps: lanes with other numbers side by side do not touch each other."""
    sets = [(f"nations.*.transparency={t}", f"exchanges.forum.readiness={x}") for t, x in ((0.1, -1), (0.9, 2))]
    worlds = [build(load("two_blocs", list(one))) for one in sets]
    mixed = run("two_blocs", 120, [0, 1, 0], block=make([worlds[0], worlds[1], worlds[1]], 1, [0, 1, 0]))
    for lane, (one, replicate) in enumerate([(sets[0], 0), (sets[1], 1), (sets[1], 0)]):
        same(mixed, run("two_blocs", 120, [replicate], sets=one), lanes=slice(lane, lane + 1))


def test_a_longer_run_begins_like_a_shorter_one(run: Any) -> None:
    """Protects against looking ahead: the first 60 ticks do not know how many follow."""
    long, short = run("two_blocs", 100, 4), run("two_blocs", 60, 4)
    for name in ("region", "acts", "nations"):
        assert getattr(long, name)[:60].tobytes() == getattr(short, name).tobytes()


@pytest.mark.parametrize("cut", [1, 12, 17])
def test_a_run_can_be_cut_in_two(run: Any, same: Any, cut: int) -> None:
    """Protects resuming: so many ticks and then the rest are the 24 ticks at once; no state hides outside the block."""
    whole, first = run("two_blocs", 24, 4), run("two_blocs", cut, 4)
    rest = run("two_blocs", 24 - cut, 4, start=cut, block=first.block)
    same(whole, rest)
    assert np.concatenate([first.region, rest.region]).tobytes() == whole.region.tobytes()


@pytest.mark.parametrize("name", ["two_blocs", "south_china_sea"])
def test_recording_changes_nothing(run: Any, same: Any, name: str) -> None:
    """Protects observers: keeping the log of events and the bill moves no bit."""
    same(run(name, 120, 4), run(name, 120, 4, detail=True))


def test_seeds_and_replicates_differ(run: Any) -> None:
    """Protects against a dead generator: every replicate and every seed is another history."""
    seen = {np.ascontiguousarray(lane).tobytes() for lane in np.moveaxis(run("two_blocs", 24, 64).region, -1, 0)}
    assert len(seen) == 64
    assert run("two_blocs", 24, 64, seed=2).region.tobytes() != run("two_blocs", 24, 64).region.tobytes()


def test_a_symmetric_pair_without_chance_stays_symmetric(run: Any, quiet: Any) -> None:
    """Protects against a hidden first and second: what both do alike, both see alike, to the bit."""
    act = {"every": "year", "joint_exercise": {"between": ["ARL", "BOR"], "scale": 1}}
    ties = [{"between": ["ARL", "BOR"], "proximity": 1, "dispute": 0.5, "trust": 0.4}]
    file = quiet({"ARL": {}, "BOR": {}}, ties, on=("joint_exercise",), timeline=[act])
    file["exchanges"]["joint_exercise"] = {"rate": 0, "mishap": 0}
    played = run(file, 120)
    assert played.acts.sum() == 10
    of_pairs = [np.asarray(array) for array in (played.block.dyad, played.block.accounts, played.block.base)]
    for array in (np.delete(of_pairs[0], dyads.ERROR, axis=0), *of_pairs[1:]):
        assert array.tobytes() == np.ascontiguousarray(array.swapaxes(1, 2)).tobytes()
    assert played.block.nat[:, 0].tobytes() == played.block.nat[:, 1].tobytes()
