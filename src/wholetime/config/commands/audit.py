"""`wholetime audit`: see that the audit is as it was written."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from wholetime.config.commands.ready import FAILED, ready, refuse

audit = typer.Typer(help="The audit: an unbroken chain of everything that was written.", no_args_is_help=True)


@audit.command("verify")
def verify_audit(
    heads: Annotated[Path | None, typer.Option(help="Heads that were kept elsewhere.", exists=True)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Recompute every chain. Names the first broken link of each, and exits with 1 where there is one.

    Without heads kept elsewhere, somebody who owns the database can cut off the end, or write all of it anew, unseen.
    """
    ready()
    from wholetime.chassis.queries.audit import read_heads, verify

    try:
        kept = read_heads(heads.read_text()) if heads else []
    except ValueError:
        refuse(f"{heads} is not what `wholetime audit head` writes")
    found = verify(kept)
    if as_json:
        typer.echo(json.dumps(asdict(found)))
    for fault in () if as_json else found.faults:
        typer.echo(str(fault), err=True)
    if found.faults:
        raise typer.Exit(FAILED)
    if not as_json:
        said = f"{found.chains} chains with {found.links:,} links, unbroken" + (", heads as kept" if kept else "")
        typer.echo(said + (f"; the rows of {found.removed:,} went by rules of retention" if found.removed else ""))


@audit.command("head")
def head() -> None:
    """Print the last link of each chain. Keep it where whoever runs the database cannot reach it."""
    ready()
    from wholetime.chassis.queries.audit import heads

    for each in heads():
        typer.echo(str(each))
