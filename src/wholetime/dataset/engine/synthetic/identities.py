"""Invented identities. No National Insurance number that begins with Q is ever issued, so none here is anybody's."""

from __future__ import annotations

import string

import numpy as np
import polars as pl

from wholetime.dataset.engine.synthetic.dates import dates
from wholetime.dataset.engine.synthetic.margins import Bools, Floats, Ints, Margins
from wholetime.dataset.engine.synthetic.people import People

NUMBERS = 26 * 10**6 * 4
"""Second letters, six digits and four suffixes: how many National Insurance numbers begin with Q."""

STRIDE = 61_803_399
"""Shares no factor with NUMBERS, so that stepping by it meets every number once."""

FIRST_EMPLOYEE = 20_000_000


def chance(person: Ints, salt: int) -> Floats:
    """A number in [0, 1) that is the same for a person in every month (splitmix64 of the person and ``salt``)."""
    with np.errstate(over="ignore"):
        mixed = person.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(salt * 0x632BE59BD9B4E019 % 2**64)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (mixed >> np.uint64(11)).astype(float) / 2**53


def happens(person: Ints, salt: int, share: float) -> Bools:
    """Whether something befalls each person, for ``share`` of persons and always the same ones."""
    return chance(person, salt) < share


def insurance(person: Ints) -> pl.Series:
    """The National Insurance number of each person."""
    number = (person * STRIDE + 7) % NUMBERS
    letter = pl.Series(list(string.ascii_uppercase)).gather(number // (4 * 10**6))
    suffix = pl.Series(list("ABCD")).gather(number % 4)
    frame = pl.DataFrame({"letter": letter, "digits": number // 4 % 10**6, "suffix": suffix})
    digits = pl.col("digits").cast(pl.String).str.zfill(6)
    return frame.select((pl.lit("Q") + pl.col("letter") + digits + pl.col("suffix")).alias("number"))["number"]


def employee_numbers(people: People) -> pl.Series:
    return pl.Series(people.employee + FIRST_EMPLOYEE).cast(pl.String)


def identities(margins: Margins, people: People) -> pl.DataFrame:
    """The identity columns of the holders, in order."""
    names = {key: pl.Series(listed) for key, listed in margins.raw["names"].items()}
    pick = {key: (chance(people.person, salt) * len(names[key])).astype(int) for salt, key in enumerate(names, 1)}
    female = pl.Series(people.female)
    frame = pl.DataFrame(
        {
            "employee_number": employee_numbers(people),
            "national_insurance": insurance(people.person),
            "first_name": names["female"].gather(pick["female"]).zip_with(female, names["male"].gather(pick["male"])),
            "last_name": names["last"].gather(pick["last"]),
            "date_of_birth": dates(people.born),
        }
    )
    address = pl.format("{}.{}.{}@exampleshire.example", "first_name", "last_name", "employee_number")
    return frame.with_columns(email=address.str.to_lowercase())
