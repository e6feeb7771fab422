"""The one door to the dataset: files in, figures out, plain values both ways."""

from __future__ import annotations

import polars as pl

from wholetime.chassis.api import Scope, operator_scope
from wholetime.dataset.actions.commit import when_held_changes
from wholetime.dataset.actions.load_file import Loaded, load_file
from wholetime.dataset.actions.register import catch_up
from wholetime.dataset.engine.adapter import NotThisLayout
from wholetime.dataset.engine.figures.catalogue import UnknownFigure, catalogue
from wholetime.dataset.engine.loading import Meant, NotRecognised, SliceUnknown
from wholetime.dataset.engine.opening import UnreadableFile, read_bytes
from wholetime.dataset.queries.export import export_tables
from wholetime.dataset.queries.figure_rows import figure_rows
from wholetime.dataset.queries.figures import distinct
from wholetime.dataset.queries.figures.answer import answer, periods_held
from wholetime.dataset.queries.figures.ask import Ask, BadAsk, View, column_named
from wholetime.dataset.queries.figures.shut import WITHHELD
from wholetime.dataset.queries.groups import group_named, group_titles
from wholetime.dataset.queries.manifest import current_version
from wholetime.dataset.queries.next_step import NextStep, next_step
from wholetime.dataset.queries.spells import spells
from wholetime.kernel.figure import Definition, Figure
from wholetime.kernel.period import Period

__all__ = [
    "WITHHELD",
    "BadAsk",
    "Loaded",
    "Meant",
    "NextStep",
    "NotRecognised",
    "NotThisLayout",
    "Scope",
    "SliceUnknown",
    "UnknownFigure",
    "UnreadableFile",
    "catch_up_register",
    "definitions",
    "export_tables",
    "figure_rows",
    "figures_for",
    "group_named",
    "group_titles",
    "held_version",
    "load_file",
    "next_step",
    "opened_table",
    "operator_scope",
    "periods_for",
    "when_held_changes",
]


def catch_up_register() -> int:
    """After loading: bring the register up to date, and work out what the first page would wait for. How many posts
    the register took in."""
    entered = catch_up()
    spells()
    distinct.prepare()
    return entered


def figures_for(
    name: str,
    scope: Scope,
    *,
    org: str | None = None,
    place: str | None = None,
    period: Period | None = None,
    by: tuple[str, ...] = (),
    where: tuple[tuple[str, str], ...] = (),
    as_now: bool = False,
) -> list[Figure]:
    """The figure ``name`` for all that ``scope`` may see, or the part that is asked for.

    ``by`` breaks it down; ``where`` restricts breakdown columns; ``as_now`` counts past periods in today's
    organisations. Raises UnknownFigure or BadAsk, each with a message for whoever asked.
    """
    view = View.AS_NOW if as_now else View.AS_WAS
    columns = tuple(column_named(part) for part in by)
    return answer(Ask(name, scope, org, place, period, columns, tuple(sorted(where)), view))


def periods_for(
    name: str,
    scope: Scope,
    *,
    org: str | None = None,
    where: tuple[tuple[str, str], ...] = (),
    as_now: bool = False,
) -> frozenset[tuple[str, Period]]:
    """Each source and period that ``figures_for`` would answer for, by source and period: without working it out."""
    view = View.AS_NOW if as_now else View.AS_WAS
    return periods_held(Ask(name, scope, org, where=tuple(sorted(where)), view=view))


def opened_table(name: str, data: bytes) -> pl.DataFrame:
    """The one table in a CSV, TSV, XLSX, gzip or zip file: every cell as text, and its ``row`` as a spreadsheet counts.

    Raises UnreadableFile, with a message that says what to do.
    """
    return read_bytes(name, data).frame


def definitions() -> tuple[Definition, ...]:
    """Every figure of the catalogue, in its order."""
    return tuple(recipe.definition for recipe in catalogue().values())


def held_version() -> str:
    """Changes with every load that is committed: what was worked out under one version stays true under it."""
    version = current_version()
    return f"{version.last}-{version.commits}"
