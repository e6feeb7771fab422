"""Low-resilience areas, ranked, each part of the index in sight, and what could help."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from wholetime.chassis.engine.charts import Chart
from wholetime.chassis.engine.tables import Column, Kind, Table
from wholetime.chassis.engine.wording import number_text, phrase
from wholetime.chassis.web.page import Empty, Filter, Page, Section
from wholetime.chassis.web.sources import source_line
from wholetime.insight.engine.resilience import PartScore, Resilience
from wholetime.insight.engine.resilience_parts import Rules, Suggestion
from wholetime.insight.queries.names import Names
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.insight.web.levels import TITLES
from wholetime.insight.web.presenters.bars import MOST, bars
from wholetime.kernel.figure import Figure

type Address = Callable[..., str]

OURS = "The parts, weights and thresholds are wholetime's own, to be argued with: not tested against outcomes."


def resilience_page(
    view: Viewpoint, found: Sequence[Resilience], rules: Rules, names: Names, level: Filter, address: Address
) -> Page:
    title = f"Low resilience, {view.node.name}"
    lead = "Which areas would fail first if a few people left, and why; least resilient first."
    figures = tuple(_figures(found))
    if not any(one.figure for area in found for one in area.parts):
        text = "Choose another kind of area above, or what they are judged by is not loaded yet."
        empty = Empty("Nothing is held to judge these areas by", text)
        return Page("resilience", title, lead, (Section("Nothing to show yet", empty=empty),), figures, (level,))
    ranked = [one for one in found if one.rank is not None]
    rest = "; for the others too little is known" if len(ranked) < len(found) else ""
    said = f"{len(ranked)} of {len(found)} are ranked{rest}. 100 is the least resilient."
    sections = (
        Section("Ranked", said, charts=tuple(_charts(ranked, names)), tables=(_ranking(found, rules, names, address),)),
        Section("Behind the scores", tables=(_values(found, rules, names, level.chosen),)),
        *_help(ranked, names),
        Section("How the index is made", tables=(_rules(rules),), notes=(OURS,)),
    )
    return Page("resilience", title, lead, sections, figures, (level,))


def _figures(found: Sequence[Resilience]) -> Iterator[Figure]:
    for area in found:
        yield from (area.index,) if area.index else ()
        yield from (one.figure for one in area.parts if one.figure)


def _charts(ranked: Sequence[Resilience], names: Names) -> list[Chart]:
    known = [one.index for one in ranked if one.index is not None]
    by_index = {id(one.index): names[one.area] for one in ranked}
    if len(known) < 2:
        return []
    return [bars(f"The {min(MOST, len(known))} least resilient", known, lambda figure: by_index[id(figure)])]


def _ranking(found: Sequence[Resilience], rules: Rules, names: Names, address: Address) -> Table:
    columns = (
        Column("area", "Area"),
        Column("rank", "Rank", Kind.NUMBER),
        Column("index", "Index", Kind.NUMBER, 0),
        *(Column(part.code, part.title, Kind.NUMBER, 0) for part in rules.parts),
        Column("known", "Weights known", Kind.PERCENT, 0),
    )
    rows = tuple(
        (
            names[one.area],
            one.rank,
            one.index.value if one.index else None,
            *(part.score for part in one.parts),
            one.coverage * 100,
        )
        for one in found
    )
    links = tuple(address(one.area) for one in found)
    held = list(_figures(found))
    return Table("Scores of each part, 0 (resilient) to 100", columns, rows, links, source_line(held))


def _values(found: Sequence[Resilience], rules: Rules, names: Names, level: str) -> Table:
    columns = (Column("area", "Area"), *(Column(part.code, part.title) for part in rules.parts))
    rows = tuple((names[one.area], *(_value(part) for part in one.parts)) for one in found)
    return Table(f"{TITLES.get(level, 'Areas')}: the numbers behind the scores", columns, rows)


def _value(one: PartScore) -> str:
    """The figure, or why there is none."""
    return phrase(one.figure) if one.figure is not None and one.missing is None else (one.missing or "not held")


def _help(ranked: Sequence[Resilience], names: Names) -> tuple[Section, ...]:
    """One row a role: where it may help, of the least resilient."""
    where: dict[Suggestion, list[str]] = {}
    for one in ranked[:MOST]:
        for each in one.could_help:
            weak = ", ".join(part.title for part in each.parts)
            where.setdefault(each.suggestion, []).append(f"{names[one.area]} ({weak})")
    if not where:
        return ()
    columns = (
        Column("role", "What could help"),
        Column("because", "Because"),
        Column("where", "Where (and what is weak)"),
    )
    rows = tuple((role.role, role.because, "; ".join(areas)) for role, areas in where.items())
    table = Table("New or blended roles to talk about", columns, rows)
    note = "Suggestions to start a conversation; scope of practice and supervision are for employers and professions."
    return (Section("What could help", tables=(table,), notes=(note,)),)


def _rules(rules: Rules) -> Table:
    columns = (
        Column("part", "Part"),
        Column("why", "Why it is in the index"),
        Column("how", "How it is scored"),
        Column("weight", "Weight", Kind.NUMBER, 0),
    )
    rows = tuple((part.title, part.why, _how(part.best, part.worst), part.weight) for part in rules.parts)
    return Table(f"The index of {rules.version}", columns, rows)


def _how(best: object, worst: object) -> str:
    if best is None or worst is None:
        return "By the share of areas that are better off"
    return f"0 at {number_text(float(str(best)), 0)}, 100 at {number_text(float(str(worst)), 0)}"
