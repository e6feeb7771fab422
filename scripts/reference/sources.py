"""The published files, opened."""

from __future__ import annotations

import json
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
import yaml

REGISTRY_COLUMNS = {0: "code", 1: "name", 2: "region", 3: "board", 10: "opened", 11: "closed"}


class Sources:
    """A folder with the published files of data/README.md, each read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.changes: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("changes.yaml").read_text())

    def read(self, *patterns: str) -> pl.DataFrame:
        files = sorted(path for pattern in patterns for path in self.folder.glob(pattern))
        if not files:
            raise SystemExit(f"{self.folder} holds no {' or '.join(patterns)}")
        frames = [pl.read_csv(path, infer_schema=False, encoding="utf8-lossy") for path in files]
        return pl.concat(frames, how="diagonal")

    def registry(self, edition: str) -> dict[str, dict[str, str]]:
        """The trust registry (no header): ``code, name, region, board, opened, closed`` by code."""
        frame = pl.read_csv(self.folder / f"reference/etr_{edition}.csv", has_header=False, infer_schema=False)
        rows = frame.select(pl.nth(place).fill_null("").alias(name) for place, name in REGISTRY_COLUMNS.items())
        return {row["code"]: row for row in rows.iter_rows(named=True)}

    @cached_property
    def hierarchy(self) -> dict[str, dict[str, Any]]:
        text = (self.folder / "reference/org_hierarchy_practice_pcn_ccg_ics_2021.json").read_text()
        return {row["ODS"]: row for row in json.loads(text)}

    @cached_property
    def locations(self) -> pl.DataFrame:
        return self.read("reference/lookup_sub_icb24_to_icb24.csv")

    @cached_property
    def allocation(self) -> pl.DataFrame:
        return self.read("population/icb_allocation_practice_weighted_pop_2025_26.csv")

    @cached_property
    def networks(self) -> pl.DataFrame:
        """``PCN_CODE, PCN_NAME, SUB_ICB_CODE`` in the last quarter that each network appears."""
        rows = self.read("pcn_workforce/*_individual.csv").with_columns(pl.col("CENSUS_MONTH").str.zfill(2))
        return rows.sort("CENSUS_YEAR", "CENSUS_MONTH").unique("PCN_CODE", keep="last").sort("PCN_CODE")

    @cached_property
    def employers(self) -> pl.DataFrame:
        """``code, name, system, region, type`` in the last sickness or turnover file that each appears."""
        columns = {"ORG_CODE": "code", "ORG_NAME": "name", "ICS_CODE": "system", "NHSE_REGION_CODE": "region"}
        areas = {"ICS_NAME": "system_name", "NHSE_REGION_NAME": "region_name"}
        sickness = self.read("sickness/*.csv").rename(columns | areas).select(*columns.values(), *areas.values())
        turned = {"REPORTING_ORG_CODE": "code", "REPORTING_ORG_NAME": "name"} | dict(list(columns.items())[2:])
        turnover = self.read("turnover/*.csv").rename(turned | areas).select(*columns.values(), *areas.values())
        return pl.concat([sickness, turnover]).unique("code", keep="last", maintain_order=True).sort("code")

    @cached_property
    def successors(self) -> pl.DataFrame:
        return self.read("reference/lookup_org_successor.csv")

    @cached_property
    def seen_elsewhere(self) -> list[tuple[str, str, str]]:
        """``code, name, region in words`` of organisations in the other publications; blank where not said."""
        emergency = self.read("ae_activity/ae_monthly_*.csv").select("Org Code", "Org name", "Parent Org")
        posts = self.read("staff_in_post/*.csv.gz").select("Organisation code", "Organisation name", region=pl.lit(""))
        maternity = self.read("maternity/hes_maternity_*.csv").filter(pl.col("Org_Level") == "Provider")
        births = maternity.select("Org_Code", "Org_Name", region=pl.lit(""))
        early = self.read("ae_activity/nhsr_*.csv").select("org_code", name=pl.lit(""), region=pl.lit(""))
        rows = [
            row for frame in (emergency, posts, births, early) for row in frame.unique().sort(pl.nth(0)).iter_rows()
        ]
        return [(str(code or ""), str(name or ""), str(region or "").strip()) for code, name, region in rows]


def day(text: str) -> date | None:
    """``20140930`` → 30 September 2014; blank is not known."""
    return date(int(text[:4]), int(text[4:6]), int(text[6:8])) if text else None
