"""Who comes, who goes, who stays; and where the flows do not explain the stock."""

from __future__ import annotations

from dataclasses import dataclass

from wholetime.insight.queries.asking import Answer, beside, history, standing
from wholetime.insight.queries.names import Names, names_of
from wholetime.insight.queries.shape import NEXT_LEVEL
from wholetime.insight.queries.viewpoint import Viewpoint

FLOWS = (
    "joiners",
    "leavers",
    "leaver_rate",
    "joiner_rate",
    "stability_index",
    "vacancy_rate",
    "social_care_turnover_rate",
)
TABLED = ("joiners", "leavers", "leaver_rate", "stability_index")
WIDE = ("nation", "region")


@dataclass(frozen=True, slots=True)
class Turnover:
    """``units`` are organisations, or in a wide area those of the level below: ``level`` says which."""

    now: Answer
    england: Answer
    past: Answer
    groups: Answer
    units: Answer
    gaps: Answer
    level: str
    names: Names


def turnover(view: Viewpoint) -> Turnover:
    held = (figure for name in FLOWS for figure in standing(view, name))
    now = tuple(figure for figure in held if figure.value is not None or figure.suppression)
    level = NEXT_LEVEL[view.node.kind] if view.node.kind in WIDE else "org"
    units = tuple(figure for name in TABLED for figure in standing(view, name, (level,)))
    gaps = standing(view, "flow_gap", ("org",))
    return Turnover(
        now=now,
        england=beside(view, tuple(figure for figure in now if figure.denominator is not None)),
        past=history(view, "leaver_rate"),
        groups=tuple(figure for name in TABLED for figure in standing(view, name, ("staff_group",))),
        units=units,
        gaps=gaps,
        level=level,
        names=names_of(units, level) | names_of(gaps, "org"),
    )
