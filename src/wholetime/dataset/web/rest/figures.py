"""REST: figures, in the very rows that the command line prints."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Path, Query, Router, Schema
from ninja.errors import HttpError
from pydantic import ConfigDict, Field, StringConstraints

from wholetime.chassis.api import Scope, access_scope
from wholetime.chassis.web.problems import ERRORS
from wholetime.chassis.web.rest import Code
from wholetime.dataset.api import BadAsk, UnknownFigure, definitions, figure_rows, figures_for, group_named
from wholetime.dataset.queries.figures.ask import NAMES, PARTS
from wholetime.kernel.figure import Definition
from wholetime.kernel.period import PeriodError, parse_period

MOST = 10_000  # rows of one answer: 20 MB of JSON at most

_PART = "|".join((*NAMES, *PARTS))
_YEARS = "|".join(f"{year}/{(year + 1) % 100:02d}" for year in range(1990, 2051))
_DAYS = r"(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31"

By = Annotated[
    str,
    StringConstraints(pattern=rf"^(({_PART})(,({_PART}))*)?$"),
    Field(description="Break down by these, separated by commas", examples=["org,period"]),
]
PeriodText = Annotated[
    str,
    StringConstraints(pattern=rf"^((19|20)\d\d-(0[1-9]|1[0-2])|{_YEARS}|(19|20)\d\d-({_DAYS}))$"),
]

router = Router(tags=["figures"])


class DefinitionRow(Schema):
    """What a figure means, and who says so."""

    figure: str
    title: str
    meaning: str
    unit: str
    numerator: str
    denominator: str | None
    publication: str
    verified: bool


class CoverageRow(Schema):
    """``reported`` of ``expected`` organisations; ``imputed`` is the share (0 to 1) that the publisher estimated."""

    reported: int
    expected: int
    share: int | float | None
    imputed: int | float | None


class SourceRow(Schema):
    """The file a figure was drawn from."""

    publication: str
    file: str
    sha256: str
    loaded_at: str
    licence: str
    synthetic: bool


class FigureRow(Schema):
    """One labelled value. ``group_title``, ``org_name`` and ``place_name`` say in words what the codes are. Breakdowns
    other than org, place and group are further members of the object.
    """

    model_config = ConfigDict(extra="allow")

    figure: str
    value: int | float | None
    unit: str
    numerator: int | float | None
    denominator: int | float | None
    period: str
    org: str | None
    place: str | None
    group: str | None
    group_title: str | None
    org_name: str | None
    place_name: str | None
    coverage: CoverageRow | None
    sources: list[SourceRow]
    suppressed: str | None
    notes: list[str]


class Asked(Schema):
    """What to ask of a figure."""

    org: Annotated[Code | None, Field(description="Only this organisation and what is below it")] = None
    place: Annotated[Code | None, Field(description="Only this area")] = None
    group: Annotated[str | None, Field(max_length=100, description="Only this staff group, by code or title")] = None
    period: Annotated[
        PeriodText | None, Field(description="2024-04, 2023/24 or 2024-04-30; without it the latest of each source")
    ] = None
    by: By = ""
    as_now: Annotated[bool, Field(description="Count past periods in the organisations of today")] = False
    limit: Annotated[int, Field(ge=1, le=MOST)] = 1_000
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0


@router.get("", response={200: list[DefinitionRow], **ERRORS}, summary="The catalogue of figures")
def all_figures(request: HttpRequest) -> list[dict[str, Any]]:
    access_scope(request.user)
    return [_definition_row(one) for one in definitions()]


@router.get("/{name}", response={200: list[FigureRow], **ERRORS}, summary="One figure, for whom and when")
def figure(
    request: HttpRequest,
    name: Path[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]],
    asked: Query[Asked],
) -> HttpResponse:
    """The rows from ``offset``, ``limit`` of them; the header X-Total-Count says how many there are in all."""
    scope = _scope(request, asked)
    try:
        found = figures_for(
            name,
            scope,
            org=asked.org,
            place=asked.place,
            period=parse_period(asked.period) if asked.period else None,
            by=tuple(dict.fromkeys(NAMES.get(part, part) for part in asked.by.split(",") if part)),
            where=(("staff_group", _group(asked.group)),) if asked.group else (),
            as_now=asked.as_now,
        )
    except UnknownFigure as unknown:
        raise HttpError(404, str(unknown)) from unknown
    except (BadAsk, PeriodError) as bad:
        raise HttpError(422, str(bad)) from bad
    rows = figure_rows(found[asked.offset : asked.offset + asked.limit])
    # Straight out, as the command line prints them: the schema would drop the breakdowns it does not name.
    return JsonResponse(rows, safe=False, headers={"X-Total-Count": str(len(found))})


def _scope(request: HttpRequest, asked: Asked) -> Scope:
    """All that the caller may see; a code outside it is as unknown as one that does not exist."""
    for code in (asked.org, asked.place):
        if code is not None:
            access_scope(request.user, code)
    return access_scope(request.user)


def _group(text: str) -> str:
    try:
        return group_named(text)
    except BadAsk as unknown:
        raise HttpError(404, str(unknown)) from unknown


def _definition_row(one: Definition) -> dict[str, Any]:
    return {
        "figure": one.name,
        "title": one.title,
        "meaning": one.meaning,
        "unit": str(one.unit),
        "numerator": one.numerator,
        "denominator": one.denominator or None,
        "publication": one.publication,
        "verified": one.verified,
    }
