"""Deliberate faults of the kinds that staff records have, the same ones in every month until somebody mends them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from wholetime.dataset.engine.synthetic.identities import happens

THERAPY = ("H1J", "H1H", "H1L", "H1K")
"""Support workers of a therapy or radiography, whom records often hold as general healthcare assistants."""


class Faults:
    """Puts faults in at the shares given; with no shares, it changes nothing."""

    def __init__(self, shares: Mapping[str, float]) -> None:
        self._shares = dict(shares)

    def share(self, name: str) -> float:
        """How often ``name`` strikes; 0 without faults."""
        return self._shares.get(name, 0.0)

    def struck(self, frame: pl.DataFrame, name: str) -> pl.Series:
        """The rows that the fault ``name`` strikes, by their person."""
        salt = sum(name.encode()) + 1000
        return pl.Series(name, happens(frame["person"].to_numpy(), salt, self.share(name)))

    def in_staff(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Missing equality data, identity and registration, impossible values, and occupation codes that are wrong."""
        if not self._shares:
            return frame
        struck = frame.with_columns(self.struck(frame, name).alias(f"?{name}") for name in self._shares)
        return _codes(_values(struck)).select(frame.columns)

    def in_absences(self, frame: pl.DataFrame) -> pl.DataFrame:
        return self._blank(frame, {"national_insurance": "insurance_missing"})

    def in_leavers(self, frame: pl.DataFrame) -> pl.DataFrame:
        blanks = {
            "reason": "reason_missing",
            "destination": "reason_missing",
            "national_insurance": "insurance_missing",
        }
        return self._blank(frame, blanks)

    def in_returns(self, frame: pl.DataFrame, month: int) -> pl.DataFrame:
        """Some organisations send nothing; some send one role group and leave the rest out."""
        if not self._shares:
            return frame
        orgs = frame.select("org").unique(maintain_order=True).with_row_index("at")
        number = orgs["at"].to_numpy().astype(np.int64)
        late = happens(number * 97 + month // 6, 1, self._shares["return_late"])
        thin = happens(number, 2, self._shares["return_thin"])
        joined = frame.join(
            orgs.with_columns(late=pl.Series(late), thin=pl.Series(thin)), on="org", maintain_order="left"
        )
        first = pl.int_range(pl.len()).over("org") == 0
        return joined.filter(~pl.col("late") & (~pl.col("thin") | first)).select(frame.columns)

    def _blank(self, frame: pl.DataFrame, faults: Mapping[str, str]) -> pl.DataFrame:
        kept = [pl.when(~self.struck(frame, fault)).then(pl.col(name)).alias(name) for name, fault in faults.items()]
        return frame.with_columns(kept)


def _values(frame: pl.DataFrame) -> pl.DataFrame:
    permanent = pl.col("contract") == "permanent"
    expired = pl.col("registered_until").dt.offset_by("-14mo")
    return frame.with_columns(
        _unless("ethnicity_missing", "ethnicity"),
        _unless("nationality_missing", "nationality"),
        _unless("insurance_missing", "national_insurance"),
        fte=pl.when(pl.col("?fte_zero") & permanent).then(0.0).otherwise("fte"),
        date_of_birth=pl.when("?born_1900").then(pl.date(1900, 1, 1)).otherwise("date_of_birth"),
        registered_until=pl.when(~pl.col("?registration_missing")).then(
            pl.when("?registration_expired").then(expired).otherwise("registered_until")
        ),
    )


def _unless(fault: str, column: str) -> pl.Expr:
    return pl.when(~pl.col(f"?{fault}")).then(pl.col(column)).alias(column)


def _codes(frame: pl.DataFrame) -> pl.DataFrame:
    code, maternity = pl.col("occupation_code"), pl.when(pl.col("person") % 2 == 0).then(pl.lit("H1C"))
    missed = pl.when(~pl.col("?occupation_missing")).then(
        pl.when(pl.col("?msw_miscoded") & (code == "H2C")).then(maternity.otherwise(pl.lit("N9C")))
        .when(pl.col("?midwife_manager_miscoded") & (pl.col("job_role") == "Midwife - Manager")).then(pl.lit("N0C"))
        .when(pl.col("?therapy_support_miscoded") & code.is_in(THERAPY)).then(pl.lit("H1A"))
        .when("?occupation_invalid").then(pl.lit("N7J"))
        .otherwise(code)
    )  # fmt: skip
    return frame.with_columns(occupation_code=missed)
