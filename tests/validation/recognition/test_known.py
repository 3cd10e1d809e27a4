"""The recognition report of every shipped region of real nations, held against the breaches that are listed."""

# Also tests: validation/recognition/finding.py, validation/recognition/record.py

from __future__ import annotations

import dataclasses
import math
import os
from pathlib import Path

import pytest

from dipsim.scenario.load import load
from dipsim.validation.recognition.finding import Finding, Section, finding, tolerances
from dipsim.validation.recognition.known import (
    FILE,
    REPLICATES,
    SEED,
    differences,
    known_breaches,
    listing,
    real_regions,
)
from dipsim.validation.recognition.report import Report, recognise

REAL = os.environ.get("DIPSIM_DATA", "")


def report_of(*findings: Finding) -> Report:
    """A report that holds these findings."""
    return Report("made up", 10, 1, 1, (Section("made_up", "Made up", findings),))


@pytest.mark.parametrize("name", sorted(known_breaches()))
def test_breaches_of_a_region_are_those_that_are_listed(name: str) -> None:
    report = recognise(load(name), replicates=REPLICATES, seed=SEED)
    assert differences(report, known_breaches()[name]) == [], "after a wanted change: make campaign-recognise"


def test_every_region_of_real_nations_is_listed() -> None:
    assert real_regions() == sorted(known_breaches())
    assert len(real_regions()) >= 8


def test_listed_checks_exist() -> None:
    assert {check for listed in known_breaches().values() for check in listed} <= set(tolerances())


def test_a_new_breach_is_reported() -> None:
    assert differences(report_of(finding("allies_feared", 1)), {}) == [
        "allies_feared: a new breach, 1 where none is expected"
    ]
    assert differences(report_of(finding("allies_feared", 0)), {}) == []


def test_a_breach_that_is_gone_is_reported() -> None:
    (said,) = differences(report_of(finding("wars", 0.026)), {"wars": 0.001})
    assert said.endswith("is none any more; remove it from the list")
    (said,) = differences(report_of(finding("wars", math.nan)), {"wars": 0.001})
    assert said.endswith("is none any more; remove it from the list")


def test_a_breach_that_moves_far_is_reported() -> None:
    moves = tolerances()["stronger_begins"].moves
    for step, said in ((0.9, 0), (1.1, 1)):
        report = report_of(finding("stronger_begins", 0.2 + step * moves))
        assert len(differences(report, {"stronger_begins": 0.2})) == said


def test_checks_that_need_data_are_not_compared_without_data() -> None:
    assert differences(report_of(finding("wars", 0.026)), {"record_order": 0.1}) == []


def test_the_list_is_written_as_it_is_read(tmp_path: Path) -> None:
    import yaml

    reports = {"us_india": report_of(finding("wars", 0.0012345), finding("allies_feared", 3), finding("halved", 0.01))}
    listed = yaml.safe_load(listing(reports))["us_india"]
    kept = {check for check in known_breaches()["us_india"] if check not in ("wars", "allies_feared", "halved")}
    assert listed["wars"] == 0.001234 or listed["wars"] == 0.001235
    assert listed["allies_feared"] == 3
    assert set(listed) == kept | {"wars", "allies_feared"}
    assert FILE.read_text(encoding="utf-8").startswith(listing({}).splitlines()[0])


@pytest.mark.parametrize("check", sorted(tolerances()))
def test_every_tolerance_says_what_it_rests_on(check: str) -> None:
    tolerance = tolerances()[check]
    assert tolerance.source.strip()
    assert tolerance.why.strip()
    assert tolerance.moves > 0
    assert tolerance.low is not None or tolerance.high is not None
    for bound, step in ((tolerance.low, -1e-6), (tolerance.high, 1e-6)):
        if bound is not None:
            assert finding(check, bound).verdict == "ok"
            assert finding(check, bound + step).verdict == "breach"
    if tolerance.reference is not None:
        assert finding(check, tolerance.reference).verdict == "ok"
    assert dataclasses.replace(finding(check, 0.5), value=math.nan).verdict == "no cases"


@pytest.mark.skipif(not REAL, reason="DIPSIM_DATA does not name a folder of public data")
def test_the_record_of_real_disputes_is_read() -> None:
    from dipsim.validation.recognition.record import read_record

    codes = sorted(load("france_egypt").nations)
    record = read_record(Path(REAL), codes)
    greece, turkey, france = (codes.index(code) for code in ("GRC", "TUR", "FRA"))
    assert record.disputes[greece, turkey] == record.disputes[turkey, greece] == 9, "GML MIDs begun in 1981 to 2000"
    assert record.rivals[greece, turkey]
    assert not record.rivals[france, greece]
    report = recognise(load("us_india"), replicates=REPLICATES, seed=SEED, data=REAL)
    assert differences(report, known_breaches()["us_india"]) == []
