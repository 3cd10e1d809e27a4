"""The checks of the recognition report, on worlds so small that the answer is known."""

# Also tests: validation/recognition/cooperation.py, validation/recognition/course.py,
#   validation/recognition/dated.py, validation/recognition/disputes.py,
#   validation/recognition/groups.py, validation/recognition/threats.py, validation/recognition/watch.py

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from dipsim.api import run
from dipsim.scenario.load import load
from dipsim.scenario.schema.catalogue import catalogue
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import build
from dipsim.validation.recognition.cooperation import DATA, cooperation, rates
from dipsim.validation.recognition.course import first_year, missing_acts, spending, unsustained
from dipsim.validation.recognition.dated import dated_acts
from dipsim.validation.recognition.disputes import BINS, REFERENCE, initiators, quarrels, rank_correlation
from dipsim.validation.recognition.finding import Section, shown
from dipsim.validation.recognition.groups import ALLIED_RIVALS, ALLIES, CLASSES, NEIGHBOURS, RIVALS, Region, kinds_of
from dipsim.validation.recognition.report import Report, recognise
from dipsim.validation.recognition.threats import threats
from dipsim.validation.recognition.watch import Observed, watch

CODES = ("ARL", "BOR", "CEL", "DRA")
CALM = {"incident": 0, "motive": 0, "fear": 0, "shock": 0}


def spec_of(nations: dict[str, Any], relations: list[Any], on: tuple[str, ...] = (), **rest: Any) -> Spec:
    """A scenario of two years in which only the kinds of ``on`` take part; ``rest`` gives other keys of the file."""
    off = [name for name, entry in catalogue().items() if not entry.optional and name not in on]
    kinds = dict.fromkeys(off, "off") | rest.pop("exchanges", {})
    still = {code: {"gdp": 1000, "growth": 0} | traits for code, traits in nations.items()}
    file = {"dipsim": 1, "title": "made up", "time": {"years": 2}, "nations": still, "relations": relations}
    return load("test.yaml", (), json.dumps(file | {"exchanges": kinds} | rest))


def region_of(spec: Spec, replicates: int = 4, **how: Any) -> Region:
    """A scenario with what is seen of it."""
    world, dated = build(spec), dated_acts(spec)
    seen = watch(world, kinds_of(spec), dated, replicates=replicates, seed=1, **how)
    return Region(spec, world, dated, seen, 0.3)


def found(section: Section) -> dict[str, float]:
    """The values of the checks of a section."""
    return {finding.check: finding.value for finding in section.findings}


@pytest.fixture(scope="module")
def blocs() -> Region:
    """Two blocs, watched forty times: more than one block of runs."""
    return region_of(load("two_blocs"), 40)


def test_what_is_watched_is_what_a_run_records(blocs: Region) -> None:
    result = run("two_blocs", replicates=40, seed=1, judge=False)
    seen = blocs.seen
    assert seen.begun.sum(axis=(0, 1, 2)).tolist() == result.region.groupby("run").observed_disputes.sum().tolist()
    assert seen.wars.sum(axis=(0, 1)).tolist() == result.region.groupby("run").wars.sum().tolist()
    last = result.nations[result.nations.tick == result.manifest["ticks"]]
    gdp = last.pivot_table(index="nation", columns="run", values="gdp", observed=True)
    assert seen.gdp[-1] == pytest.approx(gdp.loc[blocs.codes].to_numpy(), rel=1e-12)
    dyads = result.dyads[(result.dyads["tick"] == 12) & (result.dyads["truster"] == "ARL")]
    trust = dyads[dyads["trustee"] == "BOR"].set_index("run").trust
    assert seen.trust[1, 0, 1] == pytest.approx(trust.to_numpy(), rel=1e-12)


def test_what_is_watched_does_not_depend_on_processes(blocs: Region) -> None:
    other = region_of(load("two_blocs"), 40, workers=2)
    for name in Observed.__dataclass_fields__:
        assert getattr(blocs.seen, name).tobytes() == getattr(other.seen, name).tobytes(), name


def test_every_dispute_has_a_bin_of_strength(blocs: Region) -> None:
    seen = blocs.seen
    assert (seen.strength.sum(axis=2) == seen.begun.sum(axis=0)).all()
    assert seen.begun.sum() > 100
    assert len(BINS) == len(REFERENCE)
    assert sum(REFERENCE) == pytest.approx(1)


