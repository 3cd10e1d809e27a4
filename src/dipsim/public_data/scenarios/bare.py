"""The text of a scenario of states of today with facts only: names, capitals, land borders.

Money is left empty, and an empty number stops the loading with its field named. No pact, trust, dispute or act is
written, for none is known here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import combinations

from dipsim.public_data.states.places import SOURCE, Place, places

EMPTY = ("gdp", "burden")  # what the user has to give for each nation

TEXT = """\
# yaml-language-server: $schema=dipsim.schema.json
# An editor with the YAML language server completes and checks this file once the schema lies beside it:
#   dipsim check --schema > dipsim.schema.json
# What every section may hold: docs/scenario.md      All kinds of acts: dipsim list kinds

dipsim: 1
title: {title}
about: Names, capitals and land borders are facts. Everything else is empty, or stands at a default that is assumed.
sources:
  - "{source}: capitals, locations and land borders"

time: {{start: 2025-01, years: 10, tick: month}}

# gdp and burden are empty: dipsim check names each until you fill it in. A number may name its source:
#   gdp: {{value: 240, source: World Bank, year: 2023}}
# What nations want goes here too: interests: {{issue: position from -1 to 1}}, and revisionism, democracy, ...
nations:
{nations}

# Land neighbours are listed. Others are near or far by their locations. Add what you know of a pair, such as
#   dispute: 0.4 (the stake of an open issue, 0 to 1), trust: 0.6, pact: defence, agreements: [exercise], trade: 0.5
{relations}

# Standing groups and dated events, such as
# organisations:
#   - {{name: Regional Forum, kind: forum, members: [{codes}], meets: 2}}      # meetings a year
# timeline:
#   - {{every: year, from: 2026-06, joint_exercise: {{between: [{one}, {two}], notified: true}}}}
"""


def bare(title: str, codes: Sequence[str]) -> str:
    """A commented scenario called ``title`` of the states with these ISO ``codes``, to be filled in. Raises KeyError
    for a code that is no state of today."""
    known = [places()[code] for code in codes]
    return TEXT.format(
        title=json.dumps(title, ensure_ascii=False),
        source=SOURCE,
        nations="\n".join(_nation(place) for place in known),
        relations=_relations(known),
        codes=", ".join(codes),
        one=codes[0],
        two=codes[1],
    )


def _nation(place: Place) -> str:
    where = f"[{place.latitude:g}, {place.longitude:g}]"
    return (
        f"  {place.code}:\n    name: {json.dumps(place.name, ensure_ascii=False)}\n"
        f"    location: {where:<18} # {place.capital}\n"
        f"    gdp:                         # billions of USD of 2023\n"
        f"    burden:                      # military spending as a share of gdp, such as 0.02"
    )


def _relations(known: Sequence[Place]) -> str:
    pairs = [(one.code, other.code) for one, other in combinations(known, 2) if other.code in one.neighbours]
    listed = [f"  - {{between: [{one}, {other}], land: true, proximity: 1}}" for one, other in pairs]
    return "\n".join(["relations:", *listed]) if listed else "# relations:      # no two of them are land neighbours"
