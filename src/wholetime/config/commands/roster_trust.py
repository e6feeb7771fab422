"""`wholetime roster trust`: the rosters of many wards in one command, wards in parallel."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated

import typer

from wholetime.config.commands.ready import FAILED, refuse

SUFFIXES = (".json", ".txt")
CORES = min(os.cpu_count() or 1, 64)


def solve_trust(
    folder: Annotated[Path, typer.Argument(help="A folder with a problem for each ward: .json or .txt.", exists=True)],
    out: Annotated[Path, typer.Option("--out", help="A folder for the rosters.")],
    ending: Annotated[str, typer.Option("--as", help="Form of the rosters: csv, json, xlsx, ics or html.")] = "csv",
    seconds: Annotated[float, typer.Option(min=0.1, help="Stop each ward after so long.")] = 30.0,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Wards at a time, on one core each.")] = CORES,
    seed: Annotated[int, typer.Option(min=0, help="Chooses among equally good ways to go.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON for each ward, as it is done.")] = False,
) -> None:
    """Make the roster of every ward in a folder. Wards are independent, so a trust costs the sum of its wards.

    A ward that cannot be read is told and left out. Exits with 1 unless every ward has a legal roster.
    """
    wards = sorted(file for file in folder.iterdir() if file.suffix in SUFFIXES)
    if not wards:
        refuse(f"{folder} holds no problem: {' or '.join(SUFFIXES)}")
    out.mkdir(parents=True, exist_ok=True)
    legal = 0
    for answer in _answers(wards, out, ending, seconds, workers, seed):
        legal += bool(answer.get("legal"))
        typer.echo(json.dumps(answer) if as_json else _line(answer))
    typer.echo(f"{legal} of {len(wards)} wards have a legal roster", err=True)
    if legal < len(wards):
        raise typer.Exit(FAILED)


def _answers(
    wards: list[Path], out: Path, ending: str, seconds: float, workers: int, seed: int
) -> Iterator[dict[str, object]]:
    """What is to be said of each ward, as each is done."""
    targets = [(ward, out / f"{ward.stem}.{ending}", seconds, seed) for ward in wards]
    if workers == 1:
        yield from (solve_ward(*target) for target in targets)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for done in as_completed([pool.submit(solve_ward, *target) for target in targets]):
            yield done.result()


def solve_ward(ward: Path, target: Path, seconds: float, seed: int) -> dict[str, object]:
    """Solve one ward and write its roster; a fault is told in place of an answer."""
    from wholetime.config.commands.roster_solving import solved
    from wholetime.roster.engine.formats import Malformed, open_problem
    from wholetime.roster.engine.formats.writing import write_out
    from wholetime.roster.engine.problem import Impossible

    try:
        opened = open_problem(ward)
        answer, roster = solved(opened, seconds=seconds, seed=seed, watched=False)
        write_out(target, opened, roster, datetime.now(UTC))
    except (Malformed, Impossible) as fault:
        return {"ward": ward.stem, "fault": str(fault)}
    return {"ward": ward.stem, **answer.as_dict()}


def _line(answer: dict[str, object]) -> str:
    if "fault" in answer:
        return f"{answer['ward']}: {answer['fault']}"
    share = answer["gap"]
    gap = f", gap {share:.2%}" if isinstance(share, float) else ""
    return f"{answer['ward']}: {answer['status']}, penalty {answer['penalty']:,}{gap}, {answer['seconds']} s"