@pytest.mark.parametrize(("strong", "share"), [("ARL", 1.0), ("BOR", 0.0)])
def test_who_begins_is_counted_by_strength(strong: str, share: float) -> None:
    """Only ARL is revisionist, and opportunity does not depend on strength: it begins whether it is strong or weak."""
    nations = {
        code: {"capability": 300 if code == strong else 100, "revisionism": 1.0 if code == "ARL" else 0.0}
        for code in ("ARL", "BOR")
    }
    crisis = CALM | {"motive": 4.0, "gate": 0.0, "losses": 0, "victory": 0}
    file = spec_of(
        nations,
        [{"between": ["ARL", "BOR"], "proximity": 1, "dispute": 1}],
        processes={"crisis": crisis, "arming": {"drift": 0}, "politics": {"intent_shift": 0}},
    )
    region = region_of(file, 40)
    values = found(initiators(region))
    assert values["stronger_begins"] == share
    place = 4 if share else 2  # a share of 3/4 lies in .7 to .9, one of 1/4 in .1 to .3
    counts = region.seen.strength.sum(axis=(0, 1, 3))
    assert counts[place if share else 1] == counts.sum() > 30


@pytest.mark.parametrize(("korea", "japan", "breaches"), [(1000, 10, 0), (10, 1000, 1)])
def test_a_nation_must_fear_most_whom_an_expert_names(korea: float, japan: float, breaches: int) -> None:
    """KOR must fear PRK, and fears JPN where that is the stronger of two alike; of JPN without CHN nothing is said."""
    nations = {"KOR": {"capability": 10}, "PRK": {"capability": korea}, "JPN": {"capability": japan}}
    relations = [{"between": ["KOR", other], "proximity": 1, "dispute": 0.5} for other in ("PRK", "JPN")]
    section = threats(region_of(spec_of(nations, relations)))
    assert found(section)["first_threats"] == breaches
    cases = next(one.cases for one in section.findings if one.check == "first_threats")
    assert [case.startswith("KOR fears JPN") for case in cases] == [True] * breaches


def test_an_ally_is_feared_only_without_an_open_claim() -> None:
    """ARL has a mighty ally next door and a small enemy: the ally is named, unless there is a claim between them."""
    nations = {"ARL": {"capability": 10}, "BOR": {"capability": 1000}, "CEL": {"capability": 20}}
    for claim, cases in ((0.0, 1), (0.5, 0)):
        relations = [
            {"between": ["ARL", "BOR"], "proximity": 1, "pact": "defence", "dispute": claim},
            {"between": ["ARL", "CEL"], "proximity": 1, "dispute": 0.9},
        ]
        section = threats(region_of(spec_of(nations, relations, processes={"perception": {"honour": 0.5}})))
        named = [case for finding in section.findings for case in finding.cases if case.startswith("ARL fears BOR")]
        assert len(named) == cases
    assert section.rows[0][1].startswith("BOR"), "the table names it in any case"


def test_pairs_are_sorted_into_classes() -> None:
    relations = [
        {"between": ["ARL", "BOR"], "proximity": 1, "pact": "defence"},
        {"between": ["ARL", "CEL"], "proximity": 1, "pact": "defence", "dispute": 0.6},
        {"between": ["ARL", "DRA"], "proximity": 0.4, "dispute": 0.6},
        {"between": ["BOR", "CEL"], "proximity": 1, "dispute": 0.15},
        {"between": ["BOR", "DRA"], "proximity": 0.9, "land": True},
    ]
    region = region_of(spec_of({code: {} for code in CODES}, relations), 1)
    classes = region.classes()[0, :, 0]
    i, j = region.pairs
    named = {(region.codes[a], region.codes[b]): int(c) for a, b, c in zip(i, j, classes, strict=True)}
    assert named["ARL", "BOR"] == ALLIES
    assert named["ARL", "CEL"] == ALLIED_RIVALS
    assert named["ARL", "DRA"] == RIVALS
    assert named["BOR", "CEL"] == NEIGHBOURS, "a dormant claim is no open one"
    assert named["BOR", "DRA"] == NEIGHBOURS, "the scenario says that they touch"
    assert len(DATA) == len(CLASSES)


