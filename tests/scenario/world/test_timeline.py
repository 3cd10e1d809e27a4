"""Dates become ticks, whatever the tick is; and the plan of a run."""

# Also tests: scenario/world/schedule.py

from __future__ import annotations

import pytest

from dipsim.runs.resources import check, estimate
from dipsim.scenario.load import load
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.timeline import date_of, expand
from dipsim.scenario.yaml.problems import ScenarioError

TEXT = """\
dipsim: 1
title: T
time: {start: 2025-03, years: 4, tick: %s}
nations: {AA: {gdp: 1}, BB: {gdp: 1}}
timeline: %s
"""


def spec_of(*entries: str, tick: str = "month") -> Spec:
    return load("x.yaml", text=TEXT % (tick, "[" + ", ".join(entries) + "]"))


@pytest.mark.parametrize(
    ("tick", "ticks", "at"),
    [
        ("month", 48, [0, 1, 14, 47]),
        ("half_month", 96, [0, 2, 28, 94]),
        ("quarter", 16, [0, 0, 5, 15]),
        ("year", 4, [0, 0, 1, 3]),
    ],
)
def test_dates_become_ticks(tick: str, ticks: int, at: list[int]) -> None:
    dates = ["2025-03", "2025-04", "2026-05", "2029-02"]
    spec = spec_of(*(f"{{at: {date}, government_change: AA}}" for date in dates), tick=tick)
    assert spec.time.ticks == ticks
    assert [dated.tick for dated in expand(spec)] == at


def test_repeated_events_are_written_out() -> None:
    spec = spec_of("{every: year, from: 2026-01, until: 2028-02, joint_exercise: {between: [BB, AA], notified: true}}")
    dated = expand(spec)
    assert [one.tick for one in dated] == [10, 22, 34]
    assert dated[0].args == {"between": ["BB", "AA"], "scale": 1.0, "notified": 1.0}
    assert [
        one.tick for one in expand(spec_of("{every: quarter, until: 2026-01, disaster: {nation: AA, size: 1}}"))
    ] == [0, 3, 6, 9]
    assert [one.tick for one in expand(spec_of("{every: 2 years, arms_transfer: {from: AA, to: BB}}"))] == [0, 24]
    assert len(expand(spec_of("{every: month, government_change: AA}", tick="quarter"))) == 48


def test_order_in_the_file_does_not_matter() -> None:
    entries = [
        "{at: 2026-01, government_change: BB}",
        "{at: 2026-01, government_change: AA}",
        "{at: 2025-04, lift: {from: AA, to: BB}}",
    ]
    assert expand(spec_of(*entries)) == expand(spec_of(*reversed(entries)))
    assert spec_of(*entries).hash == spec_of(*reversed(entries)).hash
    assert [one.event for one in expand(spec_of(*entries))] == ["lift", "government_change", "government_change"]


def test_events_after_the_end_never_happen() -> None:
    spec = spec_of("{at: 2029-03, government_change: AA}", "{at: 2029-02, government_change: AA}")
    assert [one.tick for one in expand(spec)] == [47]
    assert [problem.code for problem in spec.warnings if problem.code == "W1607"] == ["W1607"]


@pytest.mark.parametrize(
    ("entry", "tick", "run"),
    [
        ("{at: 2025-08, government_change: AA}", "year", "2025-03"),
        ("{at: 2025-08, government_change: AA}", "quarter", "2025-09"),
        ("{every: year, from: 2025-07, government_change: AA}", "quarter", "2025-06"),
        ("{at: 2029-02, government_change: AA}", "year", "2028-03"),
    ],
)
def test_a_date_between_ticks_is_warned_of_with_the_date_that_is_run(entry: str, tick: str, run: str) -> None:
    spec = spec_of(entry, tick=tick)
    warned = [problem for problem in spec.warnings if problem.code == "W1609"]
    assert [problem.found.split(", ")[1] for problem in warned] == [f"for which {run} is taken"]
    assert warned[0].line == 5
    assert date_of(expand(spec)[0].tick, spec.time) == run


def test_dates_on_ticks_are_not_warned_of() -> None:
    entries = ["{at: 2026-03, government_change: AA}", "{every: quarter, until: 2026-05, government_change: AA}"]
    for tick in ("month", "half_month", "quarter"):
        assert not {"W1608", "W1609"} & {problem.code for problem in spec_of(*entries, tick=tick).warnings}


def test_a_claim_between_ticks_is_warned_of() -> None:
    text = TEXT % ("year", "[]") + "expect: [{outcome: trust, relation: [AA, BB], at: 2026-10, above: 0}]\n"
    found = [problem for problem in load("x.yaml", text=text).warnings if problem.code == "W1609"]
    assert [problem.path for problem in found] == ["expect.0.at"]
    assert "for which 2027-03 is taken" in str(found[0])


