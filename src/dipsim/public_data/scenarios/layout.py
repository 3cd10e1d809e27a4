"""The fixed words of a scenario filled from published data."""

from __future__ import annotations

UNUSED = """\
# Not in these data, and so not here: polls of trust, forums, hotlines, trade of pairs, forces kept abroad (raise
# proximity where a power keeps some near the other). Pairs that are not listed are strangers."""

HEAD = """\
# yaml-language-server: $schema=dipsim.schema.json
# An editor with the YAML language server completes and checks this file once the schema lies beside it:
#   dipsim check --schema > dipsim.schema.json
# Check it: dipsim check FILE      Run it: dipsim run FILE      All kinds and parameters: dipsim list kinds, parameters
#
# {who} at the end of {year}, as published data have them.{limit}
# Of {total} numbers {sourced} are sourced and {assumed} are assumed; each assumed one says so. In short:
#   gdp           simulated GDP at purchasing power, 2017 dollars in dollars of 2023 by US consumer prices (x 1.243)
#   burden        military spending over that gdp, so that burden x gdp is what was spent: SIPRI, dollars of 2021 in
#                 dollars of 2023 (x 1.1245); where it has none, National Material Capabilities, treated alike.
#                 Where prices are low this is below the share of GDP that SIPRI prints
#   growth        half the trend of ten years plus half of 2 % a year: trends regress to the mean
#   democracy     V-Dem polyarchy; transparency is 0.15 + 0.7 democracy, an assumed link
#   us_order      UN General Assembly ideal points: lowest state of the year -1, highest +1
#   proximity     exp(-distance / 1500 km) of the territories, 0 below 0.05: out of reach
#   region        a range of Correlates of War numbers; the nations of one share a part of the common shock
#   nuclear       1 for holders of nuclear weapons: from the first test, or where there was none from what became known
#   land          a border on land, across which reach is 1; elsewhere it follows from distance, the least between the
#                 territories. shared_organisations is kept, no equation reads it
#   dispute       1 - exp(-n / 2), n militarised disputes begun in ten years: an assumed form. Put what you know of the
#                 issue in its place. Strategic rivalries are coded with hindsight and left out unless asked for
#   claim         0.3 of dispute, an assumed share: what the stake falls towards while there is no new dispute
#   history       what the disputes of thirty years leave in trust: the model's own evidence of a threat, a use of force
#                 and a war, faded by its own half-lives of 2, 8 and 12 years
#   interoperability  what the exercises of ten years leave, by the model's own gain and half-life
#   pact          ATOP treaties of two with a duty beyond nonaggression; defence includes consultation. Treaties of
#                 three and more are organisations of the kind alliance
#   agreements    DCAD; what was in force in 2010, where those data end, is taken to be in force since
# Money stands for {yearly} years at most, a distance, treaty, regime or vote for {lasting}; what is older is a gap.
# Grade 3: simulated, an expert scale, or derived by these formulas; 4: assumed.
{gaps}
dipsim: 1
title: {title}
about: {about}
{sources}

time: {{start: {start}-01, years: {years}, tick: month}}
"""

TAIL = """\
# Add what you know: organisations, dated events, and what the scenario should show (`dipsim check --run FILE`).
# organisations:
#   - {{name: A forum, kind: forum, members: [{codes}], meets: 1}}      # meetings a year
# timeline:
#   - {{every: year, from: {start}-06, joint_exercise: {{between: [{one}, {two}], notified: true}}}}
# expect:
#   - {{verdict: cooperation, is: stabilises}}
"""
