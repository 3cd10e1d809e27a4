"""``dipsim run``: what it writes and says, and that it writes everything or nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from dipsim import api

FLAGS = ("--no-figures", "--json")


def listing(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_folder_holds_tables_figures_report_and_verdict(results: Path) -> None:
    found = set(listing(results))
    assert {"manifest.json", "scenario.yaml", "verdict.json", "report.html", "region.parquet", "bill.parquet"} <= found
    assert {"figures/trust_trajectories.png", "figures/verdict.svg"} <= found
    loaded = api.load(results)
    assert (loaded.runs, loaded.manifest["seed"]) == (4, 7)
    assert [row.name for row in loaded.cooperation.rows] == ["cooperation"]


def test_one_screen_names_the_folder(dipsim: Any, place: Path) -> None:
    said = dipsim("run", "tiny.yaml", "-n", 2, "--no-figures")
    assert said.code == 0
    assert "Tiny [bold]place[/bold]" in said.out
    assert "Verdict of cooperation as a whole" in said.out
    assert str(place / "results" / "tiny-s1") in said.out.replace("\n", "")
    assert len(said.out.splitlines()) <= 40
    assert not (place / "results" / "tiny-s1" / "figures").exists()
    assert not (place / "results" / "tiny-s1" / "report.html").exists()


def test_quiet_prints_the_folder_only(dipsim: Any, place: Path) -> None:
    said = dipsim("run", "tiny.yaml", "-n", 2, "--no-figures", "--quiet", "--out", "here")
    assert (said.code, said.out, said.err) == (0, f"{place / 'here'}\n", "")


def test_json_agrees_with_python(dipsim: Any) -> None:
    same = api.run("tiny.yaml", replicates=2, seed=3, judge=False)
    said = json.loads(dipsim("run", "tiny.yaml", "-n", 2, "-s", 3, "--out", "here", "--csv", *FLAGS).out)
    assert said["tables_hash"] == same.manifest["tables_hash"]
    assert (said["seed"], said["replicates"], said["cooperation"]["rows"][0]["name"]) == (3, 2, "cooperation")
    assert {"region.csv", "region.parquet", "verdict.json"} <= set(said["files"])
    assert 0 < said["outcomes"]["mean_trust"]["value"] < 1


def test_two_workers_give_the_same_bits(dipsim: Any) -> None:
    said = [dipsim("run", "tiny.yaml", "-n", 70, "-w", count, "--out", f"w{count}", *FLAGS).out for count in (1, 2)]
    alone, two = (json.loads(text)["tables_hash"] for text in said)
    assert alone == two


def test_set_changes_the_run(dipsim: Any) -> None:
    flags = ("-n", 2, *FLAGS)
    plain = json.loads(dipsim("run", "tiny.yaml", "--out", "a", *flags).out)
    open_ = json.loads(dipsim("run", "tiny.yaml", "--out", "b", "--set", "nations.*.transparency=0.9", *flags).out)
    short = json.loads(dipsim("run", "tiny.yaml", "--out", "c", "--set", "time.years=1", *flags).out)
    assert plain["config_hash"] != open_["config_hash"]
    assert (plain["ticks"], short["ticks"]) == (24, 12)


def test_all_and_final_records(dipsim: Any) -> None:
    for record in ("default", "all", "final"):
        assert dipsim("run", "tiny.yaml", "-n", 9, "--record", record, "--out", record, "--no-figures", "-q").code == 0
    usual, everything, end = (api.load(record) for record in ("default", "all", "final"))
    assert [len(result.region) for result in (usual, everything, end)] == [9 * 25, 9 * 25, 9]
    assert [len(result.detail_runs) for result in (usual, everything, end)] == [8, 9, 0]
    assert dipsim("run", "tiny.yaml", "--record", "al").code == 2


def test_bad_scenario_writes_nothing(dipsim: Any, place: Path) -> None:
    (place / "bad.yaml").write_text("dipsim: 1\ntitle: x\nnations: {ARL: {gdp: -1, gpd: 2}}\n", encoding="utf-8")
    before = listing(place)
    said = dipsim("run", "bad.yaml")
    assert said.code == 3
    assert said.err.splitlines()[0].startswith("bad.yaml:3:22: error E1106: nations.ARL.gdp: expected")
    assert "did you mean 'gdp'" in said.err
    assert listing(place) == before


def test_earlier_results_stay_unless_overwritten(dipsim: Any, place: Path, results: Path) -> None:
    shutil.copytree(results, place / "mine")
    manifest = (place / "mine" / "manifest.json").read_bytes()
    said = dipsim("run", "tiny.yaml", "-n", 2, "--out", "mine")
    assert said.code == 4
    assert "--overwrite" in said.err
    assert "--out" in said.err
    assert len(said.err.splitlines()) == 1
    assert (place / "mine" / "manifest.json").read_bytes() == manifest
    assert dipsim("run", "tiny.yaml", "-n", 2, "--out", "mine", "--overwrite", "--no-figures", "-q").code == 0
    assert api.load("mine").runs == 2


def test_foreign_folder_is_untouched(dipsim: Any, place: Path) -> None:
    (place / "theirs").mkdir()
    (place / "theirs" / "thesis.txt").write_text("years of work", encoding="utf-8")
    before = listing(place)
    for more in ((), ("--overwrite",)):
        said = dipsim("run", "tiny.yaml", "-n", 2, "--out", "theirs", *more)
        assert said.code == 4
        assert "thesis.txt" in said.err
    assert listing(place) == before


def test_file_in_the_way_of_the_folder(dipsim: Any, place: Path) -> None:
    (place / "file").write_text("", encoding="utf-8")
    before = listing(place)
    assert dipsim("run", "tiny.yaml", "-n", 2, "--out", "file/below").code == 5
    assert dipsim("run", "tiny.yaml", "-n", 2, "--out", "file").code == 4
    assert listing(place) == before


NOBODY = """\
dipsim: 1
title: Nobody in reach
time: {start: 2025-01, years: 1}
nations: {AAA: {gdp: 900}, BBB: {gdp: 900}}
relations: [{between: [AAA, BBB], proximity: 0, trust: 0.6}]
expect: [{outcome: trust, above: 0}, {outcome: expected_disputes, at: 2025-01, below: 1}]
"""


def test_a_mean_over_no_pair_is_none_on_the_screen_and_null_in_json(dipsim: Any, place: Path) -> None:
    (place / "nobody.yaml").write_text(NOBODY, encoding="utf-8")
    said = dipsim("run", "nobody.yaml", "-n", 2, "--out", "a")
    assert said.code == 0
    lines = {line[:24].strip(): line[24:].split() for line in said.out.splitlines()}
    for name in ("Mean trust", "Relations of distrust", "Tension (0 to 2)", "Agreements per relation"):
        assert lines[name] == ["none", "none"], name
    page = (place / "a" / "report.html").read_text(encoding="utf-8")
    assert "no nation of this region has a relevant partner, so there is no trust to follow" in page.casefold()
    assert ">nan<" not in page
    assert "none to none" not in page
    assert "mean trust none" in api.load("a")._repr_html_()
    told = json.loads(dipsim("run", "nobody.yaml", "-n", 2, "--out", "b", *FLAGS).out)
    assert told["outcomes"]["mean_trust"] == dict.fromkeys(("start", "value", "low", "high"))
    assert not {"trust", "tension"} & set(told["cooperation"]["rows"][0]["effects"])
    table = dipsim("verdict", "nobody.yaml", "joint_exercise", "-n", 2)
    assert table.code == 0
    assert "nan" not in table.out
    turned = dipsim("flip", "nobody.yaml", "nations.*.transparency", "--outcome", "trust", "-n", 2, "-q")
    assert turned.code == 2
    assert "no mean trust of the region" in turned.err
    claims = dipsim("check", "nobody.yaml", "--run")
    assert claims.out.count("found none") == 2
