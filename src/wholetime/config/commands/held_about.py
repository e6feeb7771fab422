"""`wholetime held-about` and `wholetime link`: answering somebody who asks what is held about them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wholetime.config.commands.ready import ready, ready_to_write, refuse


def held_about(
    file: Annotated[Path, typer.Argument(help="Where to write the zip of JSON and CSV.")],
    email: Annotated[str, typer.Option(help="Somebody with an account, by its address.")] = "",
    org: Annotated[str, typer.Option(help="Somebody without: the code of their employer …")] = "",
    employee: Annotated[str, typer.Option(help="… and their employee number there.")] = "",
) -> None:
    """Write all that is held about one person, for whoever has made sure who is asking."""
    ready()
    from django.utils import timezone

    from wholetime.chassis.engine.held_parts import as_zip
    from wholetime.chassis.queries.invitations import account_for
    from wholetime.dataset.queries.about_person import about_me, about_person
    from wholetime.dataset.queries.own_record import person_employed

    if bool(email) == bool(org and employee):
        refuse("give either --email, or --org and --employee")
    account = account_for(email.strip().lower()) if email else None
    person = None if email else person_employed(org, employee)
    if account is None and person is None:
        refuse("nobody here has this address or number")
    parts = about_me(account)[0] if account is not None else about_person(int(person or 0))
    file.touch(mode=0o600)
    file.write_bytes(as_zip(parts, timezone.now()))
    typer.echo(f"{sum(len(part.rows) for part in parts):,} rows in {len(parts)} parts")


def link(
    email: Annotated[str, typer.Argument(help="The address of the account.")],
    org: Annotated[str, typer.Option(help="The code of the employer.")],
    employee: Annotated[str, typer.Option(help="The employee number there.")],
) -> None:
    """Say that an account is a person of the register, once you have made sure of it."""
    ready_to_write()
    from wholetime.chassis.api import NotInScope
    from wholetime.dataset.actions.links import LinkRefused, link_person

    try:
        link_person(None, email, org, employee)
    except NotInScope:
        refuse("there is no such account, or no such number at this employer")
    except LinkRefused as problem:
        refuse(str(problem))
    typer.echo("The account is linked to its record.")
