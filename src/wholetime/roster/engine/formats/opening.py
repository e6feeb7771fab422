"""Opens a problem or a roster, whatever form it is written in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from wholetime.roster.engine.formats.csv_rosters import read_csv
from wholetime.roster.engine.formats.curtois import read_curtois
from wholetime.roster.engine.formats.inrc2_files import INSTANCE, Instance, read_instance, read_solutions
from wholetime.roster.engine.formats.json_problems import read_problem, read_roster
from wholetime.roster.engine.formats.malformed import Malformed, text_of
from wholetime.roster.engine.problem import Impossible, Problem, Roster


class Format(StrEnum):
    """The forms in which problems are written."""

    CURTOIS = "curtois"
    INRC2 = "inrc2"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Opened:
    """A problem and the form it came in; ``instance`` where it is one of the competition's."""

    problem: Problem
    written: Format
    instance: Instance | None = None


def open_problem(path: Path, written: Format | None = None) -> Opened:
    """The problem at ``path``; its form is told by its name unless it is given.

    A name such as n030w4_1_6-2-9-1 is the competition's, ``.json`` is ours, anything else Curtois and Qu's text. Raises
    Malformed, with the line where there is one.
    """
    form = written or _form_of(path)
    if form is Format.INRC2:
        instance = read_instance(path)
        return Opened(instance.static(), form, instance)
    text = text_of(path)
    return Opened(read_problem(text) if form is Format.JSON else read_curtois(text, path.stem), form)


def open_roster(path: Path, problem: Problem) -> Roster:
    """A roster as CSV, as JSON, or as a folder of the competition's solution files. Raises Malformed."""
    if path.is_dir():
        files = sorted(path.glob("Sol-*.txt"), key=lambda file: int(file.stem.rpartition("-")[2]))
        roster = read_solutions([text_of(file) for file in files])
    else:
        roster = read_roster(text_of(path)) if path.suffix == ".json" else read_csv(text_of(path))
    try:
        problem.refuse_unknown(roster)
    except Impossible as fault:
        raise Malformed(f"{path.name} is no roster for {problem.name}: {fault}") from fault
    return roster


def _form_of(path: Path) -> Format:
    if path.suffix == ".json":
        return Format.JSON
    return Format.INRC2 if INSTANCE.fullmatch(path.name) and not path.is_file() else Format.CURTOIS
