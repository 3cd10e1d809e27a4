"""The ODD text of a scenario (Grimm et al. 2020), made from the model's own tables, code and catalogue.

ODD: overview, design concepts, details. Nothing about the model is written here that the tables, the docstrings of the
processes or the scenario do not say; only the words that ODD itself prescribes are fixed.
"""

from __future__ import annotations

from dipsim._version import __version__
from dipsim.documentation.bibliography import PROTOCOL
from dipsim.documentation.evidence import ASSUMPTION, GRADES, ending
from dipsim.documentation.odd import concepts, details, overview, submodels
from dipsim.documentation.odd.page import Page
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.yaml.problems import escape


def text(spec: Spec) -> str:
    """The seven sections of the ODD protocol for the scenario ``spec``, wrapped at 100 columns."""
    page = Page()
    page.title(f"ODD: {escape(spec.title)}")
    grades = ", ".join(f"[{grade}] {meaning}" for grade, meaning in GRADES.items() if grade != ASSUMPTION)
    page.say(
        "Overview, design concepts and details of this simulation, in the order of the ODD protocol "
        f"({PROTOCOL}). Made by dipsim {__version__} from its own tables and code and from the scenario "
        f"{escape(spec.file, 200)}, configuration {spec.hash}. A number in square brackets is the grade of its "
        f"evidence: {grades}; no bracket means assumed. The source of every number: --evidence; the works: --cite."
    )
    for part in (overview.purpose, overview.entities, overview.process, concepts.concepts):
        part(page, spec)
    for part in (details.initialisation, details.input_data, submodels.submodels):
        part(page, spec)
    page.say(" ".join(ending(spec)))
    return page.text()
