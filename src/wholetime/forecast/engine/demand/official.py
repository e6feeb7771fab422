"""Reads an official population projection: a long CSV with columns area, year, sex, age and persons in any order."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import product

import numpy as np

from wholetime.forecast.engine.demand.population import Population

COLUMNS = ("area", "year", "sex", "age", "persons")

SEXES = {"f": "female", "female": "female", "females": "female", "m": "male", "male": "male", "males": "male"}

OLDEST = 120


class NotAProjection(ValueError):
    """A file that cannot be used, with its line and the reason."""


def read_projection(lines: Iterable[str]) -> Population:
    """The population of every area, year, sex and age in ``lines``, as one sample; areas, sexes and years sorted.

    Ages are single years; "90+" is the last. Raises NotAProjection, naming the line, for missing columns, values that
    are not numbers, an entry given twice, and for gaps: each area needs every year, sex and age.
    """
    found: dict[tuple[str, int, str, int], float] = {}
    for line, key, persons in _entries(lines):
        if key in found:
            raise NotAProjection(f"line {line}: {_named(key)} is given twice")
        found[key] = persons
    if not found:
        raise NotAProjection("there is nothing below the header")
    areas, sexes = sorted({key[0] for key in found}), sorted({key[2] for key in found})
    years, ages = sorted({key[1] for key in found}), sorted({key[3] for key in found})
    _without_gaps("years", years)
    _without_gaps("ages", ages)
    whole = list(product(areas, years, sexes, ages))
    missing = next((key for key in whole if key not in found), None)
    if missing is not None:
        raise NotAProjection(f"{_named(missing)} is missing")
    counts = np.array([found[key] for key in whole]).reshape(len(areas), len(years), len(sexes), len(ages))
    return Population(counts.transpose(1, 0, 2, 3)[np.newaxis], tuple(areas), tuple(sexes), tuple(ages), years[0])


def _entries(lines: Iterable[str]) -> Iterator[tuple[int, tuple[str, int, str, int], float]]:
    reader = csv.reader(lines)
    header = [name.strip().lstrip("\ufeff").lower() for name in next(reader, [])]
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise NotAProjection(f"line 1: no column {', '.join(missing)}; needed are {', '.join(COLUMNS)}")
    where = [header.index(name) for name in COLUMNS]
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise NotAProjection(f"line {reader.line_num}: {len(cells)} cells under {len(header)} columns")
        area, year, sex, age, persons = (cells[column].strip() for column in where)
        if sex.lower() not in SEXES or not area:
            raise NotAProjection(
                f"line {reader.line_num}: an area and female or male are needed, not {area!r}, {sex!r}"
            )
        key = (area, _whole(reader.line_num, "year", year), SEXES[sex.lower()], _age(reader.line_num, age))
        yield reader.line_num, key, _persons(reader.line_num, persons)


def _whole(line: int, name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise NotAProjection(f"line {line}: {name} {text!r} is not a whole number")
    return int(text)


def _age(line: int, text: str) -> int:
    age = _whole(line, "age", text.removesuffix("+").removesuffix(" and over"))
    if age > OLDEST:
        raise NotAProjection(f"line {line}: nobody is {age}")
    return age


def _persons(line: int, text: str) -> float:
    try:
        persons = float(text.replace(",", ""))
    except ValueError:
        raise NotAProjection(f"line {line}: persons {text!r} is not a number") from None
    if not 0 <= persons < float("inf"):
        raise NotAProjection(f"line {line}: there cannot be {text} persons")
    return persons


def _without_gaps(name: str, values: list[int]) -> None:
    missing = sorted(set(range(values[0], values[-1] + 1)) - set(values))
    if missing:
        raise NotAProjection(
            f"{name} {', '.join(map(str, missing[:5]))} are missing between {values[0]} and {values[-1]}"
        )


def _named(key: tuple[str, int, str, int]) -> str:
    return f"{key[0]}, {key[1]}, {key[2]}, age {key[3]}"
