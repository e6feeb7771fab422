"""The gap of an area among others: what may be shown of it, in words and on a map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wholetime.chassis.api import BOUNDARIES_CREDIT, Boundaries
from wholetime.chassis.engine.charts import Chart, choropleth
from wholetime.chassis.engine.charts.chart import said as number_said
from wholetime.forecast.engine.run import Line
from wholetime.forecast.queries.runs import RunValue
from wholetime.forecast.web.footnotes import footnotes, withheld
from wholetime.kernel.figure import Unit

SHADES = {"wte": ("WTE", Unit.WTE), "share": ("Percentage of those in post", Unit.PERCENT)}


@dataclass(frozen=True, slots=True)
class Area:
    """One area's forecast of one staff group, in one year. ``heads`` is WTE where people are not counted."""

    run: RunValue
    gap: Line
    heads: float
    wte: float
    at: int

    @property
    def middle(self) -> float:
        return self.gap.quantile(0.5)[self.at]

    def shaded(self, by: str) -> float:
        """What the map shows: WTE, or a percentage of those in post."""
        if by == "wte":
            return self.middle
        return 100 * self.middle / self.wte if self.wte else 0.0

    @property
    def hidden(self) -> bool:
        return withheld(self.run, abs(self.middle)) or withheld(self.run, self.heads)


def shown_of(areas: Sequence[Area]) -> list[Area]:
    """Areas whose numbers may be shown. Where one alone may not, the next smallest goes too: a total would tell."""
    seen = [one for one in areas if not one.hidden]
    if len(areas) - len(seen) == 1 and seen:
        seen.remove(min(seen, key=lambda one: abs(one.middle)))
    return seen


def worst_said(shown: Sequence[Area], by: str, year: int) -> str:
    short = [one for one in shown if one.middle > 0 and round(one.shaded(by), 1) > 0]
    if not short:
        return "No area is expected to be short of these staff."
    worst = max(short, key=lambda one: one.shaded(by))
    put = number_said(worst.middle, Unit.WTE) if by == "wte" else f"{worst.shaded(by):.1f}% of those in post now"
    return f"In {year} the gap is largest in {worst.run.name}, where it is put at {put}."


def gap_map(shown: Sequence[Area], drawn: Boundaries, by: str, year: int) -> Iterator[Chart]:
    """The places among the areas, shaded by their gap; nothing where they are not on the map."""
    values = drawn.values({one.run.code: round(one.shaded(by), 1) for one in shown})
    if len(values) < 2:
        return
    note = f"{footnotes([one.run for one in shown])} {BOUNDARIES_CREDIT}"
    said = f"{worst_said(shown, by, year)} Blue is short; brown, below nought, is over."
    unit = SHADES[by][1]
    yield choropleth(
        f"The gap by place in {year}",
        drawn.shapes,
        values,
        unit,
        note,
        said,
        key=drawn.key,
        name=drawn.name,
        parted=True,
    )
