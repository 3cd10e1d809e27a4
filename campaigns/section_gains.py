"""What each section of the second edition brings to the hindcast of 1980, one section after the other.

    python campaigns/section_gains.py --data FOLDER --replicates 48

Every line adds a section to those above it, at its starting constants; the last line is the model as it is. 1980 was
used to set constants, so these are scores in sample (docs/validity.md).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fit_onset import FREE

from dipsim.validation.hindcast.features import HORIZON
from dipsim.validation.hindcast.hindcast import hindcast
from dipsim.validation.hindcast.runs import ensemble
from dipsim.validation.observed import observed
from dipsim.validation.regional import regional
from dipsim.validation.sources import open_sources

YEAR = 1980
FIRST: dict[str, dict[str, str]] = {  # limits in which each section has its first, simpler form
    "1 reach": {"reach.share": "1", "reach.length": "1500", "reach.cut": "0.05"},
    "2 threat": {
        "perception.slope": "1",
        "perception.mid": "0",
        "perception.claim": "0",
        "perception.intent": "0",
        "perception.pledged": "0",
        "perception.helped": "1",
    },
    "3 onset": {
        "crisis.incident": "0.02",
        "crisis.routine": "0.2",
        "crisis.incident_gate": "0",
        "crisis.motive": "0.45",
        "crisis.gate": "10",
        "crisis.fear": "0.12",
        "crisis.fear_gate": "0",
        "crisis.size": "0",
        "crisis.joint_democracy": "0",
        "crisis.stake_half_life": "1e9",
        "crisis.stake_rise": "0",
        "crisis.join_display": "0",
        "crisis.join_force": "0",
        "crisis.shock": "0.8",
        "crisis.shock_shared": "1",
    },
    "5 arms": {
        "arming.drift": "0",
        "arming.import_gain": "0",
        "arming.import_friction": "0",
        "arming.from_stock": "1",
        "diplomacy.licence": "0",
    },
    "9 settled start": {"start": "crises"},
    "fit": {name: f"{value:g}" for name, value in FREE.items()},
}


def sets_of(left: list[str]) -> tuple[str, ...]:
    """Overrides that take back the sections ``left``, those of an earlier one over those of a later one."""
    values: dict[str, str] = {}
    for section in reversed(left):
        values |= FIRST[section]
    paths = {name: f"options.{name}" if name == "start" else f"processes.{name}" for name in values}
    return tuple(f"{paths[name]}={value}" for name, value in values.items())


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--replicates", type=int, default=48)
    asked = options.parse_args()
    folder = open_sources(asked.data)
    past = observed(folder, YEAR - HORIZON + 1, YEAR)
    sections = list(FIRST)
    print("| with | AUC | Brier skill | log score | expected / observed |\n|---|---|---|---|---|")
    for done in range(len(sections) + 1):
        regions = regional(asked.data, YEAR - 1, past, sets_of(sections[done:]))
        runs = [ensemble(region, "", asked.replicates, 1, HORIZON) for region in regions]
        question = hindcast(folder, YEAR, runs).undirected
        score = question.scores["simulated (hazard)"]
        name = f"+ {sections[done - 1]}" if done else "first edition"
        observed_pairs = int(question.outcome.sum())
        expected = f"{score.expected:.0f} / {observed_pairs}"
        print(f"| {name} | {score.auc:.3f} | {score.skill:+.3f} | {score.log_score:.4f} | {expected} |", flush=True)


if __name__ == "__main__":
    main()