@pytest.mark.parametrize(
    ("years", "tick", "run"), [("1.5", "year", "2 are run, to 2027-03"), ("1.1", "quarter", "4 are run, to 2026-03")]
)
def test_years_that_are_no_whole_ticks_are_warned_of(years: str, tick: str, run: str) -> None:
    spec = load("x.yaml", text=(TEXT % (tick, "[]")).replace("years: 4", f"years: {years}"))
    found = [problem for problem in spec.warnings if problem.code == "W1608"]
    assert [(problem.line, problem.column) for problem in found] == [(3, 31)]
    assert run in found[0].found
    assert run.startswith(str(spec.time.ticks))
    for whole in ("0.1", "0.25", "7.3"):
        fine = load("x.yaml", text=(TEXT % ("month", "[]")).replace("years: 4", f"years: {whole}"))
        assert ("W1608" in {problem.code for problem in fine.warnings}) == (whole != "0.25")


@pytest.mark.parametrize(
    ("entry", "args"),
    [
        (
            "{at: 2026-01, end: {kind: hotline, between: [AA, BB], by: AA}}",
            {"kind": "hotline", "between": ["AA", "BB"], "by": "AA"},
        ),
        ("{at: 2026-01, embargo: {from: AA, to: BB}}", {"from": "AA", "to": "BB", "scale": 1.0}),
        ("{at: 2026-01, dispute: {between: [AA, BB], to: 0.5}}", {"between": ["AA", "BB"], "to": 0.5}),
        ("{at: 2026-01, change: {nation: AA, offence: 0.1}}", {"nation": "AA", "offence": 0.1}),
        ("{at: 2026-01, power_shock: {nation: AA, size: -0.2}}", {"nation": "AA", "size": -0.2}),
    ],
)
def test_arguments_are_named_as_in_the_file(entry: str, args: dict[str, object]) -> None:
    assert expand(spec_of(entry))[0].args == args


def test_dates_of_ticks() -> None:
    time = spec_of(tick="half_month").time
    assert [date_of(tick, time) for tick in (0, 1, 2, 21)] == ["2025-03", "2025-03", "2025-04", "2026-01"]


def test_the_plan_grows_with_what_is_asked() -> None:
    spec = load("two_blocs")
    small, large = estimate(spec, 100), estimate(spec, 1000)
    assert large.seconds > small.seconds
    assert large.bytes_disk > small.bytes_disk
    assert (small.runs, small.ticks, small.block) == (100, 240, 8)
    assert estimate(spec, 1000, "final").bytes_disk < large.bytes_disk < estimate(spec, 1000, "all").bytes_disk
    assert "240 ticks" in str(small)


def test_the_plan_refuses_before_anything_is_allocated() -> None:
    spec = load("two_blocs")
    assert check(spec, 200).runs == 200
    for arguments, code in (
        ({"replicates": 10**9}, "E1402"),
        ({"replicates": 200, "memory": 10**6}, "E1402"),
        ({"replicates": 10**5, "record": "all", "memory": 10**15}, "E1403"),
        ({"replicates": 0}, "E1404"),
        ({"replicates": True}, "E1404"),
        ({"replicates": 2**32 + 1}, "E1404"),
        ({"replicates": 1, "workers": 0}, "E1404"),
    ):
        with pytest.raises(ScenarioError) as caught:
            check(spec, **arguments)  # type: ignore[arg-type]
        assert caught.value.problems[0].code == code


def test_large_regions_run_in_small_blocks() -> None:
    nations = "".join(f"  N{number}: {{gdp: 1}}\n" for number in range(100, 293))
    ring = "".join(
        f"  - {{between: [N{min(one, other)}, N{max(one, other)}], proximity: 0.5}}\n"
        for one in range(100, 293)
        for other in ((one - 100 + step) % 193 + 100 for step in range(1, 7))
    )
    spec = load("x.yaml", text=f"dipsim: 1\ntitle: T\nnations:\n{nations}relations:\n{ring}")
    assert estimate(spec, 10).block == 8
    assert check(spec, 200, "final", memory=8 * 10**9).bytes_memory < 10**9
    assert check(spec, 200, memory=8 * 10**9).bytes_memory < 6 * 10**9, "written block by block, detailed runs alone"
    with pytest.raises(ScenarioError, match=r"--record final takes [\d.]+ MB"):
        check(spec, 200, memory=8 * 10**9, kept=True)
    assert estimate(spec, 10).notes == ("17,370 unlisted pairs have proximity 0",)
