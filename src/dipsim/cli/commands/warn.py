"""``dipsim warn``: which early warnings of a use of force are worth anything here?"""

from __future__ import annotations

from typing import Any

from dipsim.cli.study_command import Study, study_command

ORDER = 6


@study_command()
def command(study: Study) -> None:
    """Score early warnings of a use of force where the truth is known: inside the simulation.

    Slowing down, variance and frustrated triads, beside two plain signals: threat and history."""
    from dipsim.study.early_warning.warn import warn

    with study.running(("watching", study.replicates)) as settings:
        found = warn(study.spec, **settings)
    study.show(found, _print)


def _print(found: Any) -> None:
    from dipsim.study.early_warning.indicators import WINDOW
    from dipsim.study.early_warning.warn import ALARMS, HORIZON

    print(f"{found}\n")
    print(f"{'signal':<32}{'area':>6}{'95 % interval':>16}{'caught':>8}{'false':>7}{'lead':>9}  verdict")
    for score in found.scores:
        statement = f"{score.low:.2f} to {score.high:.2f}"
        print(
            f"{score.title:<32}{score.auc:>6.2f}{statement:>16}{100 * score.caught:>7.0f}%{100 * score.false:>6.0f}%"
            f"{score.lead:>6.1f} y  {score.word}"
        )
    print(
        f"\nAsked on {found.dates} quiet dates of pairs in reach, {found.replicates} runs: does force follow within "
        f"{HORIZON:g} year? It does after {100 * found.base:.1f} %.\nArea 0.5 is chance, 1 is certainty. "
        f"Caught and false where alarms sound on {100 * ALARMS:.0f} % of quiet dates; windows of {WINDOW:g} years."
    )
