"""The text of a scenario of invented nations, to start from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import combinations, pairwise

NAMES = {"ARL": "Arland", "BOR": "Borovia", "CEL": "Celmar"}
LINKED = 6  # nations up to which every pair is written out

TEXT = """\
# yaml-language-server: $schema=dipsim.schema.json
# An editor with the YAML language server completes and checks this file once the schema lies beside it:
#   dipsim check --schema > dipsim.schema.json
# Check it: dipsim check FILE      Run it: dipsim run FILE      All kinds and parameters: dipsim list kinds, parameters

dipsim: 1
title: {title}
about: A first sketch of invented nations; every number is an assumption until it names its source.

time: {{start: 2025-01, years: 20, tick: month}}

# What nations want: positions from -1 to 1 on issues; each issue has a weight.
issues: {{order: 1.0}}

# gdp is in billions of USD of 2023; burden is the share of it spent on arms. A number may name its source:
#   gdp: {{value: 900, source: World Bank, year: 2023}}
# A placeholder is a number that waits for yours: it can be run, but 'dipsim advise' gives no advice from it.
nations:
{nations}

# Pairs of nations. proximity: 1 = land neighbours; dispute: stake of an open issue, 0 to 1; trust at the start, 0 to 1.
# Pairs that are not listed have proximity 0, so they cannot come to blows.
relations:
{relations}

organisations:
  - {{name: Regional Forum, kind: forum, members: [{codes}], meets: 2}}      # meetings a year

# Dated events; acts of any kind can be dated too.
timeline:
  - {{every: year, from: 2026-06, joint_exercise: {{between: [{one}, {two}], notified: true}}}}

# What this scenario should show, tested by `dipsim check --run FILE`:
# expect:
#   - {{outcome: trust, relation: [{one}, {two}], above: 0.5}}
#   - {{verdict: cooperation, is: stabilises}}
"""


def sketch(title: str, codes: Sequence[str]) -> str:
    """A commented scenario called ``title`` of the nations ``codes``, with two allies and open issues."""
    return TEXT.format(
        title=json.dumps(title, ensure_ascii=False),
        nations="\n".join(_nation(place, code) for place, code in enumerate(codes)),
        relations="\n".join(_relations(codes)),
        codes=", ".join(codes),
        one=codes[0],
        two=codes[1],
    )


def _nation(place: int, code: str) -> str:
    position = ("0.6", "0.4", "-0.5")[place % 3]
    name, gdp = NAMES.get(code, code), (900, 600, 800)[place % 3]
    waits = "source: placeholder, grade: 4"
    money = f"gdp: {{value: {gdp}, {waits}}}, burden: {{value: 0.02, {waits}}}"
    return f"  {code}: {{name: {name}, {money}, transparency: 0.5, interests: {{order: {position}}}}}"


def _relations(codes: Sequence[str]) -> list[str]:
    """The first two are allies; every other pair, or each with the next where there are many, has an open issue."""
    many = len(codes) > LINKED
    pairs = list(pairwise(codes)) if many else list(combinations(codes, 2))
    first = "proximity: 0.9, trust: 0.7, pact: defence, agreements: [exercise]"
    message = [first, *["proximity: 0.9, dispute: 0.4"] * (len(pairs) - 1)]
    return [f"  - {{between: [{one}, {two}], {what}}}" for (one, two), what in zip(pairs, message, strict=True)]
