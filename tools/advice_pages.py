"""Write ``docs/advice.md`` and ``docs/advice_answers.md``: ``python tools/advice_pages.py`` (some minutes).

The first is advice on shipped scenarios, the second what a reader should find in it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from dipsim import advise

PAGE = Path(__file__).resolve().parents[1] / "docs" / "advice.md"
ANSWERS = PAGE.with_name("advice_answers.md")
QUESTIONS = {  # what a reader of a page is asked, and where the page answers it: a heading and a sentence of it
    "What should be done?": ("Answer", -1),
    "How sure is that?": ("How sure that is", 0),
    "Who objects?": ("Whose trust rises, whose falls", -2),
    "What would change the answer?": ("What would turn it", 0),
    "What does it cost?": ("What it costs", 0),
}
ASKED = (  # scenario, what is judged or what is added
    ("hotline_between_enemies", {"what": "timeline.0"}),
    ("us_south_korea", {"what": "relations.KOR-USA.pact"}),
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
| whose trust rises, whose falls | `dipsim bill`; the parties' trust in each other, with it minus without |
| readings | `dipsim rivals`; the answer of each reading, with fewer pairs of runs |
| draws | all assumed numbers at once, as in `dipsim compare`; the answer of each draw, with few pairs of runs |
| the unknown number that matters most | of those that go most with the effect over the draws, at both ends of it |
| what would turn it | `dipsim flip` of numbers that turn the sign between their ends |
| what else the money buys | `dipsim compare` at the yearly price of the act, in the scenario without the act |

It depends on something where a flip point is found, or where fewer than 80 % of the readings or draws give the answer
of the verdict. Advice is refused where a number of the scenario has the source *placeholder*. A region of seven nations
takes less than a minute on two idle cores; `-n`, `--draws`, `--numbers`, `--flips` and `--no-alternatives` make it
shorter.
"""


def answered(found: Any) -> str:
    """The right answers to ``QUESTIONS`` about one page of advice."""
    page = dict(found.as_dict()["page"])
    rows = [f"| {question} | {page[heading][place]} |" for question, (heading, place) in QUESTIONS.items()]
    return "\n".join([f"\n## {found.what}\n", "| question | answer of the page |", "|---|---|", *rows]) + "\n"


def main() -> None:
    """Ask, and write the pages."""
    answers = ["# What a reader should find in advice.md\n\nWritten by `python tools/advice_pages.py`.\n"]
    parts = [TEXT.format(replicates=REPLICATES, seed=SEED)]
    for scenario, asked in ASKED:
        what = asked.get("what") or f'--add "{asked["add"]}"'
        found = advise(scenario, **asked, replicates=REPLICATES, seed=SEED)
        page = found.markdown().replace("\n## ", "\n### ").replace("# ", "## ", 1)
        parts.append(
            f"\n{page.split(chr(10), 1)[0]}\n\n    dipsim advise {scenario} {what}\n{page.split(chr(10), 1)[1]}"
        )
        answers.append(answered(found))
        sys.stdout.write(f"{scenario}: {found.answer}\n")
    PAGE.write_text("".join(parts), encoding="utf-8")
    ANSWERS.write_text("".join(answers), encoding="utf-8")
    sys.stdout.write("wrote docs/advice.md and docs/advice_answers.md\n")


if __name__ == "__main__":
    main()
