"""The first page of a forecast: in post, expected, needed, the gap, and what it all rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from wholetime.chassis.engine.tables import Cell, Column, Kind, Table, figure_column
from wholetime.chassis.engine.wording import counted, day_text, number_text
from wholetime.chassis.web.page import Empty, Filter, Page, Section, Tile
from wholetime.dataset.api import group_titles
from wholetime.forecast.engine.run import METHODS, Line
from wholetime.forecast.queries.runs import RunValue
from wholetime.forecast.queries.viewpoint import Viewpoint
from wholetime.forecast.web.addresses import run_address
from wholetime.forecast.web.footnotes import figure, footnote, group_cells
from wholetime.forecast.web.presenters.fans import fan_of
from wholetime.kernel.figure import Figure, Unit

NEAR = 5
"""Years ahead that the table of groups shows beside the last."""
LIKELY = 0.5
FLOWS = {
    "left": "Leave",
    "retired": "Retire",
    "returned": "Back after retirement",
    "moved_out": "Move out",
    "moved_in": "Move in",
    "nursing_degree": "Newly qualified nurses",
    "midwifery_degree": "Newly qualified midwives",
    "therapy_degree": "Newly qualified therapists",
    "support_apprentices": "Apprentices",
    "international": "From abroad",
    "returner": "Returners",
    "other": "Other recruits",
}


def nothing_yet(view: Viewpoint, slug: str, href: str) -> Page:
    """What a page says where no run has been made."""
    text = "A forecast is made once and kept, with all that it rests on. It takes from seconds to a few minutes."
    empty = Empty(f"Nothing has been forecast for {view.node.name} yet", text, href, "Make a forecast", loads=False)
    return Page(slug, f"Forecast, {view.node.name}", "", (Section("No forecast yet", empty=empty),), ())


def overview_page(view: Viewpoint, run: RunValue, beyond: str = "") -> Page:
    """``beyond`` is the size of gap asked about, in WTE; one that is not offered is nought."""
    answer = run.answer
    line = _supply(run)
    sizes = _sizes(line)
    size = int(beyond) if beyond in dict(sizes) else 0
    tiles = tuple(_tiles(run, line))
    need, gap = answer.line("need"), answer.line("gap")
    sections = [
        Section("In short", tiles=tiles),
        Section(
            "Supply and need" if need else "Supply",
            charts=(fan_of(run, f"{run.title}: staff in {line.unit}", line, ("Needed", need) if need else None),),
        ),
        *([_gap_section(run, gap, size)] if gap else []),
        Section("By staff group", tables=(_groups(run, line),)),
        *_flow_sections(run),
        *_unexplained(run),
        Section("What this rests on", tables=(run_table(run),), notes=answer.assumed),
    ]
    figures = tuple(tile.figure for tile in tiles)
    filters = (Filter("beyond", "Chance of a gap beyond", sizes, str(size)),) if gap else ()
    return Page("overview", f"{run.title}, {view.node.name}", _lead(run, line), tuple(sections), figures, filters)


def _sizes(line: Line) -> tuple[tuple[str, str], ...]:
    """Sizes of gap to ask about: none, and 1%, 2%, 5% and 10% of those in post."""
    now = line.quantile(0.5)[0]
    shares = {round(now * share): f"{share:.0%}" for share in (0.01, 0.02, 0.05, 0.1)}
    offered = {
        str(size): f"{number_text(size, 0)} WTE ({said} of those in post)" for size, said in shares.items() if size
    }
    return ("0", "Any size"), *offered.items()


def _supply(run: RunValue) -> Line:
    found = run.answer.line("supply", unit="WTE") or run.answer.line("supply")
    if found is None:
        raise ValueError("a run without supply")
    return found


def _lead(run: RunValue, line: Line) -> str:
    years = line.at[-1].year - line.at[0].year
    now, then = line.quantile(0.5)[0], line.quantile(0.5)[-1]
    low, high = line.quantile(0.1)[-1], line.quantile(0.9)[-1]
    return (
        f"{number_text(now, 0)} {line.unit} in post on {day_text(line.at[0])}. In {counted(years, 'year')} "
        f"{number_text(then, 0)} are expected: in 8 of 10 draws between {number_text(low, 0)} and "
        f"{number_text(high, 0)}."
    )


def _tiles(run: RunValue, line: Line) -> Iterator[Tile]:
    name = "forecast_supply" if line.unit == "WTE" else "forecast_people"
    last = line.at[-1]
    yield Tile(
        figure(run, name, line.quantile(0.5)[0], line.at[0]), "In post", "the count that the forecast starts from"
    )
    yield Tile(figure(run, name, line.quantile(0.5)[-1], last), f"Expected, {last.year}", _between(line))
    need, gap = run.answer.line("need"), run.answer.line("gap")
    if need and gap:
        yield Tile(figure(run, "forecast_need", need.quantile(0.5)[-1], last), f"Needed, {last.year}", _between(need))
        yield Tile(figure(run, "forecast_gap", gap.quantile(0.5)[-1], last), f"Gap, {last.year}", _between(gap))
        yield Tile(
            _short(run, gap, last), f"Chance of being short, {last.year}", "share of draws with need above supply"
        )


def _between(line: Line) -> str:
    low, high = line.quantile(0.1)[-1], line.quantile(0.9)[-1]
    return f"8 of 10 draws between {number_text(low, 0)} and {number_text(high, 0)}"


def _short(run: RunValue, gap: Line, day: date) -> Figure:
    return figure(run, "forecast_short", round(100 * gap.chance_above(0, day), 1), day)


def _gap_section(run: RunValue, gap: Line, size: int) -> Section:
    by = run.answer.line("short_by")
    columns = (
        Column("date", "Date", Kind.DATE),
        figure_column("middle", "Gap, middle", Unit.WTE),
        figure_column("low", "80%: from", Unit.WTE),
        figure_column("high", "80%: to", Unit.WTE),
        figure_column("chance", f"Chance of a gap beyond {number_text(size, 0)} WTE", Unit.PERCENT),
        figure_column("by", "Short by then at least once", Unit.PERCENT),
    )
    rows = tuple(_gap_row(gap, by, day, size) for day in gap.at[1:])
    return Section(
        "The gap",
        _first_bite(gap, size),
        charts=(fan_of(run, "Need less supply (above nought is short)", gap),),
        tables=(Table("The gap year by year", columns, rows, source=footnote(run)),),
    )


def _gap_row(gap: Line, by: Line | None, day: date, size: int) -> tuple[Cell, ...]:
    place = gap.at.index(day)
    return (
        day,
        round(gap.quantile(0.5)[place], 1),
        round(gap.quantile(0.1)[place], 1),
        round(gap.quantile(0.9)[place], 1),
        round(100 * gap.chance_above(size, day), 1),
        round(100 * by.mean[by.at.index(day)], 1) if by else None,
    )


def _first_bite(gap: Line, size: int) -> str:
    """When a gap beyond ``size`` is first more likely than not."""
    beyond = f"A gap beyond {number_text(size, 0)} WTE" if size else "A gap of any size"
    for day in gap.at[1:]:
        if gap.chance_above(size, day) > LIKELY:
            return f"{beyond} is first more likely than not on {day_text(day)}."
    return f"{beyond} stays less likely than not up to {day_text(gap.at[-1])}."


def _groups(run: RunValue, line: Line) -> Table:
    lines = [one for one in run.answer.lines if one.measure == "supply" and one.unit == line.unit and one.group]
    first, last = line.at[0], line.at[-1]
    near = line.at[min(NEAR * (len(line.at) - 1) // max(last.year - first.year, 1), len(line.at) - 1)]
    unit = Unit.WTE if line.unit == "WTE" else Unit.PEOPLE
    wanted = [(first, 0.5), (near, 0.5), (last, 0.5), (last, 0.1), (last, 0.9)]
    cells = [group_cells(run, lines, day, level) for day, level in wanted]
    columns = (
        Column("group", "Staff group"),
        figure_column("now", f"{line.unit} now", unit),
        figure_column("near", f"{near:%b %Y}, middle", unit),
        figure_column("last", f"{last:%b %Y}, middle", unit),
        figure_column("low", "80%: from", unit),
        figure_column("high", "80%: to", unit),
    )
    titles = group_titles()
    rows = tuple((titles.get(one.group, one.group), *(held[one.group] for held in cells)) for one in lines)
    total: tuple[Cell, ...] = (
        "All together",
        *(round(line.quantile(level)[line.at.index(day)], 1) for day, level in wanted),
    )
    return Table(f"{line.unit} by staff group", columns, (*rows, total), source=footnote(run))


def _flow_sections(run: RunValue) -> Iterator[Section]:
    flows = [one for one in run.answer.lines if one.measure.startswith("flow.") and not one.group]
    if not flows:
        return
    columns = (
        Column("date", "Year to", Kind.DATE),
        *(figure_column(one.measure, FLOWS.get(one.measure[5:], one.measure[5:]), Unit.PEOPLE) for one in flows),
    )
    rows = tuple(_flow_row(flows, place) for place in range(len(flows[0].at)))
    table = Table("People who come and go in a year, middle of the draws", columns, rows, source=footnote(run))
    yield Section("Who comes and goes", tables=(table,))


def _flow_row(flows: Sequence[Line], place: int) -> tuple[Cell, ...]:
    return flows[0].at[place], *(round(one.quantile(0.5)[place]) for one in flows)


def _unexplained(run: RunValue) -> Iterator[Section]:
    found = {name.partition(".")[2]: values[0] for name, values in run.answer.facts if name.startswith("unexplained.")}
    if not any(found.values()):
        return
    columns = (Column("group", "Staff group"), figure_column("people", "People a year", Unit.PEOPLE))
    titles = group_titles()
    rows = tuple((titles.get(group, group), round(value)) for group, value in found.items())
    said = (
        "In the past counted, the numbers in post moved by this many a year more than joiners less leavers. "
        "Nothing in the forecast makes up for it."
    )
    yield Section(
        "Unexplained in the past", said, tables=(Table("Growth beyond the flows", columns, rows, source=footnote(run)),)
    )


def run_table(run: RunValue) -> Table:
    """What the run was asked, of which data, by which code."""
    question = run.question
    columns = (Column("what", "What"), Column("value", "Value"))
    rows: list[tuple[Cell, ...]] = [
        ("Run", str(run.key)),
        ("Made", f"{day_text(run.made_at.date())}"),
        ("Method", METHODS[question.method].title),
        ("Draws and seed", f"{question.draws:,} draws, seed {question.seed}"),
        ("Scenario", run.scenario or "None: as things are"),
        ("Code", question.code),
        ("Data (SHA-256 of all that was read)", question.history),
        ("Result (SHA-256 of every figure)", run.result_hash),
        *((f"File: {one.file}", one.sha256) for one in run.history.origins),
    ]
    return Table("The run and its data", columns, tuple(rows), links=(run_address(run.key), *[None] * (len(rows) - 1)))
