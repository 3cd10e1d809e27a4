"""Write ``docs/advice.md``, advice on shipped scenarios: ``python tools/advice_pages.py`` (some minutes)."""

from __future__ import annotations

import sys
from pathlib import Path

from dipsim import advise

PAGE = Path(__file__).resolve().parents[1] / "docs" / "advice.md"
ASKED = (  # scenario, what is judged or what is added
    ("hotline_between_enemies", {"what": "timeline.0"}),
    ("two_blocs", {"what": "timeline.0"}),
    ("us_philippines", {"add": "{every: year, joint_exercise: {between: [PHL, JPN]}}"}),
)
REPLICATES, SEED = 200, 1
TEXT = """\
# Advice

Written by `python tools/advice_pages.py`, {replicates} pairs of runs, seed {seed}.

`dipsim advise SCENARIO WHAT` answers on one page whether something should be done. `WHAT` is anything that `dipsim
verdict` can take away: a programme of the timeline, a kind of act, a treaty. With `--add ENTRY` it is an act that is
added to the scenario. `--markdown` prints the page as Markdown, `--json` its numbers; given a results folder, the page
also goes into the report of the folder.

The page measures nothing that another question does not measure:

| on the page | question |
|---|---|
| answer, how much, chance of war | `dipsim verdict`; rates as "one dispute fewer in N years" and in per cent |
| who is reassured, who objects | `dipsim bill`; the parties' trust in each other, with it minus without |
| readings | `dipsim rivals`; the answer by the estimates of each reading |
| draws | all assumed numbers at once, as in `dipsim compare`; the answer by the estimates of each draw |
| the unknown number that matters most | of those that go most with the effect over the draws, at both ends of it |
| what would turn it | `dipsim flip` of numbers that turn the sign between their ends |
| what else the money buys | `dipsim compare` at the yearly price of the act, in the scenario without the act |

It depends on something where a flip point is found, or where fewer than 80 % of the readings or draws give the answer
of the verdict. Advice is refused where a number of the scenario has the source *placeholder*. A region of seven nations
takes less than a minute on two idle cores; `-n`, `--draws`, `--numbers`, `--flips` and `--no-alternatives` make it
shorter.
"""


def main() -> None:
    """Ask, and write the page."""
    parts = [TEXT.format(replicates=REPLICATES, seed=SEED)]
    for scenario, asked in ASKED:
        what = asked.get("what") or f'--add "{asked["add"]}"'
        found = advise(scenario, **asked, replicates=REPLICATES, seed=SEED)
        page = found.markdown().replace("\n## ", "\n### ").replace("# ", "## ", 1)
        parts.append(
            f"\n{page.split(chr(10), 1)[0]}\n\n    dipsim advise {scenario} {what}\n{page.split(chr(10), 1)[1]}"
        )
        sys.stdout.write(f"{scenario}: {found.answer}\n")
    PAGE.write_text("".join(parts), encoding="utf-8")
    sys.stdout.write("wrote docs/advice.md\n")


if __name__ == "__main__":
    main()
