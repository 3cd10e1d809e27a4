"""A scored hindcast in words: for a terminal, as Markdown, and as the one row that is appended to the page."""

from __future__ import annotations

from textwrap import wrap

from dipsim.validation.hindcast.features import HORIZON
from dipsim.validation.hindcast.hindcast import EQUAL, LOGIT, SIMULATED, TABLE, Hindcast, Question
from dipsim.validation.hindcast.scores import reliability

WIDTH = 80  # columns of a terminal
CAUTION = (
    "The forecast is for pairs, from what was known at the start. It says how well the model ranks and counts "
    "disputes; it says nothing about the effect of cooperation."
)


def text(found: Hindcast) -> str:
    """What was ``found``, as tables for a terminal of 80 columns."""
    lines = [
        heading(found),
        "",
        *(line for question in _questions(found) for line in [*_scores(question), ""]),
        "Pairs with a dispute by region: observed, mean and 90 % interval of the runs, CRPS of runs and of logit",
        *(
            f"  {one.region:<14}{one.observed:>5}{one.mean:>8.1f}  {one.low:>4.0f} to {one.high:<4.0f}"
            f"{one.crps:>8.2f}{one.crps_logit:>8.2f}"
            for one in found.counts
        ),
        "",
        *_reliability(found),
        "",
        *found.notes,
        CAUTION,
    ]
    return "\n".join(part for line in lines for part in _wrapped(line))


def _wrapped(line: str) -> list[str]:
    """A line as lines of at most 80 columns; an empty line stays."""
    indent = len(line) - len(line.lstrip()) + 2
    return wrap(line, WIDTH, subsequent_indent=" " * indent, break_on_hyphens=False) or [""]


def heading(found: Hindcast) -> str:
    """What was scored in ``found``, and what trained the rival forecasts."""
    first, last = found.year + 1, found.year + HORIZON
    windows = ", ".join(f"{at + 1}-{at + HORIZON}" for at in found.trained)
    blend = f"; blends fitted on {found.blended + 1}-{found.blended + HORIZON}" if found.blended else ""
    return f"Hindcast {first}-{last}, same-region pairs, {found.runs} runs; logit and table trained on {windows}{blend}"


def _questions(found: Hindcast) -> list[Question]:
    return [one for one in (found.undirected, found.directed, found.agreements) if one is not None]


def _scores(question: Question) -> list[str]:
    lines = [
        f"{question.title}: {len(question.outcome)} rows, {int(question.outcome.sum())} events",
        f"  {'forecast':<29}{'AUC':>7}{'PR':>7}{'Brier':>8}{'skill':>8}{'log score':>10}{'expected':>9}",
    ]
    for name, one in question.scores.items():
        figures = f"{one.auc:>7.3f}{one.precision:>7.3f}{one.brier:>8.4f}{one.skill:>+8.3f}{one.log_score:>10.4f}"
        lines.append(f"  {name:<29}{figures}{one.expected:>9.1f}")
    for name, gap in question.differences.items():
        lines.append(f"  {name}:")
        parts = (("AUC", gap.auc), ("Brier", gap.brier), ("log score", gap.log_score))
        lines.append("    " + "; ".join(f"{word} {v:+.4f} [{low:+.4f}, {high:+.4f}]" for word, (v, low, high) in parts))
    return lines


def _reliability(found: Hindcast) -> list[str]:
    lines = ["Reliability of the simulated probability: forecast, pairs, mean forecast, share with a dispute"]
    question = found.undirected
    for low, high, count, mean, share in reliability(question.outcome, question.forecasts[SIMULATED]):
        lines.append(f"  {low:.2f} to {high:.2f}{count:>7}{mean:>8.3f}{share:>8.3f}")
    return lines


def row(found: Hindcast, commit: str, what: str) -> str:
    """One row of the table of scorings in docs/validity.md for what was ``found``, with the ``commit`` and ``what``
    the model is called."""
    one, scored = found.undirected.scores[SIMULATED], found.undirected.scores
    gap = found.undirected.differences.get(f"{EQUAL} minus {LOGIT}")
    blend = "-" if gap is None else f"{gap.log_score[0]:+.4f} [{gap.log_score[1]:+.4f}, {gap.log_score[2]:+.4f}]"
    cells = (
        str(found.year),
        commit,
        what,
        str(found.runs),
        f"{one.auc:.3f}",
        f"{one.precision:.3f}",
        f"{one.skill:+.3f}",
        f"{one.log_score:.4f}",
        f"{one.expected:.0f} / {one.observed}",
        f"{scored[TABLE].auc:.3f}, {scored[TABLE].skill:+.3f}",
        f"{scored[LOGIT].auc:.3f}, {scored[LOGIT].skill:+.3f}",
        blend,
    )
    return "| " + " | ".join(cells) + " |"


HEAD = (
    "| year | commit | model | runs | AUC | PR | Brier skill | log score | expected / observed | table: AUC, skill "
    "| logit: AUC, skill | equal blend minus logit, log score |\n|" + "---|" * 12
)
