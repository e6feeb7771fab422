"""`wholetime forecast scenarios`: the scenarios of an area, listed, shown, and kept from a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wholetime.config.commands.ready import ready, ready_to_write, refuse

if TYPE_CHECKING:
    from wholetime.chassis.models import Node
    from wholetime.forecast.api import ScenarioValue
    from wholetime.forecast.engine.scenario.scenario import Change, Scenario

scenarios = typer.Typer(help="Scenarios of an area: named, versioned changes to assumptions.", no_args_is_help=True)

Org = Annotated[str, typer.Option(help="The area or organisation that they are for, by its code: QOP.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
TOLD = ("version", "owner", "org", "org_name", "made_at")
"""What ``show --json`` says beside what a scenario is: a file with them is one that was shown and changed."""


@scenarios.command("list")
def list_all(org: Org, as_json: AsJson = False) -> None:
    """List the scenarios that are known in an area: those kept there or above it, and those of wholetime."""
    ready()
    found = _known(org)
    if as_json:
        typer.echo(json.dumps([_row(one) for one in found], ensure_ascii=False, indent=1))
        return
    for one in found:
        whose = f"{one.code} {one.area}" if one.code else "wholetime"
        typer.echo(f"{one.name:<24} {one.title}, version {one.scenario.version} ({whose})")


@scenarios.command("show")
def show(
    name: Annotated[str, typer.Argument(help="A scenario by its name: retention.")],
    org: Org,
    as_json: AsJson = False,
) -> None:
    """Say what a scenario changes. With --json: a file that can be changed and kept under another name."""
    ready()
    found = {one.name: one for one in _known(org)}
    if name not in found:
        refuse(f"no scenario is called {name}: {', '.join(found)}")
    one = found[name]
    if as_json:
        typer.echo(json.dumps(_row(one), ensure_ascii=False, indent=1))
        return
    typer.echo(f"{one.title}, version {one.scenario.version}, {one.scenario.owner}. {one.scenario.note}")
    for change in one.scenario.in_order:
        typer.echo(f"{change.assumption}: {_said(change)}. {change.reason}".rstrip())


@scenarios.command("save")
def save(
    file: Annotated[Path, typer.Argument(help="JSON: name, title, note, and changes, as `show --json` writes them.")],
    org: Org,
    owner: Annotated[str, typer.Option(help="Who answers for it: a name or a team.")],
    new: Annotated[bool, typer.Option("--new", help="Refuse a name that is known here already.")] = False,
    as_json: AsJson = False,
) -> None:
    """Keep a scenario for an area as the next version of its name; exits with 2, saying why, where it cannot be.

    It is checked against the assumptions in force and the newest forecast of the area. Versions and forecasts made
    before stay as they are.
    """
    ready_to_write()
    from wholetime.forecast.api import QuestionRefused, keep_scenario, largest_run
    from wholetime.forecast.engine.run.reading import axes_counted
    from wholetime.forecast.engine.scenario.assumption import Unfit

    node = _node(org)
    run = largest_run(node.code)
    if run is None:
        refuse(f"nothing has been forecast in {node.code} yet, and a scenario is checked against a forecast: run one")
    try:
        kept = keep_scenario(None, node, _read(file, owner), axes_counted(run.question, run.history), new=new)
    except (Unfit, QuestionRefused) as refusal:
        refuse(str(refusal))
    if as_json:
        typer.echo(json.dumps(kept.as_json(), ensure_ascii=False, indent=1))
        return
    typer.echo(f"{kept.name}: version {kept.version} is kept for {node.code}")


def _node(org: str) -> Node:
    from wholetime.chassis.api import node
    from wholetime.chassis.models import Node

    found = node(org)
    if found is None:
        refuse(f"no area or organisation is called {org}")
    return Node.objects.get(code=found.code)


def _known(org: str) -> tuple[ScenarioValue, ...]:
    """Shipped ones count their years from the newest forecast, or else from this year."""
    from django.utils import timezone

    from wholetime.forecast.api import largest_run, scenarios_of

    code = _node(org).code
    run = largest_run(code)
    found = scenarios_of(code, run.first_year if run else timezone.localdate().year)
    return tuple(one for one in found if one.scenario.changes)


def _read(file: Path, owner: str) -> Scenario:
    """Raises Unfit; stops where the file cannot be read, or is no scenario."""
    from pydantic import ValidationError

    from wholetime.forecast.engine.scenario.scenario import Scenario
    from wholetime.forecast.web.rest_scenarios import New

    try:
        held = json.loads(file.read_text(encoding="utf-8-sig"))
        New.model_validate(held)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as fault:
        refuse(f"{file} cannot be read: {fault}")
    except ValidationError as wrong:
        for one in wrong.errors():
            typer.echo(f"{'.'.join(str(part) for part in one['loc']) or 'the file'}: {one['msg']}", err=True)
        refuse(f"{file} is no scenario")
    parts = {key: value for key, value in held.items() if key not in TOLD}
    return Scenario.from_json(parts | {"version": "0", "owner": owner})


def _row(one: ScenarioValue) -> dict[str, Any]:
    made = one.made_at.isoformat() if one.made_at else None
    return one.scenario.as_json() | {"org": one.code, "org_name": one.area, "made_at": made}


def _said(change: Change) -> str:
    """``0.9 times what it is, from 2026, all of it by 2028; for nursing``."""
    if change.to is None:
        what = f"{change.times:g} times what it is"
    else:
        what = f"{change.to.central:g} ({change.to.low:g} to {change.to.high:g})"
    when = f"from {change.from_year}" + (f", all of it by {change.complete}" if change.phased > 1 else "")
    whom = [*(change.places or ()), *(change.groups or ())]
    if change.ages is not None:
        whom.append(f"ages {change.ages[0]} to {change.ages[1]}")
    return f"{what}, {when}" + (f"; for {', '.join(whom)}" if whom else "")