def test_rates_count_years_with_an_act_and_not_acts() -> None:
    """Two exercises of ARL and BOR in the first year and none in the second: one year in two."""
    acts = [{"at": date, "joint_exercise": {"between": ["ARL", "BOR"]}} for date in ("2025-02", "2025-09")]
    relations = [{"between": ["ARL", "BOR"], "proximity": 1, "pact": "defence", "trust": 0.6}]
    kinds = {"joint_exercise": {"rate": 0}}
    file = spec_of({"ARL": {}, "BOR": {}}, relations, ("joint_exercise",), timeline=acts, exchanges=kinds)
    region = region_of(file, 3)
    found_rates, sizes = rates(region, region.classes(), len(CLASSES))
    assert sizes[ALLIES] == 6
    assert found_rates[ALLIES, 0] == 0.5
    assert region.seen.exercised.sum() == 6
    assert np.isnan(found(cooperation(region))["ally_exercises"]), "six pair-years are too few to judge"


def test_a_dated_act_that_nobody_can_pay_is_named_with_its_reason() -> None:
    acts = [
        {"at": "2025-03", "joint_exercise": {"between": ["ARL", "BOR"]}},
        {"at": "2025-03", "joint_exercise": {"between": ["ARL", "CEL"]}},
        {"at": "2025-04", "official_visit": {"between": ["ARL", "CEL"]}},
    ]
    relations = [{"between": ["ARL", other], "proximity": 1, "trust": 0.6} for other in ("BOR", "CEL")]
    nations: dict[str, Any] = {"ARL": {}, "BOR": {"diplomacy": 0}, "CEL": {}}
    kinds = {"joint_exercise": {"rate": 0}}
    region = region_of(spec_of(nations, relations, ("joint_exercise",), timeline=acts, exchanges=kinds))
    section = missing_acts(region)
    assert found(section) == {"dated_missing": 2}
    assert section.rows == (
        ("joint exercise of ARL, BOR", "2025-03", "0 %", "no money or staff"),
        ("official visit of ARL, CEL", "2025-04", "0 %", "the kind is switched off"),
    )


def test_a_dated_order_whose_licence_is_refused_is_named() -> None:
    acts = [{"at": "2025-03", "arms_transfer": {"from": "ARL", "to": "BOR"}}]
    relations = [{"between": ["ARL", "BOR"], "proximity": 1, "trust": 0.6}]
    for leaning, missing in ((-5, 1), (5, 0)):
        file = spec_of(
            {"ARL": {"industry": 0.8}, "BOR": {}}, relations, ("arms_transfer",), timeline=acts,
            exchanges={"arms_transfer": {"rate": 0}}, processes={"licensing": {"leaning": leaning}},
        )  # fmt: skip
        region = region_of(file)
        section = missing_acts(region)
        assert found(section) == {"dated_missing": missing}
        assert [row[3] for row in section.rows] == ["licence refused"] * missing
        assert int(region.seen.refused.sum()) == 4 * missing
        assert int(region.seen.granted.sum()) == 4 - 4 * missing


def test_spending_that_halves_is_counted() -> None:
    """With no reaction and g grown with gdp, a shrinking economy halves its spending in ten years, a steady one does
    not."""
    nations: dict[str, Any] = {"ARL": {"growth": -0.1}, "BOR": {"growth": 0.0}}
    file = spec_of(
        nations,
        [{"between": ["ARL", "BOR"], "proximity": 1}],
        time={"years": 10},
        processes={
            "arming": {"response": 0, "drift": 0},
            "politics": {"disaster": 0, "power_shock": 0, "technology_shock": 0},
        },
    )
    section = spending(region_of(file))
    values = found(section)
    assert values["halved"] == 0.5
    assert values["spending_trend"] == pytest.approx(-0.5, abs=0.02), "the median of -1 and 0"
    assert section.findings[0].cases == ("ARL in 100 % of runs",)


def test_pairs_with_a_dated_act_in_the_first_year_are_left_out() -> None:
    acts = [{"at": "2025-03", "official_visit": {"between": ["ARL", "BOR"]}}]
    relations = [{"between": pair, "proximity": 1, "history": 1.0} for pair in (["ARL", "BOR"], ["ARL", "CEL"])]
    kinds = {"official_visit": {"rate": 0, "evidence": 5}}
    quiet = {"ledger": {"unexplained": 0}, "crisis": CALM, "reputation": {"rho": 0}, "politics": {"drift": 0}}
    nations = {code: {} for code in ("ARL", "BOR", "CEL")}
    file = spec_of(nations, relations, ("official_visit",), timeline=acts, exchanges=kinds, processes=quiet)
    region = region_of(file)
    trust = region.seen.trust.mean(axis=-1)
    assert abs(trust[1, 0, 1] - trust[0, 0, 1]) > 0.05, "the visit moves trust far"
    assert found(first_year(region))["first_year"] < 2


