"""The tables of docs/both_signs.md, from what campaigns/both_signs.py tried and confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import paired
from both_signs_space import AS_IS, CASE, CONFIRM, FACTORS, NEED, Tried, differing, holds, regions

from dipsim.study.verdict.decision import shown


def percent(one: Tried) -> str:
    """An effect on disputes as a share of the base, with its interval.

    >>> percent(Tried("", "", (), 1, Effect(0.5, 0.25, 0.75, 10.0), Effect(0, 0, 0, 1)))
    '+5.0 % (+2.5 to +7.5)'
    """
    shares = [100 * value / one.disputes.base for value in (one.disputes.estimate, one.disputes.low, one.disputes.high)]
    return "{:+.1f} % ({:+.1f} to {:+.1f})".format(*shares)


def described(setting: Sequence[str]) -> str:
    """A setting in words; what is as it is is not said."""
    said = [level for level in setting if level != AS_IS]
    return "; ".join(said) if said else AS_IS


def counts(screened: Sequence[Tried]) -> str:
    """How many settings were tried, and how they looked on the screen, by kind and region."""
    rows = []
    for kind, need in NEED.items():
        for name in dict.fromkeys(one.region for one in screened if one.kind == kind):
            mine = [one for one in screened if one.kind == kind and one.region == name]
            up, down = (sum(one.nearest * sign > 0 for one in mine) for sign in (1, -1))
            far = [sum(one.nearest * sign > 0 and abs(one.share) >= need for one in mine) for sign in (1, -1)]
            least, most = (pick(mine, key=lambda one: one.share) for pick in (min, max))
            ends = f"{100 * least.share:+.1f} to {100 * most.share:+.1f} %"
            rows.append([kind.replace("_", " "), name, str(len(mine)), f"{up} ({far[0]})", f"{down} ({far[1]})", ends])
    head = ["kind", "region", "settings tried", "more disputes (beyond what counts)", "fewer (beyond what counts)"]
    return paired.table([*head, "effects found, share of the base"], rows)


def by_level(screened: Sequence[Tried]) -> str:
    """The mean effect over all settings of a level, numbers as they are: how each factor moves each kind."""
    rows = []
    for name, kind in dict.fromkeys((one.region, one.kind) for one in screened if one.own_numbers):
        mine = [one for one in screened if (one.region, one.kind) == (name, kind) and one.own_numbers]
        cells = []
        for place, factor in enumerate(FACTORS[:CASE]):
            parts = []
            for level in regions()[name].levels(factor):
                shares = [100 * one.share for one in mine if one.setting[place] == level]
                parts.append(f"{level} {np.mean(shares):+.1f}")
            cells.append("<br>".join(parts))
        rows.append([name, kind.replace("_", " "), *cells])
    return paired.table(["region", "kind", *FACTORS[:CASE]], rows)


def confirmed(found: Mapping[str, Sequence[Sequence[Tried]]]) -> str:
    """What was run again with many pairs: setting, effect, word, and the factors in which two settings differ."""
    rows = []
    for kind, groups in found.items():
        for group in groups:
            turned = " and ".join(differing(*group)) if len(group) == 2 and holds(group, kind) else ""
            for one in group:
                cells = [kind.replace("_", " "), one.region, described(one.setting), percent(one)]
                cells += [f"{one.disputes.base:.3g}", shown(one.word, one.disputes.sign), turned or "no pair holds"]
                rows.append(cells)
    head = ["kind", "region", "setting", "disputes, share of the base", "base a decade", "word", "turned by"]
    return paired.table(head, rows)


def overrides(found: Mapping[str, Sequence[Sequence[Tried]]]) -> str:
    """The command for every confirmed setting."""
    lines = []
    for kind, groups in found.items():
        for one in (one for group in groups for one in group):
            region = regions()[one.region]
            sets = " ".join(f"--set '{text}'" for text in region.sets(one.setting))
            target = f"'{region.targets[kind]}'" if " " in region.targets[kind] else region.targets[kind]
            lines.append(
                f"dipsim verdict {region.scenario} {target} -n {CONFIRM['pairs']} --seed {CONFIRM['seed']} {sets}"
            )
    return "```text\n" + "\n".join(dict.fromkeys(lines)) + "\n```"
