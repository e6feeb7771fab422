"""The people: age and sex, ethnicity, nationality, and who may retire."""

from __future__ import annotations

from dataclasses import dataclass

from wholetime.insight.queries.asking import Answer, standing
from wholetime.insight.queries.viewpoint import Viewpoint


@dataclass(frozen=True, slots=True)
class People:
    """Answers are empty where no source says. Nationality is of WTE where it is published, else of people."""

    pyramid: Answer
    sex: Answer
    ethnicity: Answer
    nationality: Answer
    older: Answer
    older_groups: Answer


def people(view: Viewpoint) -> People:
    return People(
        pyramid=standing(view, "headcount", ("age_band", "sex"), sectors=True),
        sex=standing(view, "headcount", ("sex",), sectors=True),
        ethnicity=standing(view, "headcount", ("ethnicity",), sectors=True),
        nationality=standing(view, "headcount", ("nationality",), sectors=True)
        or standing(view, "wte", ("nationality",), sectors=True),
        older=_counted(standing(view, "aged_55_and_over", sectors=True)),
        older_groups=_counted(standing(view, "aged_55_and_over", ("staff_group",), sectors=True)),
    )


def _counted(figures: Answer) -> Answer:
    """Without those of sources that do not know ages, which count nobody as older."""
    return tuple(figure for figure in figures if figure.suppression or figure.numerator)
