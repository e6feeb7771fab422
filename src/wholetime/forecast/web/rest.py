"""REST: forecasts of one's areas, and asking for one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from ninja import Form, Path, Query, Router, Schema, Status
from pydantic import Field

from wholetime.chassis.api import access_node
from wholetime.chassis.web.problems import ERRORS
from wholetime.chassis.web.rest import Code
from wholetime.forecast.engine.run import Line
from wholetime.forecast.jobs import start_run
from wholetime.forecast.queries.asking import Wish
from wholetime.forecast.queries.registers import register_for
from wholetime.forecast.queries.runs import RunValue, access_run, access_runs
from wholetime.forecast.web.footnotes import shown_lines
from wholetime.forecast.web.rest_projections import router as projections
from wholetime.forecast.web.rest_registers import router as registers
from wholetime.forecast.web.rest_scenarios import router as scenarios

router = Router(tags=["forecasts"])


class RunRow(Schema):
    """One run of a forecast. ``part`` is whose staff: sector and source. Hashes are SHA-256."""

    key: UUID
    org: str
    org_name: str
    staff: str
    part: str
    groups: list[str]
    scenario: str
    made_at: datetime
    question_hash: str
    result_hash: str
    synthetic: bool


class LineRow(Schema):
    """One quantity over time: a value for each day of ``at``; 8 of 10 draws lie from ``low80`` to ``high80``."""

    measure: str
    group: str
    unit: str
    at: list[date]
    middle: list[float]
    low80: list[float]
    high80: list[float]
    low95: list[float]
    high95: list[float]


class SourceRow(Schema):
    """A file behind the run."""

    publication: str
    file: str
    sha256: str
    licence: str
    synthetic: bool


class WholeRun(RunRow):
    """A run with its lines. Groups of under five recorded people are left out, and where it is one alone, another."""

    method: str
    years: int
    draws: int
    seed: int
    code: str
    history_hash: str
    assumed: list[str]
    sources: list[SourceRow]
    lines: list[LineRow]


class Asked(Schema):
    """What to forecast. Without ``part`` it is the staff with most people."""

    part: Annotated[str, Field(max_length=80, pattern=r"^[a-z0-9_.]*$")] = ""
    method: Literal["", "stock_and_flow", "series"] = ""
    years: Annotated[int, Field(ge=1, le=15)] = 10
    draws: Annotated[int, Field(ge=100, le=2_000)] = 500
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] = 1


class Begun(Schema):
    """The work has begun; ``address`` is the page that says how far it is."""

    job: int
    address: str


class Most(Schema):
    limit: Annotated[int, Field(ge=1, le=1_000)] = 50


@router.get("/run/{key}", response={200: WholeRun, **ERRORS}, summary="One run, with every line of it")
def one(request: HttpRequest, key: Path[UUID]) -> dict[str, Any]:
    return _whole(access_run(request.user, key))


@router.get("/{code}", response={200: list[RunRow], **ERRORS}, summary="Runs of an area or organisation, newest first")
def runs(request: HttpRequest, code: Path[Code], most: Query[Most]) -> list[dict[str, Any]]:
    return [run.as_row() for run in access_runs(request.user, code, limit=most.limit)]


@router.post("/{code}", response={202: Begun, **ERRORS}, summary="Ask for a forecast")
def ask(request: HttpRequest, code: Path[Code], asked: Form[Asked]) -> Any:
    node = access_node(request.user, code)
    register = register_for(request.user, node.code).register.as_json()
    job = start_run(request.user, node.code, Wish(**asked.dict(), register=register))
    return Status(202, {"job": job.id, "address": reverse("forecast_job", args=[job.id])})


router.add_router("", projections)
router.add_router("", registers)
router.add_router("", scenarios)


def _whole(run: RunValue) -> dict[str, Any]:
    question = run.question
    return run.as_row() | {
        "method": question.method,
        "years": question.years,
        "draws": question.draws,
        "seed": question.seed,
        "code": question.code,
        "history_hash": question.history,
        "assumed": list(run.answer.assumed),
        "sources": [SourceRow.from_orm(one) for one in run.history.origins],
        "lines": [_line(line) for line in shown_lines(run)],
    }


LEVELS = {"middle": 0.5, "low80": 0.1, "high80": 0.9, "low95": 0.025, "high95": 0.975}


def _line(line: Line) -> dict[str, Any]:
    rows = {name: list(line.quantile(level)) for name, level in LEVELS.items()}
    return {"measure": line.measure, "group": line.group, "unit": line.unit, "at": list(line.at), **rows}
