"""`wholetime token`: keys for programs, made, listed and withdrawn by whoever runs the installation."""

from __future__ import annotations

from typing import Annotated

import typer

from wholetime.config.commands.ready import ready, refuse

token = typer.Typer(help="Keys with which a person's program asks REST in their name.", no_args_is_help=True)


@token.command("make")
def make(
    email: Annotated[str, typer.Argument(help="Whose it is: it can never do more than this person may.")],
    org: Annotated[str, typer.Option(help="Code of the area or organisation that it reaches, with all below.")],
    name: Annotated[str, typer.Option(help="The program that will use it.")],
    days: Annotated[int, typer.Option(help="For how long it works.")] = 90,
    write: Annotated[bool, typer.Option("--write", help="It may also send files and decide about them.")] = False,
) -> None:
    """Make a token. It is printed once and kept nowhere."""
    ready()
    from wholetime.chassis.api import NotInScope, TokenRefused, make_token
    from wholetime.chassis.queries.invitations import account_for

    account = account_for(email.strip().lower())
    if account is None:
        refuse("there is no account with this address")
    try:
        _, secret = make_token(account, name, org, days, may_write=write, by_command_line=True)
    except (NotInScope, TokenRefused) as problem:
        refuse(f"this person may see nothing at {org}" if isinstance(problem, NotInScope) else str(problem))
    typer.echo("Keep it now; it is not shown again.", err=True)
    typer.echo(secret)


@token.command("list")
def list_them(email: Annotated[str, typer.Argument(help="Only this person's.")] = "") -> None:
    """List tokens, the newest first: number, owner, name, reach, and what became of each."""
    ready()
    from wholetime.chassis.api import tokens_of
    from wholetime.chassis.queries.invitations import account_for

    account = account_for(email.strip().lower()) if email else None
    if email and account is None:
        refuse("there is no account with this address")
    for one in tokens_of(account):
        used = f"last used {one.last_used_at:%Y-%m-%d %H:%M %Z}" if one.last_used_at else "never used"
        reach = f"{one.place}, {'reads and writes' if one.may_write else 'reads'}"
        typer.echo(f"{one.id}  {one.owner}  {one.name}  ({reach})  {one.state} until {one.expires_at:%Y-%m-%d}, {used}")


@token.command("withdraw")
def withdraw(number: Annotated[int, typer.Argument(help="The number that `wholetime token list` shows.")]) -> None:
    """Make a token worth nothing, from now on and for good."""
    ready()
    from wholetime.chassis.api import NotInScope, withdraw_token

    try:
        gone = withdraw_token(number)
    except NotInScope:
        refuse(f"there is no token {number}")
    typer.echo(f"The token {gone.name!r} is withdrawn.")
