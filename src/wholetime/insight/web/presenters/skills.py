"""Skills gaps: role groups that an area has less of than peers with the same need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from wholetime.chassis.engine.charts import Chart, bar
from wholetime.chassis.engine.tables import Column, Kind, Table
from wholetime.chassis.engine.wording import counted, number_text
from wholetime.chassis.web.page import Empty, Filter, Page, Section
from wholetime.chassis.web.sources import source_line
from wholetime.insight.engine.skills import Gap, Standing
from wholetime.insight.queries.names import Names
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.insight.web.naming import group_title
from wholetime.insight.web.presenters.bars import MOST
from wholetime.kernel.figure import Unit

type Address = Callable[..., str]

SHORT = (Standing.FAR_BELOW, Standing.BELOW)
NOTE = (
    "In general practice and its networks. The gap is what would bring the area to the middle of its peers for its "
    "patients' need; less than chance would spread around that middle is marked. It is no staffing standard."
)


def skills_page(view: Viewpoint, gaps: Sequence[Gap], names: Names, level: Filter, address: Address) -> Page:
    title = f"Skills gaps, {view.node.name}"
    lead = "WTE of each role group for patients' need, against areas of the same kind in England."
    figures = tuple(gap.rate for gap in gaps)
    if not gaps:
        empty = Empty("No skills can be compared here", "Choose another kind of area, or a wider one.")
        return Page("skills", title, lead, (Section("Nothing to show yet", empty=empty),), figures, (level,))
    short = sorted((gap for gap in gaps if gap.standing in SHORT), key=_width, reverse=True)
    areas = {gap.area for gap in gaps}
    pairs = counted(len(gaps), "pair", "pairs")
    said = f"Below what chance would spread around their peers: {len(short):,} of {pairs} of area and role."
    shown = short if len(areas) > 1 else sorted(gaps, key=_width, reverse=True)
    charts = tuple(_charts(short, several=len(areas) > 1))
    tables = (_table(shown, names, address),) if shown else ()
    heading = "Below their peers" if len(areas) > 1 else "Each role"
    section = Section(heading, said, charts=charts, tables=tables, notes=(NOTE,))
    return Page("skills", title, lead, (section,), figures, (level,))


def _width(gap: Gap) -> float:
    return float(gap.gap.figure.value or 0)


def _charts(short: Sequence[Gap], several: bool) -> list[Chart]:
    """What is short by role, over all the areas that are below their peers."""
    total: dict[str, Decimal] = {}
    for gap in short:
        total[group_title(gap.group)] = total.get(group_title(gap.group), Decimal(0)) + (gap.gap.figure.value or 0)
    if len(total) < 2:
        return []
    title = (
        "Short of the middle of the peers, all such areas together" if several else "Short of the middle of the peers"
    )
    widest = dict(sorted(total.items(), key=lambda item: -item[1])[:MOST])
    return [bar(title, widest, Unit.WTE, source_line([gap.rate for gap in short]))]


def _table(gaps: Sequence[Gap], names: Names, address: Address) -> Table:
    columns = (
        Column("area", "Area"),
        Column("role", "Role group"),
        Column("rate", "WTE per 10,000 weighted patients", Kind.NUMBER, 2),
        Column("peers", "Middle of the peers", Kind.NUMBER, 2),
        Column("gap", "Gap (WTE)", Kind.NUMBER, 1),
        Column("range", "Gap could be"),
        Column("standing", "Where it stands"),
    )
    rows = tuple(
        (
            names[gap.area],
            group_title(gap.group),
            gap.rate.value,
            gap.peers.median,
            gap.gap.figure.value,
            f"{number_text(gap.gap.low, 1)} to {number_text(gap.gap.high, 1)}",
            gap.standing.value[0].upper() + gap.standing.value[1:],
        )
        for gap in gaps
    )
    links = tuple(address(gap.area, "skills") for gap in gaps)
    return Table("Gaps, widest first", columns, rows, links, source_line([gap.rate for gap in gaps]))
