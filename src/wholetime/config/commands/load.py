"""`wholetime load`: files into the dataset, each whole or not at all."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from wholetime.chassis.engine.wording import counted
from wholetime.config.commands.counting_bar import counting_bar
from wholetime.config.commands.ready import BAD_INPUT, ready_to_write, refuse
from wholetime.dataset.engine.loading.meant import Meant
from wholetime.kernel.period import PeriodError, parse_period

ORGANISATIONS = "organisations.csv"
TABLES = (".csv", ".gz", ".xlsx", ".xlsm", ".zip", ".tsv")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    file: str
    state: str
    source: str = ""
    rows: int = 0
    refused: int = 0
    said: str = ""
    load: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """How to take the files."""

    keep_good: bool
    meant: Meant


def load(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders whose files are all tried.", exists=True)],
    keep_good: Annotated[
        bool, typer.Option("--keep-good", help="Commit the good rows of a file with bad ones, and record the refused.")
    ] = False,
    period: Annotated[
        str | None, typer.Option(help="The month that a file with a header and no rows empties, such as 2025-10.")
    ] = None,
    org: Annotated[str | None, typer.Option(help="The organisation whose rows such a file empties.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print an array of outcomes for a machine.")] = False,
) -> None:
    """Load workforce files: read, check, compare with what is held, commit.

    A file with a bad row commits nothing and the exit code is 2; the reasons are printed and kept. In a folder,
    files that no source recognises are named and passed over. The same file twice changes nothing. A file named
    organisations.csv (code, name, kind, parent, sector, opened) adds organisations, before anything else is loaded.

    A file with a header and no rows (a month without leavers) replaces what is held of its month and organisation with
    nothing. Its name tells them, as in leavers_RXX_2025-10.csv, or --period and --org do.
    """
    meant = _meant(period, org)
    ready_to_write()
    files, explicit = _files(paths)
    if not files:
        refuse("there is no table (CSV, XLSX, gzip or zip) in what you named")
    lists = [file for file in files if file.name == ORGANISATIONS]
    others = [file for file in files if file.name != ORGANISATIONS]
    outcomes = [*map(_load_organisations, lists), *_load_all(others, explicit, Options(keep_good, meant))]
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in outcomes], ensure_ascii=False, indent=1))
    else:
        _print(outcomes)
    if any(one.state in ("refused", "unreadable") for one in outcomes):
        raise typer.Exit(BAD_INPUT)


def _files(paths: list[Path]) -> tuple[list[Path], set[Path]]:
    explicit = {path for path in paths if path.is_file()}
    inside = {
        file
        for path in paths
        if path.is_dir()
        for file in path.rglob("*")
        if file.is_file() and file.suffix.lower() in TABLES
    }
    return sorted(explicit | inside), explicit


def _meant(period: str | None, org: str | None) -> Meant:
    try:
        return Meant(parse_period(period) if period else None, org.strip().upper() if org else None)
    except PeriodError as problem:
        refuse(str(problem))


def _load_all(files: list[Path], explicit: set[Path], options: Options) -> list[Outcome]:
    from wholetime.dataset.api import catch_up_register

    with counting_bar() as progress:
        task = progress.add_task("Loading", total=len(files))
        outcomes = []
        for file in files:
            progress.update(task, description=file.name)
            outcomes.append(_load_one(file, file in explicit, options))
            progress.advance(task)
        progress.update(task, description="Bringing the register up to date")
        catch_up_register()
    return outcomes


def _load_one(file: Path, explicit: bool, options: Options) -> Outcome:
    from wholetime.dataset.api import NotRecognised, NotThisLayout, SliceUnknown, UnreadableFile, load_file

    try:
        done = load_file(file, keep_good=options.keep_good, meant=options.meant)
    except NotRecognised as problem:
        return Outcome(file.name, "unreadable" if explicit else "passed over", said=str(problem))
    except (UnreadableFile, NotThisLayout, SliceUnknown) as problem:
        return Outcome(file.name, "unreadable", said=str(problem))
    return Outcome(file.name, done.state, done.source, done.rows, done.refused_rows, "; ".join(done.said), done.load)


def _load_organisations(file: Path) -> Outcome:
    from wholetime.chassis.api import ListRefused, load_organisations

    try:
        done = load_organisations(file)
    except ListRefused as problem:
        return Outcome(file.name, "refused", "organisations", refused=len(problem.refusals), said=str(problem))
    state = "committed" if done.added or done.renamed else "unchanged"
    return Outcome(file.name, state, "organisations", done.rows)


def _print(outcomes: list[Outcome]) -> None:
    for one in outcomes:
        counts = counted(one.rows, "row") + (f", {one.refused:,} refused" if one.refused else "")
        line = f"{one.file}: {one.state}" + (f" ({one.source}, {counts})" if one.source else "")
        typer.echo(line + (f" — {one.said}" if one.said else ""), err=one.state in ("refused", "unreadable"))
