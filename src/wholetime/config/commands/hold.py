"""`wholetime hold`: keep things from being removed while a claim or an inquiry needs them."""

from __future__ import annotations

from typing import Annotated

import typer

from wholetime.config.commands.ready import ready, ready_to_write, refuse

hold = typer.Typer(help="Legal holds: what may not be removed for now.", no_args_is_help=True)


@hold.command("set")
def set_one(
    org: Annotated[str, typer.Option(help="Code of the area or organisation: it and all below it is held.")],
    reason: Annotated[str, typer.Option(help="A case number; it is shown to administrators, so no names.")],
    account: Annotated[str, typer.Option(help="Only this account, by its e-mail address.")] = "",
    employee: Annotated[str, typer.Option(help="Only the person with this employee number at the organisation.")] = "",
) -> None:
    """Hold a scope, or one account or one employed person of it."""
    ready_to_write()
    from wholetime.chassis.actions.holds import HoldRefused, set_hold
    from wholetime.chassis.api import NotInScope
    from wholetime.chassis.queries.invitations import account_for
    from wholetime.dataset.queries.own_record import person_employed

    who = account_for(account.strip().lower()) if account else None
    person = person_employed(org, employee) if employee else None
    if (account and who is None) or (employee and person is None) or (account and employee):
        refuse("there is no such account or person there; give one of --account and --employee, or neither")
    try:
        made = set_hold(None, org, reason, account=who, person=person)
    except NotInScope:
        refuse("there is no such area or organisation, or the account never belonged there")
    except HoldRefused as problem:
        refuse(str(problem))
    typer.echo(f"Hold {made.pk} is in force.")


@hold.command("lift")
def lift(number: Annotated[int, typer.Argument(help="The number that `wholetime hold list` shows.")]) -> None:
    """Let what was held go when its time comes."""
    ready_to_write()
    from wholetime.chassis.actions.holds import lift_hold
    from wholetime.chassis.api import NotInScope

    try:
        lift_hold(None, number)
    except NotInScope:
        refuse(f"there is no hold {number}")
    typer.echo(f"Hold {number} is lifted.")


@hold.command("list")
def list_them() -> None:
    """List holds, those in force first: number, scope, whose, reason."""
    ready()
    from wholetime.chassis.queries.retention import holds_within

    for one in holds_within():
        until = f"lifted {one.lifted_at:%Y-%m-%d}" if one.lifted_at else "in force"
        typer.echo(f"{one.id}  {one.node}  ({one.whose})  {until} since {one.made_at:%Y-%m-%d}: {one.reason}")