def test_trust_that_habits_do_not_sustain_is_named_with_who_set_it() -> None:
    """Nothing happens between the two, so that habits alone keep trust at its baseline, one half here."""
    politics = dict.fromkeys(("government_change", "disaster", "technology_shock", "power_shock", "drift"), 0)
    terms = ("constant", "interests", "institutions", "regime", "trade", "culture", "dispute")
    politics |= {f"b_{term}": 0 for term in terms}
    still = {"crisis": CALM, "politics": politics, "ledger": {"unexplained": 0, "half_life_history": 20}}
    pair = {"between": ["ARL", "BOR"], "proximity": 1, "trust": {"ARL": 0.8}}
    section = unsustained(region_of(spec_of({"ARL": {}, "BOR": {}}, [pair], processes=still)))
    assert section.rows == (("ARL", "BOR", "80", "scenario", "50", "+30"),)
    assert section.note.startswith("1 of 2 values of trust at the start lie more than 20 points from ")
    assert section.note.endswith("of 20 years. The scenario sets 1 of the values, the others are the baseline.")


def test_rank_correlation_is_spearmans() -> None:
    from scipy.stats import spearmanr

    draw = np.random.default_rng(3)
    for _ in range(20):
        one, other = draw.integers(0, 4, 15).astype(float), draw.normal(size=15)
        assert rank_correlation(one, other) == pytest.approx(spearmanr(one, other).statistic, abs=1e-12)
    assert np.isnan(rank_correlation(np.zeros(5), np.arange(5.0)))


def test_claims_order_quarrels(blocs: Region) -> None:
    section = quarrels(blocs)
    top = [row[1] for row in section.rows]
    assert [float(rate) for rate in top] == sorted(map(float, top), reverse=True)
    i, j = blocs.pairs
    assert blocs.quarrels[i, j].sum() == pytest.approx(blocs.seen.begun.sum() / 40 / 2, rel=1e-12), "two decades"


@pytest.fixture(scope="module")
def report() -> Report:
    """The report of two blocs."""
    return recognise(load("two_blocs"), replicates=8)


def test_the_report_is_the_same_twice_and_differs_by_seed(report: Report) -> None:
    assert recognise(load("two_blocs"), replicates=8).as_dict() == report.as_dict()
    assert recognise(load("two_blocs"), replicates=8, seed=2).as_dict() != report.as_dict()


def test_the_report_names_every_check_with_its_source(report: Report) -> None:
    text = str(report)
    data = report.as_dict()
    assert max(map(len, text.splitlines())) <= 120
    for finding in report.findings:
        assert finding.tolerance.source in report.markdown()
    assert [check["check"] for check in data["checks"]] == [finding.check for finding in report.findings]
    assert all(check["verdict"] in ("ok", "breach", "no cases") for check in data["checks"])
    assert {section["name"] for section in data["sections"]} >= {"threats", "initiators", "wars", "licences", "dated"}
    assert report.sentence in text


def test_numbers_are_shown_with_their_unit() -> None:
    assert shown(0.0264, "share") == "2.6 %"
    assert shown(0.157, "share") == "16 %"
    assert shown(12, "cases") == "12"


def test_a_scenario_of_less_than_a_year_is_refused() -> None:
    short = spec_of({"ARL": {}, "BOR": {}}, [], time={"years": 0.5})
    with pytest.raises(ValueError, match="at least one year is needed, found 6 of 12 ticks"):
        recognise(short)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_report_fits_the_screen_and_loses_no_cell(width: int) -> None:
    found = recognise("two_blocs", replicates=2, workers=1)
    text = found.text(width)
    assert max(map(len, text.splitlines())) <= width
    words = set(text.replace(";", " ").replace(":", " ").split())
    cells = {word for section in found.sections for row in section.shown for cell in row for word in cell.split()}
    assert cells <= words | {word.strip(";:") for word in text.split()}
    assert str(found) == found.text(120)
