"""REST: what a need is worked out from, and two ways to work one out. Nothing is kept of what is asked."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import File, Path, Query, Router, Schema
from ninja.errors import HttpError
from ninja.files import UploadedFile
from pydantic import Field

from wholetime.chassis.api import access_node, access_scope
from wholetime.chassis.web.problems import ERRORS
from wholetime.chassis.web.rest import Code
from wholetime.dataset.api import UnreadableFile
from wholetime.forecast.engine.demand.covering import DAY, Asked, NoCover
from wholetime.forecast.engine.demand.standards import workloads
from wholetime.forecast.engine.demand.wisn_table import NotWisn, read_wisn
from wholetime.forecast.engine.demand.working_time import WorkingTime
from wholetime.forecast.queries.covering import cover_of
from wholetime.forecast.queries.needed import standing_of
from wholetime.forecast.web.presenters.standing import said_of
from wholetime.forecast.web.wisn_file import rows_in

router = Router(tags=["need"])

NUMBER = r"\d{1,4}(\.\d{1,3})?"


class CoverAsked(Schema):
    """A question of cover. ``at_once``: nobody may wait, and each person present has ``staff`` at once."""

    arrivals: Annotated[
        str,
        Field(
            pattern=rf"^{NUMBER}( {NUMBER}){{0,167}}$",
            description="24 numbers from midnight on, 168 from Monday midnight on, or one where all hours are alike",
            examples=["2"],
        ),
    ]
    minutes: Annotated[float, Field(ge=1, le=10_080, description="Staff time for each who comes")]
    wait: Annotated[float, Field(ge=0, le=1_440, description="Longest wait, in minutes")] = 0
    within: Annotated[float, Field(ge=50, le=99.9, description="Per cent for whom it is kept, in every hour")] = 95
    at_once: bool = False
    staff: Annotated[float, Field(ge=0.1, le=10)] = 1
    weekly: Annotated[float, Field(ge=1, le=60, description="Paid hours a week of one WTE")] = 37.5
    away: Annotated[float, Field(ge=0, le=60, description="Per cent for leave, sickness and training")] = 22
    mode: Literal["uplift", "headroom"] = "uplift"


class LevelRow(Schema):
    """``late`` is the chance in each hour of waiting too long, or of too few; null where staff cannot keep up."""

    on_duty: list[int]
    hours_a_week: int
    wte: float
    late: list[float] | None
    late_overall: float | None


class CoverRow(Schema):
    """The fewest that are enough, beside staff for the average and Erlang C for each hour by itself."""

    enough: LevelRow
    average: LevelRow
    erlang: LevelRow | None
    erlang_holds: bool
    busy: list[float]


class WisnAsked(Schema):
    """Rows of category, line, name, amount and each, with commas between."""

    lines: Annotated[str, Field(min_length=1, max_length=5_000, examples=["Team,activity,Visits,1000,60"])]


class WisnRow(Schema):
    """One staff category; numbers are exact decimals as text."""

    category: str
    available_days: str
    available_hours: str
    for_workloads: str
    category_factor: str
    individual_factor: str
    required: str
    required_people: int
    in_post: str | None
    difference: str | None
    ratio: str | None
    pressure: str | None


class AskedRow(Schema):
    """WTE that a standard asks for ``units`` of a pathway; ``later`` is the middle ten years on."""

    pathway: str
    group: str
    units: float
    low: float
    middle: float
    high: float
    later: float


class StandingRow(Schema):
    """``said``: of which months the activity is, and what is taken for later years. ``projection`` may be empty."""

    said: str
    projection: str
    sources: list[str]
    rows: list[AskedRow]


class StandardRow(Schema):
    """Hours that a staff group works for each unit of a pathway, with their range."""

    pathway: str
    group: str
    hours_low: float
    hours: float
    hours_high: float
    source: str
    effective_from: str
    verified: bool


@router.get("/cover", response={200: CoverRow, **ERRORS}, summary="How many must be on duty so that few wait")
def cover(request: HttpRequest, asked: Query[CoverAsked]) -> dict[str, Any]:
    access_scope(request.user)
    numbers = tuple(float(one) for one in asked.arrivals.split())
    try:
        question = Asked(
            numbers * DAY if len(numbers) == 1 else numbers,
            asked.minutes / 60,
            asked.within / 100,
            asked.wait / 60,
            asked.at_once,
            asked.staff if asked.at_once else 1.0,
        )
        found = cover_of(question)
    except NoCover as wrong:
        raise HttpError(422, f"{str(wrong)[:1].upper()}{str(wrong)[1:]}.") from wrong
    time = WorkingTime(Decimal(str(asked.weekly)), Decimal(str(asked.away)) / 100, asked.mode)
    return found.as_values(time)


@router.get("/wisn", response={200: list[WisnRow], **ERRORS}, summary="Staff that the work of a year requires")
def wisn(request: HttpRequest, asked: Query[WisnAsked]) -> list[dict[str, Any]]:
    access_scope(request.user)
    try:
        return _worked_out(asked.lines)
    except NotWisn as wrong:
        raise _unusable(wrong) from wrong


@router.post("/wisn", response={200: list[WisnRow], **ERRORS}, summary="Staff that the work in a file requires")
def wisn_of_file(request: HttpRequest, file: File[UploadedFile]) -> list[dict[str, Any]]:
    """CSV or Excel with the columns category, line, name, amount and each. Nothing is kept."""
    access_scope(request.user)
    try:
        return _worked_out(rows_in(file.name or "", file.read()))
    except (NotWisn, UnreadableFile) as wrong:
        raise _unusable(wrong) from wrong


def _worked_out(lines: str) -> list[dict[str, Any]]:
    return [one.as_values() for one in read_wisn(lines)]


def _unusable(wrong: NotWisn | UnreadableFile) -> HttpError:
    said = "; ".join(wrong.wrong[:20]) if isinstance(wrong, NotWisn) else str(wrong)
    return HttpError(422, f"{said[:1].upper()}{said[1:].removesuffix('.')}.")


@router.get(
    "/standards/{code}",
    response={200: StandingRow, **ERRORS},
    summary="What the standards ask for of the activity of an area, whatever staff is in post",
)
def standing(request: HttpRequest, code: Path[Code]) -> dict[str, Any]:
    node = access_node(request.user, code)
    found = standing_of(access_scope(request.user, node.code), node.code)
    return {
        "said": said_of(found),
        "projection": found.projected,
        "sources": list(found.sources),
        "rows": [
            {
                "pathway": one.standard.pathway,
                "group": one.standard.group,
                "units": round(one.units, 3),
                **{name: round(getattr(one, name), 3) for name in ("low", "middle", "high", "later")},
            }
            for one in found.asked
        ],
    }


@router.get("/standards", response={200: list[StandardRow], **ERRORS}, summary="Workload standards and their sources")
def standards(request: HttpRequest) -> list[dict[str, Any]]:
    access_scope(request.user)
    return [
        {
            "pathway": one.pathway,
            "group": one.group,
            "hours_low": round(one.hours.low, 4),
            "hours": round(one.hours.central, 4),
            "hours_high": round(one.hours.high, 4),
            "source": one.source,
            "effective_from": one.effective_from,
            "verified": one.verified,
        }
        for one in workloads()
    ]
