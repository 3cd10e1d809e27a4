"""The uncertain numbers that campaigns/both_signs.py moves: ends of their priors, and stories of what restrains.

A level is a list of overrides as they are typed after ``--set``; all are within the bounds of the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dipsim.scenario.schema.catalogue import catalogue

Levels = Mapping[str, tuple[str, ...]]
AS_IS = "as it is"
BEST = "at its best"
GOOD = ("evidence", "reassurance", "channel", "delivery", "technology", "interoperability")  # what an act is good for
ENDS = ("alarm low", "alarm high")
SHOWN = "rate: 1, groundwork: 0.3, alarm: 0.5"
SUPPLIERS: Levels = {  # what lets a supplier restrain who depends on it, within the bounds of the catalogue
    "suppliers restrain, much is sold": ("processes.crisis.leverage=3", "exchanges.arms_transfer={rate: 1}"),
    "suppliers restrain, technology binds": (
        "processes.crisis.damp_allies=0.3",
        "processes.crisis.leverage=2",
        "exchanges.technology_transfer={rate: 0.4, dependence: 0.1}",
        f"exchanges.exhibition={{{SHOWN}}}",
    ),
    "suppliers restrain most, sales follow shows": (
        "processes.crisis.damp_allies=0.5",
        "processes.crisis.leverage=5",
        f"exchanges.exhibition={{{SHOWN}}}",
        "exchanges.arms_transfer={dependence: 0.3, need_groundwork: 2}",
    ),
}
DECIDES = ("processes.crisis.motive=2", "processes.crisis.gate=10", "processes.crisis.incident=0.05")
SUCCESS: Levels = {  # revisionists weigh their chance of success, and little else begins disputes
    "success decides": (*DECIDES, "exchanges.arms_transfer={rate: 1, delivery: 0.06}"),
    "success decides, no alarm": (
        *DECIDES,
        "exchanges.arms_transfer={alarm: 0, rate: 1, evidence: 0.5, reassurance: 2, delivery: 0.06, technology: 0.02, "
        "interoperability: 0.05}",
        "processes.crisis.alarmed=0",
        "processes.perception.embolden=0",
    ),
}
REGIME: Levels = {  # sales are many and alarm, and who is in a regime weighs risk as much as its bounds allow
    "sales alarm, a regime bites": (
        "exchanges.arms_transfer={rate: 1, alarm: 1.5}",
        "processes.crisis.alarmed=1",
        "processes.licensing.regime=5",
    ),
}
CHOSEN = {**SUPPLIERS, **SUCCESS, **REGIME}


def ends(targets: Mapping[str, str], names: Sequence[str]) -> Levels:
    """The numbers as they are, at the named ends of their priors, and as a named story has them.

    Low and high are the ends of the alarm of the kinds, of how far alarm raises incidents and of how far pacts
    embolden; at its best an act alarms least and does everything else as well as its bounds allow. At every end the
    kinds are as frequent as their bounds allow, so that there is more of them to have an effect.
    """
    found: dict[str, tuple[str, ...]] = {AS_IS: ()}
    for name in names:
        if name in CHOSEN:
            found[name] = CHOSEN[name]
            continue
        end, most = (1 if name == "alarm high" else 0), ("rate", *(GOOD if name == BEST else ()))
        kinds = []
        for kind in targets:
            numbers = catalogue()[kind].numbers if kind in catalogue() else {}
            if "alarm" in numbers:
                given = {"alarm": numbers["alarm"].bounds[end]} | {
                    number: numbers[number].bounds[1] for number in most if number in numbers
                }
                text = ", ".join(f"{number}: {value:g}" for number, value in given.items())
                kinds.append(f"exchanges.{kind}={{{text}}}")
        found[name] = (*kinds, f"processes.crisis.alarmed={end}", f"processes.perception.embolden={end}")
    return found
