"""`wholetime forecast wisn`: staff that the work of a year requires, from a table, without a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wholetime.config.commands.ready import refuse, set_up

if TYPE_CHECKING:
    from wholetime.forecast.engine.demand.wisn_table import Category


def wisn_command(
    file: Annotated[Path, typer.Argument(help="CSV with the columns category, line, name, amount, each.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for a machine to read.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write a workbook (.xlsx) with every step here.")] = None,
) -> None:
    """Work out staff required, ratio and difference by WISN (WHO, 2010); exits with 2 and the rows at fault.

    Lines: in post (staff) · time (days a week, public holidays, annual leave, sickness, other, hours a day) · activity
    (how many a year, minutes each) · everybody (per cent of their time) · some (staff, hours a year each).
    """
    from wholetime.forecast.engine.demand.wisn_table import NotWisn, read_wisn

    try:
        found = read_wisn(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as fault:
        refuse(f"{file} cannot be read: {fault}")
    except NotWisn as wrong:
        for said in wrong.wrong[1:]:
            typer.echo(said, err=True)
        refuse(str(wrong))
    if out is not None:
        _write(out, file.stem, found)
    if as_json:
        typer.echo(json.dumps([one.as_values() for one in found], ensure_ascii=False, indent=1))
        return
    typer.echo(f"{'':<28}{'required':>10}{'people':>8}{'in post':>9}{'difference':>12}{'ratio':>7}")
    for one in found:
        typer.echo(_line(one))


def _line(one: Category) -> str:
    need, actual = one.need, one.actual
    text = f"{one.name[:27]:<28}{need.required:>10.2f}{one.whole:>8}"
    if actual is None:
        return text
    ratio = f"{need.ratio(actual):>7.2f}" if need.required else ""
    return f"{text}{actual:>9.2f}{need.difference(actual):>12.2f}{ratio}"


def _write(out: Path, name: str, found: tuple[Category, ...]) -> None:
    set_up()
    from django.utils import timezone

    from wholetime.chassis.web.page_briefings import rendered
    from wholetime.forecast.web.presenters.wisn import wisn_page

    try:
        out.write_bytes(rendered(wisn_page(name, found, example=False), "xlsx", timezone.localdate())[0])
    except OSError as fault:
        refuse(f"{out} cannot be written: {fault.strerror}")
    typer.echo(f"{out} holds every step", err=True)
