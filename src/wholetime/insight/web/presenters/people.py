"""Who the people are, where a source says so; small numbers are shown as withheld."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from wholetime.chassis.engine.charts import Band, Chart, pyramid
from wholetime.chassis.engine.wording import phrase
from wholetime.chassis.web.page import Empty, Page, Section, Tile
from wholetime.chassis.web.sources import source_line
from wholetime.dataset.api import WITHHELD
from wholetime.insight.queries.asking import part
from wholetime.insight.queries.people import People
from wholetime.insight.queries.retirement import RetirementExposure
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.insight.web.grids import grid, rows_of
from wholetime.insight.web.naming import group_title, sector_title
from wholetime.insight.web.ordering import by_sector, told_apart
from wholetime.insight.web.presenters.bars import bars
from wholetime.insight.web.presenters.retirement import retirement_figures, retirement_sections
from wholetime.kernel.figure import Figure

YOUNGEST_FIRST = re.compile(r"\d+")


def people_page(view: Viewpoint, facts: People, retiring: Sequence[RetirementExposure] = ()) -> Page:
    figures = (*facts.pyramid, *facts.sex, *facts.ethnicity, *facts.nationality, *facts.older, *facts.older_groups)
    every = (
        _age_and_sex(facts),
        _by("Ethnicity", "ethnicity", facts.ethnicity),
        _by("Nationality", "nationality", facts.nationality),
        _retiring(facts),
    )
    unsaid = [section.heading.lower() for section in every if section.empty]
    sections = tuple(section for section in every if not section.empty) + tuple(retirement_sections(retiring))
    figures += retirement_figures(retiring)
    if unsaid:
        sections += (Section("What no source says", empty=_unsaid(", ".join(unsaid))),)
    lead = "Age, sex, ethnicity and nationality where a source says so, and who may soon retire."
    return Page("people", f"The people of {view.node.name}", lead, sections, figures)


def _age_and_sex(facts: People) -> Section:
    if not facts.pyramid:
        return Section("Age and sex", empty=_unsaid("age and sex"))
    known = {title: own for title, own in by_sector(facts.pyramid).items() if not _is_withheld(own, "age_band")}
    notes = _too_few(facts.pyramid, "age_band", "age and sex")
    return Section("Age and sex", charts=tuple(_pyramid(title, own) for title, own in known.items()), notes=notes)


def _is_withheld(figures: Sequence[Figure], breakdown: str) -> bool:
    return any(part(figure, breakdown) == WITHHELD for figure in figures)


def _too_few(figures: Sequence[Figure], breakdown: str, what: str) -> tuple[str, ...]:
    return tuple(
        f"{title}: too few people here to show {what} together without giving somebody away."
        for title, own in by_sector(figures).items()
        if _is_withheld(own, breakdown)
    )


def _pyramid(sector: str, figures: Sequence[Figure]) -> Chart:
    ages = sorted({part(figure, "age_band") or "Unknown" for figure in figures}, key=_age)
    held = {(part(figure, "age_band") or "Unknown", part(figure, "sex")): figure.value for figure in figures}
    bands = [Band(age, held.get((age, "Female")), held.get((age, "Male"))) for age in ages]
    return pyramid(f"{sector}: age and sex", bands, figures[0].definition.unit, source_line(figures))


def _age(band: str) -> tuple[int, int]:
    """``Under 20`` first, bands by their first year, ``Unknown`` last."""
    found = YOUNGEST_FIRST.search(band)
    if found is None:
        return 1, 0
    return 0, int(found[0]) - (1 if band.startswith("Under") else 0)


def _by(title: str, breakdown: str, figures: Sequence[Figure]) -> Section:
    def key_of(figure: Figure) -> str | None:
        return part(figure, breakdown)

    if not figures:
        return Section(title, empty=_unsaid(title.lower()))
    table = grid(f"{title} of staff", title, rows_of(figures, key_of, str), figures, key_of)
    return Section(title, charts=tuple(_charts(title, figures, key_of)), tables=(table,))


def _charts(title: str, figures: Sequence[Figure], key_of: Callable[[Figure], str | None]) -> Iterable[Chart]:
    for sector, own in by_sector(figures).items():
        known = [figure for figure in own if figure.value is not None and key_of(figure)]
        most = _most(known)
        rest = [figure for figure in known if figure is not most]
        if rest:
            without = f", {key_of(most)} left out ({phrase(most)})" if most else ""
            yield bars(f"{sector}: {title.lower()}{without}", rest, lambda figure: key_of(figure) or "")


def _most(figures: Sequence[Figure]) -> Figure | None:
    """The part that is most of the whole: its bar would leave the others no width."""
    total = sum(figure.value or 0 for figure in figures)
    return next((one for one in figures if len(figures) > 3 and (one.value or 0) * 2 > total), None)


def _retiring(facts: People) -> Section:
    heading = "Aged 55 and over"
    if not facts.older:
        return Section(heading, empty=_unsaid("age"))
    tiles = told_apart(Tile(figure, f"{figure.definition.title}, {sector_title(figure)}") for figure in facts.older)
    charts = [
        bars(f"{sector}: aged 55 and over by staff group", known, lambda figure: group_title(figure.scope.group))
        for sector, own in by_sector(facts.older_groups).items()
        if (known := [figure for figure in own if figure.value is not None])
    ]
    notes = _too_few(facts.older_groups, "staff_group", "age and staff group")
    return Section(heading, tiles=tiles, charts=tuple(charts), notes=notes)


def _unsaid(what: str) -> Empty:
    text = "No file held says so. A monthly staff list does, as do the individual returns of general practice."
    return Empty(f"Nothing is held of {what}", text)
