"""``dipsim warn``: which early warnings of a use of force are worth anything here?"""

from __future__ import annotations

from typing import Any

from dipsim.cli.output import print_prose, print_table
from dipsim.cli.study_command import Study, study_command
from dipsim.scenario.wording import counted

ORDER = 6


@study_command()
def command(study: Study) -> None:
    """Score early warnings of a use of force inside the simulation, where the truth is known.

    It scores slow recovery, variance and frustrated triads beside two simple signals: threat and past force."""
    from dipsim.study.early_warning.warn import warn

    with study.running(("watching", study.replicates)) as settings:
        found = warn(study.spec, **settings)
    study.show(found, _print)


def _print(found: Any) -> None:
    from dipsim.study.early_warning.indicators import WINDOW
    from dipsim.study.early_warning.warn import ALARMS, HORIZON

    print_prose(f"{found}\n")
    rows = [
        (
            score.title,
            f"{score.auc:.2f}",
            f"{score.low:.2f} to {score.high:.2f}",
            f"{100 * score.caught:.0f} %",
            f"{100 * score.false:.0f} %",
            f"{score.lead:.1f} y" if score.lead == score.lead else "none",
            score.word,
        )
        for score in found.scores
    ]
    print_table(("signal", "area", "95 % interval", "force caught", "alarms false", "lead", "result"), rows)
    print_prose(
        f"\nAsked on {found.dates:,} quiet dates of pairs in reach, in {counted(found.replicates, 'run')}: does force "
        f"follow within {HORIZON:g} year? It does after {100 * found.base:.1f} %.\nArea 0.5 is chance, 1 is certainty. "
        f"Force caught: share of the uses of force that an alarm came before. Alarms false: share of the alarms that "
        f"no use of force followed. Both where alarms sound on {100 * ALARMS:.0f} % of quiet dates; windows of "
        f"{WINDOW:g} years."
    )
