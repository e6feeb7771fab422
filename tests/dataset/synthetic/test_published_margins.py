"""The margins marked as verified, worked out again from the publications they are taken from."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from wholetime.dataset.engine.synthetic.margins import margins

pytestmark = pytest.mark.shared_data


def published_files(published: Path, pattern: str) -> list[Path]:
    paths = sorted({*published.rglob(pattern), *published.rglob(f"{pattern}.gz")})
    if not paths:
        pytest.skip(f"no published file {pattern} in {published}")
    return paths


def numbers(paths: list[Path], *columns: str) -> pl.DataFrame:
    tables = [pl.read_csv(path, infer_schema=False) for path in paths]
    return pl.concat(tables, how="diagonal").with_columns(
        pl.col(name).cast(pl.Float64, strict=False) for name in columns
    )


def test_leavers_wte_and_weights_of_the_trusts_groups(published: Path) -> None:
    paths = published_files(published, "turnover_benchmarking_staffgroup_org_monthly_*.csv")
    if len(paths) < 2:
        pytest.skip("both turnover files are needed")
    table = numbers(paths, "HC", "FTE").group_by("STAFF_GROUP_1_NAME", "TYPE").agg(pl.col("HC", "FTE").sum())
    held = {(group, kind): (people, wte) for group, kind, people, wte in table.rows()}
    labels = {"doctors": "HCHS Doctors (exc. Resident doctors and equivalents)"}
    for raw in margins().raw["groups"]:
        if raw["sector"] != "nhs_trust" or raw["key"] == "resident_doctors":
            continue
        label = labels.get(raw["key"], raw["label"])
        opened, closed = (held[label, f"Denominator at {end} of period"] for end in ("start", "end"))
        left = held[label, "Leavers"][0]
        assert raw["leaving"] == pytest.approx(100 * left / ((opened[0] + closed[0]) / 2), abs=0.0001), label
        assert raw["fte"] == pytest.approx(closed[1] / closed[0], abs=0.0001), label
        assert raw["weight"] == pytest.approx(closed[0] / 2, abs=1), label


def test_sickness_by_month(published: Path) -> None:
    table = numbers(
        published_files(published, "nhs_sickness_absence_2024-*.csv"), "FTE_DAYS_LOST", "FTE_DAYS_AVAILABLE"
    )
    sums = table.group_by(pl.col("DATE").str.slice(3, 2).alias("month")).agg(
        pl.col("FTE_DAYS_LOST", "FTE_DAYS_AVAILABLE").sum()
    )
    for month, lost, available in sums.rows():
        assert margins().raw["sickness"]["percent_by_month"][int(month)] == pytest.approx(
            100 * lost / available, abs=0.006
        )


def test_nationality_of_nurses(published: Path) -> None:
    path = published_files(published, "hchs_fte_staffgroup_nationality_org_*.csv.gz")[0]
    table = pl.read_csv(path).filter((pl.col("Month") == "2018-JUN") & (pl.col("Nationality") != "Unknown"))
    nurses = table.filter(pl.col("Staff group") == "Nurses & health visitors")
    shares = dict(nurses.group_by("Nationality").agg(pl.col("FTE").sum() / nurses["FTE"].sum()).rows())
    for name, share in margins().raw["nationalities"]["nursing"].items():
        if name != "Other":
            assert share == pytest.approx(shares[name], abs=0.0001), name
