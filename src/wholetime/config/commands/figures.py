"""`wholetime figures`: the catalogue."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from wholetime.dataset.engine.figures.catalogue import catalogue


def figures(
    as_json: Annotated[bool, typer.Option("--json", help="Print an array of objects for a machine.")] = False,
) -> None:
    """List every figure there is, with its definition and where that comes from."""
    definitions = [recipe.definition for recipe in catalogue().values()]
    if as_json:
        rows = [
            {
                "figure": one.name,
                "title": one.title,
                "meaning": one.meaning,
                "unit": str(one.unit),
                "numerator": one.numerator,
                "denominator": one.denominator or None,
                "publication": one.publication,
                "verified": one.verified,
            }
            for one in definitions
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table("figure", "unit", "meaning", "defined by")
    for one in definitions:
        unverified = "" if one.verified else " (unverified)"
        table.add_row(one.name, str(one.unit), one.meaning, one.publication + unverified)
    Console().print(table)
