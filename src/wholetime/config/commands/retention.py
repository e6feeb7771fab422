"""`wholetime retention`: what is due to go by the rules of retention, and having it go."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wholetime.config.commands.ready import FAILED, ready, ready_to_write

if TYPE_CHECKING:
    from wholetime.chassis.api import Outcome


def retention(
    apply: Annotated[bool, typer.Option("--apply", help="Remove what is due; without it nothing is changed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Say what is due to go by each rule of retention, or have it go as the nightly job does.

    Each rule is one transaction; counts are written down, never whose. Exits with 1 where a rule could not be applied.
    """
    (ready_to_write if apply else ready)()
    from wholetime.chassis.api import apply_retention, due_now

    found = apply_retention() if apply else due_now()
    if as_json:
        typer.echo(json.dumps([_as_json(one) for one in found]))
    for one in () if as_json else found:
        typer.echo(_line(one, apply))
    if not all(one.good for one in found):
        raise typer.Exit(FAILED)


def _line(one: Outcome, applied: bool) -> str:
    went = f"{one.removed:,} of {one.due:,} removed" if applied else f"{one.due:,} due"
    return f"{one.keeping.rule}: {went}; kept {one.keeping.text}" + (f" ({one.said})" if one.said else "")


def _as_json(one: Outcome) -> dict[str, Any]:
    kept = one.keeping
    return {
        "rule": kept.rule,
        "what": kept.what,
        "kept": kept.text,
        "counted_from": kept.counted_from,
        "basis": kept.basis,
        "source": kept.source,
        "verified": kept.verified,
        "effective_from": kept.effective_from.isoformat(),
        "due": one.due,
        "removed": one.removed,
        "good": one.good,
        "said": one.said,
    }
