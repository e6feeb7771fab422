"""`wholetime invite`: the first administrator, and anybody else whom there is nobody to invite."""

from __future__ import annotations

from typing import Annotated

import typer

from wholetime.config.commands.ready import ready, refuse


def invite(
    email: Annotated[str, typer.Argument(help="The person's e-mail address.")],
    org: Annotated[str, typer.Option(help="Code of the area or organisation: the person sees it and all below.")],
    role: Annotated[str, typer.Option(help="administrator, planner, information, director or manager.")],
    address: Annotated[
        str, typer.Option(help="Where the site is; without it the first of WHOLETIME_ORIGINS, or this machine.")
    ] = "",
) -> None:
    """Invite somebody: the link works once, and for three days.

    It is mailed where WHOLETIME_EMAIL_URL is set, and otherwise printed: give it to the person yourself.
    """
    ready()
    from django.conf import settings

    from wholetime.chassis.api import AccountRefused, invite_by_mail, resolve
    from wholetime.chassis.web.invitation_link import link_of
    from wholetime.chassis.web.invitations import send_invitation

    try:
        invitation, secret = invite_by_mail(None, email, resolve(org) or org, role)
    except AccountRefused as problem:
        refuse(str(problem))
    site = (address or next(iter(settings.CSRF_TRUSTED_ORIGINS), "http://localhost:8000")).rstrip("/")
    if settings.SENDS_MAIL and not settings.DEMO:
        send_invitation(invitation, site + link_of(secret))
        typer.echo("The invitation is on its way.")
    else:
        typer.echo(f"No mail is sent from here. Give this link to the person; it works once:\n{site}{link_of(secret)}")
