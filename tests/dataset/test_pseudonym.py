"""Pseudonyms against a naive twin: one call of the standard library's hmac for each row."""

from __future__ import annotations

import hmac
import re
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholetime.dataset.engine.frames import ASSIGNMENT, DEPARTURE, IDENTITY, Table, conform
from wholetime.dataset.engine.pseudonym import Pseudonyms, _Numbers, pseudonymise, without_insurance

KEY = b"a key for the tests, long enough"
Row = tuple[str, str, str, str | None]


def naive_number(key: bytes, text: str) -> int:
    return int.from_bytes(hmac.new(key, text.encode(), "sha256").digest()[:8], "big")


def naive_person(key: bytes, row: Row) -> int:
    org, employee, _, insurance = row
    tidy = re.sub("[^A-Z0-9]", "", (insurance or "").upper())
    if re.fullmatch("[A-Z]{2}[0-9]{6}[A-D]", tidy):
        return naive_number(key, f"ni:{tidy}")
    return naive_number(key, f"employee:{org}:{employee.upper()}")


def reading(rows: list[Row]) -> pl.DataFrame:
    names = ("org", "employee_number", "assignment_number", "national_insurance")
    raw = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row").with_columns(
        month=date(2025, 10, 31)
    )
    return pl.concat([conform(raw, Table.ASSIGNMENT), raw.select(names[1:])], how="horizontal")


insurance = st.one_of(
    st.none(),
    st.sampled_from(["QQ123456A", "qq 12 34 56 a", "QQ-123456-B", "", "unknown", "QQ12345A"]),
    st.text(max_size=9),
)
rows = st.lists(
    st.tuples(st.sampled_from(["SYNT01", "SYNT02"]), st.sampled_from(["1", "2", "a7"]), st.uuids().map(str), insurance),
    min_size=1,
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(rows, st.binary(min_size=16, max_size=100))
def test_the_naive_twin_agrees(given_rows: list[Row], key: bytes) -> None:
    lake, people = pseudonymise(reading(given_rows), key)
    assert lake["person"].to_list() == [naive_person(key, row) for row in given_rows]
    assert lake["assignment"].to_list() == [
        naive_number(key, f"assignment:{row[0]}:{row[2].upper()}") for row in given_rows
    ]
    assert list(lake.columns) == list(ASSIGNMENT)
    assert set(IDENTITY) <= set(people.columns)


def test_nothing_of_the_identity_stays_in_the_lake() -> None:
    lake, people = pseudonymise(reading([("SYNT01", "E77", "E77-1", "QQ123456A")]), KEY)
    text = lake.write_csv()
    assert not any(secret in text for secret in ("E77", "QQ123456A"))
    assert people.select("employee_number", "national_insurance").rows() == [("E77", "QQ123456A")]


def test_the_same_person_in_two_employers_has_one_number_and_two_assignments() -> None:
    lake, _ = pseudonymise(reading([("A01", "1", "1-1", "QQ123456A"), ("B01", "9", "9-1", "qq 12 34 56 a")]), KEY)
    assert lake["person"].n_unique() == 1
    assert lake["assignment"].n_unique() == 2


def test_without_insurance_the_same_employee_number_elsewhere_is_somebody_else() -> None:
    frame = reading([("A01", "1", "1-1", None), ("B01", "1", "1-1", None)])
    assert pseudonymise(frame, KEY)[0]["person"].n_unique() == 2
    assert without_insurance(frame) == 2


def test_another_key_gives_other_numbers() -> None:
    frame = reading([("A01", "1", "1-1", "QQ123456A")])
    assert pseudonymise(frame, KEY)[0]["person"][0] != pseudonymise(frame, KEY + b"!")[0]["person"][0]


def test_each_identity_is_hashed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    genuine = _Numbers.__missing__
    monkeypatch.setattr(_Numbers, "__missing__", lambda self, one: (hashed.append(one), genuine(self, one))[1])
    known, frame = Pseudonyms(KEY), reading([("A01", str(at % 5), f"{at}-1", None) for at in range(50)])
    first = pseudonymise(frame, KEY, known)[0]
    again = pseudonymise(frame, KEY, known)[0]
    assert first.equals(again)
    assert len(hashed) == len(set(hashed)) == 5 + 50


def test_leavers_given_twice_under_two_numbers_are_one_row() -> None:
    raw = pl.DataFrame({"month": [date(2025, 10, 31)] * 2, "org": ["A01"] * 2, "fte": [0.5, 0.5], "reason": ["R", "R"]})
    who = pl.DataFrame({"employee_number": ["1", "2"], "national_insurance": ["QQ123456A"] * 2})
    lake, _ = pseudonymise(pl.concat([conform(raw, Table.DEPARTURE), who], how="horizontal"), KEY)
    assert dict(lake.schema) == dict(DEPARTURE.items())
    assert [float(fte) for fte in lake["fte"]] == [1.0]


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 16 bytes"):
        Pseudonyms(b"short")
