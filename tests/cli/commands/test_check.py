"""``dipsim check`` and ``dipsim new``, and the expectations of a scenario."""

# Also tests: cli/checks.py, cli/output.py

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dipsim import api
from dipsim.study.verdict import expectations


def write(place: Path, claims: str) -> str:
    """A file with the tiny scenario and these expectations."""
    text = (place / "tiny.yaml").read_text(encoding="utf-8")
    (place / "claims.yaml").write_text(f"{text}expect:\n{claims}", encoding="utf-8")
    return "claims.yaml"


def test_valid_scenario_is_described(dipsim: Any) -> None:
    said = dipsim("check", "tiny.yaml")
    assert said.code == 0
    for word in ("tiny.yaml: valid", "Tiny [bold]place[/bold]", "2 nations, 1 relation,", "plan: 200 runs of 24 ticks"):
        assert word in said.out


def test_all_problems_at_once(dipsim: Any, place: Path) -> None:
    (place / "bad.yaml").write_text("dipsim: 1\ntitel: x\nnations: {ARL: {gdp: one}}\n", encoding="utf-8")
    said = dipsim("check", "bad.yaml")
    assert said.code == 3
    assert [line.split(": ")[1] for line in said.err.splitlines()] == ["error E1102", "error E1101", "error E1104"]
    told = dipsim("check", "bad.yaml", "--json-errors")
    assert told.code == 3
    assert [problem["line"] for problem in json.loads(told.out)] == [1, 2, 3]
    assert told.err == ""


def test_warnings_are_told_and_do_not_fail(dipsim: Any) -> None:
    said = dipsim("check", "tiny.yaml", "--set", "issues.order=1")
    assert said.code == 0
    assert "warning W1605" in said.err
    told = dipsim("check", "tiny.yaml", "--set", "issues.order=1", "--json-errors")
    assert [problem["code"] for problem in json.loads(told.out)] == ["W1605"]


def test_schema(dipsim: Any) -> None:
    schema = json.loads(dipsim("check", "--schema").out)
    assert schema["$schema"].startswith("http://json-schema.org/draft-07")
    assert "nations" in schema["properties"]


def test_expectations_of_two_nations_hold(dipsim: Any) -> None:
    said = dipsim("check", "two_nations", "--run")
    assert said.code == 0
    assert said.out.count("  holds: ") == len(api.load_scenario("two_nations").expect)


def test_unmet_expectations_fail(dipsim: Any, place: Path) -> None:
    name = write(
        place,
        "  - {outcome: trust, above: 0, below: 1, replicates: 2}\n"
        "  - {outcome: trust, relation: [ARL, BOR], above: 0.99, replicates: 2}\n"
        "  - {verdict: joint_exercise, is: mixed, replicates: 2, with: {exchanges.joint_exercise.rate: 0}}\n",
    )
    said = dipsim("check", name, "--run")
    assert said.code == 6
    assert [line.split(":")[0].strip() for line in said.out.splitlines()[-3:]] == ["holds", "FAILS", "FAILS"]
    assert "(with exchanges.joint_exercise.rate=0)" in said.out
    assert said.err == "dipsim: error: 2 of 3 expectations not met\n"


def test_expectations_read_what_the_tables_say(dipsim: Any, place: Path) -> None:
    claims = [
        "{outcome: trust, at: 2025-10, above: 0}",
        "{outcome: trust, relation: [BOR, ARL], at: 2025-08, above: 0}",
        "{outcome: trust, relation: [ARL, BOR], above: 0}",
        "{outcome: tension, above: -1}",
        "{outcome: expected_disputes, at: 2026-07, above: -1}",
        "{outcome: use_of_force, above: -1}",
        "{outcome: war, above: -1}",
    ]
    spec = api.load_scenario(write(place, "".join(f"  - {claim}\n" for claim in claims)))
    found = [float(claim.found) for claim in expectations.evaluate(spec, replicates=4, seed=5)]
    result = api.run(spec, replicates=4, seed=5, judge=False)
    region, dyads = result.region, result.dyads_detail.set_index(["truster", "trustee"])
    seen = dyads.loc[("BOR", "ARL")].loc[lambda frame: frame["date"] == "2025-08-01", "trust"]
    end = dyads.loc[("ARL", "BOR")].query("tick == 24")["trust"]
    events = region.groupby("run")[["force", "wars"]].sum() > 0
    assert found == pytest.approx(
        [
            region.loc[region["date"] == "2025-10-01", "trust"].mean(),
            seen.mean(),
            end.mean(),
            region.query("tick == 24")["tension"].mean(),
            region.query("tick < 18")["expected_disputes"].sum() / 4 / 0.15,
            events["force"].mean(),
            events["wars"].mean(),
        ],
        rel=1e-5,
    )


def test_claims_with_the_same_runs_share_them(place: Path) -> None:
    spec = api.load_scenario(
        write(
            place,
            "  - {outcome: trust, above: 0}\n  - {outcome: war, below: 2}\n"
            "  - {outcome: war, below: 2, seed: 9}\n  - {verdict: cooperation, is: mixed}\n",
        )
    )
    counted: list[int] = []
    claims = expectations.evaluate(spec, replicates=3, progress=counted.append)
    assert [claim.ok for claim in claims[:3]] == [True, True, True]
    assert sum(counted) == expectations.runs_needed(spec, replicates=3) == 3 * (1 + 1 + 2)


@pytest.mark.parametrize("nations", ["ARL,BOR,CEL", "NO,SE", "AA,BB,CC,DD,EE,FF,GG,HH"])
def test_new_scenario_is_valid(dipsim: Any, place: Path, nations: str) -> None:
    said = dipsim("new", 'My "first" region: $[x]', "--nations", nations)
    assert said.code == 0
    assert "dipsim run my_first_region_x.yaml" in said.out
    text = (place / "my_first_region_x.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=")
    spec = api.load_scenario("my_first_region_x.yaml")
    assert sorted(spec.nations) == sorted(nations.split(","))
    assert spec.title == 'My "first" region: $[x]'
    assert spec.warnings == ()


def test_new_never_overwrites(dipsim: Any, place: Path, tiny: str) -> None:
    said = dipsim("new", "anything", "--out", "tiny.yaml")
    assert said.code == 4
    assert (place / "tiny.yaml").read_text(encoding="utf-8") == tiny
    assert dipsim("new", "x", "--out", "nowhere/x.yaml").code == 5
