"""REST: scenarios of an area in their versions, a new one, and a new version of one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Path, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import Field

from wholetime.chassis.api import NotInScope
from wholetime.chassis.web.problems import ERRORS, Problem
from wholetime.chassis.web.rest import Code
from wholetime.forecast.actions.assumptions import Taken, save_scenario
from wholetime.forecast.engine.run.reading import axes_counted
from wholetime.forecast.engine.scenario.assumption import Unfit
from wholetime.forecast.engine.scenario.scenario import Scenario
from wholetime.forecast.queries.scenarios import ScenarioValue, scenarios_for, versions_of
from wholetime.forecast.queries.viewpoint import viewpoint
from wholetime.forecast.web.rest_parts import CHANGING, Called, Name, Number, Range, Words, unfit
from wholetime.forecast.web.rights import SCENARIOS, let_revise
from wholetime.forecast.web.saving import owner_of

router = Router(tags=["forecasts"])
KEEPING: dict[int, Any] = {**CHANGING, 400: Problem}  # a body that is no JSON
Whole = Annotated[int, Field(strict=True)]
UNASKED = "Nothing has been forecast here yet, and a scenario is checked against a forecast: make one first."


class Change(Schema):
    """``assumption`` becomes ``to``, or ``times`` what it was, from ``from_year`` on, evenly over ``phased`` years.

    ``groups`` and ``ages`` (youngest, oldest) are whom it is for; null is all.
    """

    assumption: Name
    from_year: Annotated[Whole, Field(ge=2000, le=2100)]
    to: Range | None = None
    times: Annotated[Number, Field(ge=0)] | None = None
    phased: Annotated[Whole, Field(ge=1, le=30)] = 1
    groups: Annotated[list[Name], Field(min_length=1, max_length=60)] | None = None
    ages: Annotated[list[Annotated[Whole, Field(ge=0, le=120)]], Field(min_length=2, max_length=2)] | None = None
    reason: Annotated[str, Field(max_length=300, pattern=r"^[^\x00-\x1f]*$")] = ""


class Version(Schema):
    """What a version of a scenario says, and why; its owner is whoever keeps it."""

    title: Annotated[Words, Field(max_length=80)]
    note: Words
    changes: Annotated[list[Change], Field(min_length=1, max_length=60)]


class New(Version):
    """A scenario under a name of its own."""

    name: Called


class ScenarioRow(Schema):
    """One version of a scenario, kept by ``org`` (empty: it comes with wholetime)."""

    name: str
    title: str
    version: str
    owner: str
    note: str
    org: str
    org_name: str
    made_at: datetime | None
    changes: list[Change]


@router.get(
    "/{code}/scenarios",
    response={200: list[ScenarioRow], **ERRORS},
    summary="Scenarios known in an area, the newest version of each",
)
def scenarios(request: HttpRequest, code: Path[Code]) -> list[dict[str, Any]]:
    return [_row(one) for one in scenarios_for(request.user, code, _first_year(request.user, code))]


@router.post("/{code}/scenarios", response={201: ScenarioRow, **KEEPING}, summary="Keep a new scenario")
def keep(request: HttpRequest, code: Path[Code], scenario: Body[New]) -> Any:
    return _kept(request, code, scenario.name, scenario, new=True)


@router.get("/{code}/scenarios/{name}", response={200: ScenarioRow, **ERRORS}, summary="One scenario as it is now")
def one(request: HttpRequest, code: Path[Code], name: Path[Called]) -> dict[str, Any]:
    return _row(_versions(request.user, code, name)[0])


@router.get(
    "/{code}/scenarios/{name}/versions",
    response={200: list[ScenarioRow], **ERRORS},
    summary="Every version of a scenario, newest first",
)
def versions(request: HttpRequest, code: Path[Code], name: Path[Called]) -> list[dict[str, Any]]:
    return [_row(one) for one in _versions(request.user, code, name)]


@router.post(
    "/{code}/scenarios/{name}/versions",
    response={201: ScenarioRow, **KEEPING},
    summary="Keep a new version of a scenario; forecasts made before keep theirs",
)
def revise(request: HttpRequest, code: Path[Code], name: Path[Called], version: Body[Version]) -> Any:
    return _kept(request, code, name, version, new=False)


def _kept(request: HttpRequest, code: str, name: str, said: Version, *, new: bool) -> Any:
    node = let_revise(request.user, code, SCENARIOS)
    if not new:
        _versions(request.user, node.code, name)
    run = viewpoint(request.user, node.code).run
    if run is None:
        raise HttpError(409, UNASKED)
    axes = axes_counted(run.question, run.history)
    try:
        kept = save_scenario(request.user, node.code, _scenario(request, name, said), axes, new=new)
    except Taken as taken:
        raise unfit(taken, 409) from taken
    except Unfit as refused:
        raise unfit(refused) from refused
    return Status(201, _row(_versions(request.user, node.code, kept.name)[0]))


def _scenario(request: HttpRequest, name: str, said: Version) -> Scenario:
    """Raises Unfit."""
    parts = {"name": name, "version": "0", "owner": owner_of(request), **said.dict()}
    return Scenario.from_json(parts)


def _versions(account: Any, code: str, name: str) -> tuple[ScenarioValue, ...]:
    found = versions_of(account, code, name, _first_year(account, code))
    if not found:
        raise NotInScope
    return found


def _first_year(account: Any, code: str) -> int:
    """That of the count of the newest forecast, from which shipped scenarios count their years; else this year."""
    run = viewpoint(account, code).run
    return run.first_year if run else timezone.localdate().year


def _row(one: ScenarioValue) -> dict[str, Any]:
    return one.scenario.as_json() | {"org": one.code, "org_name": one.area, "made_at": one.made_at}
