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
READ = (  # what a reader who had nothing but an earlier print of the pages answered
    (
        "Do it, but expect little; the same money spent on 'Integrate' would do more.",
        "Not very: all readings say calmer, but 20 of 32 draws cannot tell.",
        "Nobody that the model can see.",
        "No single number that was tried; many at once make it no noticeable effect, never worse.",
        "About 1.27 million USD a year each, some .3 % of what each gives for defence diplomacy; an assumed price.",
    ),
    (
        "Keep it: about 8 % fewer disputes and uses of force.",
        "Fairly sure inside the model; no clear effect on the chance of war.",
        "Only North Korea, slightly.",
        "Nothing that was tried.",
        "Not known: the scenario has no price for the pact.",
    ),
    (
        "For peace it makes no difference, so do not do it for that; 'Integrate' does far more at the same cost.",
        "Very sure inside the model: all readings and draws agree.",
        "Nobody strongly: the Philippines and Taiwan trust each other a little less.",
        "Nothing that was tried.",
        "20 million USD a year each: 9.2 % of what the Philippines give for defence diplomacy, .95 % of Japan's.",
    ),
)
REPLICATES, SEED = 200, 1
TEXT = """\
# Advice

Written by `python tools/advice_pages.py`, {replicates} pairs of runs, seed {seed}, at freeze 2.

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


HEAD = """\
# What a reader should find in advice.md

Written by `python tools/advice_pages.py`.

The answers of a reader are about a print of before freeze 1b. A row shows where the present model says
something else.
"""


def answered(found: Any, read: tuple[str, ...]) -> str:
    """The right answers to ``QUESTIONS`` about one page of advice, beside those of a reader."""
    page = dict(found.as_dict()["page"])
    asked = zip(QUESTIONS.items(), read, strict=True)
    rows = [f"| {question} | {page[heading][place]} | {told} |" for (question, (heading, place)), told in asked]
    head = "| question | answer of the page | a reader's answer |"
    return "\n".join([f"\n## {found.what}\n", head, "|---|---|---|", *rows]) + "\n"


def main() -> None:
    """Ask, and write the pages."""
    answers = [HEAD]
    parts = [TEXT.format(replicates=REPLICATES, seed=SEED)]
    for (scenario, asked), read in zip(ASKED, READ, strict=True):
        what = asked.get("what") or f'--add "{asked["add"]}"'
        found = advise(scenario, **asked, replicates=REPLICATES, seed=SEED)
        page = found.markdown().replace("\n## ", "\n### ").replace("# ", "## ", 1)
        parts.append(
            f"\n{page.split(chr(10), 1)[0]}\n\n    dipsim advise {scenario} {what}\n{page.split(chr(10), 1)[1]}"
        )
        answers.append(answered(found, read))
        sys.stdout.write(f"{scenario}: {found.answer}\n")
    PAGE.write_text("".join(parts), encoding="utf-8")
    ANSWERS.write_text("".join(answers), encoding="utf-8")
    sys.stdout.write("wrote docs/advice.md and docs/advice_answers.md\n")


if __name__ == "__main__":
    main()
