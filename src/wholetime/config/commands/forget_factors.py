"""`wholetime forget-factors`: for somebody who lost phone and recovery codes."""

from __future__ import annotations

from typing import Annotated

import typer

from wholetime.config.commands.ready import ready, refuse


def forget_factors(email: Annotated[str, typer.Argument(help="The person's e-mail address.")]) -> None:
    """Take away somebody's passkeys, authenticator app and recovery codes: they set up new ones at the next sign-in.

    Be sure first who is asking. The person is signed out everywhere, and needs the password, or a reset link.
    """
    ready()
    from wholetime.chassis.api import forget_second_factors
    from wholetime.chassis.queries.invitations import account_for

    account = account_for(email.strip().lower())
    if account is None:
        refuse("there is no account with this address")
    typer.echo(f"Removed: {forget_second_factors(account)}. At the next sign-in a new second factor is set up.")
