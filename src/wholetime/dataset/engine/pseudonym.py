"""Keyed pseudonyms: the same person has the same number in every month, file and employer; nobody without the key
can work out whose number it is. docs/methods/pseudonyms.md says what this protects and what it does not.

A pseudonym is the first eight bytes of HMAC-SHA256 (RFC 2104) over a normalised identity, as an unsigned integer.
"""

from __future__ import annotations

import hashlib

import numpy as np
import polars as pl

from wholetime.dataset.engine.frames import IDENTITY, KEYS, SCHEMAS, Table

INSURANCE = r"^[A-Z]{2}[0-9]{6}[A-D]$"
"""A National Insurance number after normalising. Which prefixes are issued does not matter here."""

SHORTEST_KEY = 16
"""Bytes. A shorter key could be tried out."""

BLOCK = 64
"""Bytes in a block of SHA-256, to which HMAC pads its key."""


class Pseudonyms:
    """Numbers under one key. Each identity is hashed once, and kept: a later month costs only its newcomers."""

    def __init__(self, key: bytes) -> None:
        if len(key) < SHORTEST_KEY:
            raise ValueError(f"a pseudonym key needs at least {SHORTEST_KEY} bytes, this has {len(key)}")
        padded = (hashlib.sha256(key).digest() if len(key) > BLOCK else key).ljust(BLOCK, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))
        self._known = pl.DataFrame(schema={"identity": pl.String, "number": pl.UInt64})

    def of(self, identities: pl.Series) -> pl.Series:
        """The number of each identity (text), in order; null for null."""
        wanted = identities.drop_nulls().unique().to_frame("identity")
        fresh = wanted.join(self._known, on="identity", how="anti")["identity"]
        if len(fresh):
            hashed = pl.DataFrame({"identity": fresh, "number": self._hashed(fresh)})
            self._known = pl.concat([self._known, hashed])
        return identities.to_frame("identity").join(self._known, on="identity", how="left", maintain_order="left")[
            "number"
        ]

    def _hashed(self, identities: pl.Series) -> pl.Series:
        """HMAC with the two keyed states made once and copied: a third of the time of a call to ``hmac.digest``."""
        digests = []
        for text in identities:
            inner, outer = self._inner.copy(), self._outer.copy()
            inner.update(text.encode())
            outer.update(inner.digest())
            digests.append(outer.digest()[:8])
        numbers = np.frombuffer(b"".join(digests), dtype=">u8").astype(np.uint64)
        return pl.Series("number", numbers, pl.UInt64)


def pseudonymise(frame: pl.DataFrame, key: bytes, known: Pseudonyms | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split a reading of identified people into what the lake may hold and what only the register may.

    ``frame`` has the canonical columns of one table and columns of IDENTITY, at least ``employee_number``. The first
    frame returned has exactly the canonical columns, with ``person`` (and ``assignment``) filled; the second one row
    for each person, organisation and assignment: ``org``, ``person``, ``assignment`` and the identity columns. Pass
    the same ``known`` for every month to hash each identity once.
    """
    pseudonyms = known or Pseudonyms(key)
    table = _table_of(frame)
    named = _with_identity(frame).with_columns(person=pl.coalesce(_insured(), _employed()), post=_posted())
    numbered = named.with_columns(pseudonyms.of(named["person"]).alias("person"))
    if "assignment" in SCHEMAS[table]:
        numbered = numbered.with_columns(pseudonyms.of(named["post"]).alias("assignment"))
    lake = _one_row_a_key(numbered.select(list(SCHEMAS[table])), table)
    return lake, _identities(numbered, table)


def without_insurance(frame: pl.DataFrame) -> int:
    """How many people are known by their employee number only, and so cannot be followed between employers."""
    named = _with_identity(frame)
    return named.filter(_insured().is_null()).select(pl.struct("org", "employee_number").n_unique()).item()


def normal_insurance() -> pl.Expr:
    """The National Insurance number in capitals without spaces; null where it cannot be one."""
    tidy = pl.col("national_insurance").str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "")
    return pl.when(tidy.str.contains(INSURANCE)).then(tidy)


def _table_of(frame: pl.DataFrame) -> Table:
    people = (Table.ASSIGNMENT, Table.ABSENCE, Table.DEPARTURE)
    return next(table for table in people if set(SCHEMAS[table]) <= set(frame.columns))


def _with_identity(frame: pl.DataFrame) -> pl.DataFrame:
    absent = {name: kind for name, kind in IDENTITY.items() if name not in frame.columns}
    return frame.with_columns(pl.lit(None, kind).alias(name) for name, kind in absent.items())


def _insured() -> pl.Expr:
    return pl.lit("ni:") + normal_insurance()


def _employed() -> pl.Expr:
    return pl.concat_str(pl.lit("employee"), "org", pl.col("employee_number").str.to_uppercase(), separator=":")


def _posted() -> pl.Expr:
    number = pl.coalesce("assignment_number", "employee_number").str.to_uppercase()
    return pl.concat_str(pl.lit("assignment"), "org", number, separator=":")


def _one_row_a_key(lake: pl.DataFrame, table: Table) -> pl.DataFrame:
    """One person may hold two employee numbers: what they lost or left is then one row, with its amounts added."""
    keys = list(KEYS[table])
    if table is Table.ASSIGNMENT or not lake.select(pl.struct(keys).is_duplicated().any()).item():
        return lake
    amounts = [pl.col(name).sum() for name in ("fte_days_lost", "fte") if name in lake.columns]
    others = [pl.col(name).first() for name in lake.columns if name not in {*keys, "fte_days_lost", "fte"}]
    return (
        lake.group_by(keys, maintain_order=True)
        .agg(*others, *amounts)
        .select(list(SCHEMAS[table]))
        .cast(lake.schema)
    )


def _identities(numbered: pl.DataFrame, table: Table) -> pl.DataFrame:
    numbers = [name for name in ("person", "assignment") if name in SCHEMAS[table]]
    people = numbered.select("org", *numbers, *IDENTITY)
    return people if table is Table.ASSIGNMENT else people.unique(maintain_order=True)
