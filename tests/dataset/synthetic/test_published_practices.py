"""Margins of practices, networks, patients and demand, worked out again from the publications; layouts as published."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.dataset.synthetic.systems import Read, read_published
from tests.dataset.synthetic.test_published_margins import numbers, published_files

from wholetime.dataset.engine.synthetic import Summary
from wholetime.dataset.engine.synthetic.margins import margins

pytestmark = pytest.mark.shared_data
WTE = {
    "gps": "TOTAL_GP_EXTGL_FTE",
    "gp_trainees": "TOTAL_LOCUUM_TRN_FTE",
    "practice_nurses": "TOTAL_NURSES_FTE",
    "practice_direct": "TOTAL_DPC_FTE",
    "practice_admin": "TOTAL_ADMIN_FTE",
}
LAYOUTS = {
    "gp_return_practice_detailed": "gpw_schema_sample_practice_detailed*.csv",
    "gp_return_practice_high": "gpw_schema_sample_practice_high*.csv",
    "gp_return_individual": "gpw_schema_sample_individual*.csv",
    "pcn_individual": "pcn_workforce_September_2022_individual.csv",
    "practice_need": "icb_allocation_practice_weighted_pop_2025_26.csv",
    "population_sub_icb": "ons_mid2022_sub_icb_sex_single_year_age.csv",
}


def practices(published: Path) -> pl.DataFrame:
    paths = published_files(published, "gp_workforce_practice_fy_staffgroups_*.csv")
    return numbers(paths, "TOTAL_PATIENTS", *WTE.values())


def raw_group(key: str) -> dict[str, float]:
    found: dict[str, float] = next(one for one in margins().raw["groups"] if one["key"] == key)
    return found


@pytest.mark.parametrize("source", LAYOUTS)
def test_every_column_is_one_of_the_publications(
    published: Path, clean: tuple[Summary, list[Read]], source: str
) -> None:
    path = published_files(published, LAYOUTS[source])[0]
    headings = set(pl.read_csv(path, infer_schema=False, n_rows=1, encoding="utf8-lossy").columns)
    ours = next(one.path for one in clean[1] if one.adapter.name == source)
    assert set(pl.read_csv(ours, infer_schema=False).columns) <= {name.strip("\ufeff") for name in headings}


def test_wte_of_practices_by_group(published: Path) -> None:
    year = practices(published).filter(pl.col("Year") == "2024")
    for key, column in WTE.items():
        assert raw_group(key)["weight"] * raw_group(key)["fte"] == pytest.approx(year[column].sum(), rel=0.001), key


def test_gps_and_roles_of_administration(published: Path) -> None:
    paths = published_files(published, "gp_workforce_practice_fy_hc_admin_*.csv")
    columns = {"Manager": "MANAGER", "Receptionist": "RECEPT", "Telephonist": "TELEPH"}
    wanted = [f"TOTAL_ADMIN_{name}_FTE" for name in columns.values()]
    year = numbers(paths, "TOTAL_GP_EXTGL_HC", "TOTAL_GP_EXTGL_FTE", "TOTAL_ADMIN_FTE", *wanted).filter(
        pl.col("Year") == "2024"
    )
    assert raw_group("gps")["fte"] == pytest.approx(
        year["TOTAL_GP_EXTGL_FTE"].sum() / year["TOTAL_GP_EXTGL_HC"].sum(), abs=0.0001
    )
    at = [one.key for one in margins().groups].index("practice_admin")
    roles = {one.title: one.weight for one in margins().roles if one.group == at}
    for title, name in columns.items():
        share = year[f"TOTAL_ADMIN_{name}_FTE"].sum() / year["TOTAL_ADMIN_FTE"].sum()
        assert roles[title] / sum(roles.values()) == pytest.approx(share, abs=0.0001), title


def test_patients_for_each_wte_and_their_growth(published: Path) -> None:
    known, table = margins().raw["patients"], practices(published)
    whole = pl.sum_horizontal(*WTE.values(), ignore_nulls=False).alias("wte")
    year = table.filter(pl.col("Year") == "2024").with_columns(whole).drop_nulls(["wte", "TOTAL_PATIENTS"])
    year = year.filter((pl.col("wte") > 0) & (pl.col("TOTAL_PATIENTS") > 0))
    assert known["per_wte"] == pytest.approx(year["TOTAL_PATIENTS"].sum() / year["wte"].sum(), abs=0.05)
    assert known["spread"] == pytest.approx((year["TOTAL_PATIENTS"] / year["wte"]).log().std(), abs=0.0005)
    sums = dict(table.group_by("Year").agg(pl.col("TOTAL_PATIENTS").sum()).rows())
    assert known["growth"] == pytest.approx(sums["2024"] / sums["2023"] - 1, abs=0.00005)


def test_sexes_and_ages_of_residents_and_how_many_there_are(published: Path) -> None:
    known = margins().raw["patients"]
    found = read_published(published_files(published, "ons_mid2022_sub_icb_sex_single_year_age.csv"))
    ages = found.filter(pl.col("cut") == "sex+age_band").with_columns(
        pl.col("value").cast(pl.Float64), age=pl.col("age_band").str.strip_suffix("+").cast(pl.Int64)
    )
    whole = ages["value"].sum()
    for sex, shares in known["shares"].items():
        for (low, high), share in zip(known["ages"], shares, strict=True):
            here = ages.filter(pl.col("sex") == sex.title(), pl.col("age").is_between(low, high))
            assert share == pytest.approx(here["value"].sum() / whole, abs=0.00006), (sex, low)
    patients = practices(published).filter(pl.col("Year") == "2022")["TOTAL_PATIENTS"].sum()
    assert known["residents_each"] == pytest.approx(whole / patients, abs=0.0001)


def test_spread_and_correlation_of_need(published: Path) -> None:
    paths = published_files(published, LAYOUTS["practice_need"])
    known = margins().raw["need"]
    table = numbers(paths, "Population", *known).filter(
        pl.col("Population") > 500, *(pl.col(name) > 0 for name in known)
    )
    logs = table.select((pl.col(name) / pl.col("Population")).log().alias(name) for name in known)
    for name, (spread, with_primary) in known.items():
        assert spread == pytest.approx(logs[name].std(), abs=0.0001), name
        assert with_primary == pytest.approx(logs.select(pl.corr(name, "Final PMC WP")).item(), abs=0.0001), name


def test_network_records_by_role_and_their_wte(published: Path) -> None:
    path = published_files(published, LAYOUTS["pcn_individual"])[0]
    table = pl.read_csv(path, infer_schema=False, encoding="cp1252").with_columns(pl.col("FTE").cast(pl.Float64))
    for at, group in enumerate(margins().groups):
        if group.sector == "network":
            here = table.filter(pl.col("STAFF_GROUP") == group.label)
            assert raw_group(group.key)["weight"] == len(here)
            assert group.fte == pytest.approx(here["FTE"].mean(), abs=0.0001)
            roles = here.group_by("DETAILED_STAFF_ROLE", "STAFF_ROLE").len()
            seen = {(role, kind): count for role, kind, count in roles.rows() if count >= 20}
            assert {(one.title, one.area): one.weight for one in margins().roles if one.group == at} == seen
    contracted = (table["Data_source"] == "NWRS contracted services").mean()
    assert margins().raw["network_contracted"] == pytest.approx(contracted, abs=0.0001)
    year = practices(published).filter(pl.col("Year") == "2023")
    published_share = table["FTE"].sum() / sum(year[column].sum() for column in WTE.values())
    wte = {one.sector: 0.0 for one in margins().groups}
    for one in margins().groups:
        wte[one.sector] += one.share * one.fte
    assert wte["network"] / wte["general_practice"] == pytest.approx(published_share, rel=0.02)


def test_attendances_and_deliveries_for_each_wte(published: Path) -> None:
    known = margins().raw["demand"]
    turnover = read_published(published_files(published, "turnover_benchmarking_staffgroup_org_monthly_Nov-25.csv"))
    opened = turnover.filter(pl.col("measure") == "wte", pl.col("period_to") == turnover["period_to"].min())
    wte = float(opened.filter(pl.col("cut") == "")["value"].sum())
    midwives = float(opened.filter(pl.col("staff_group") == "midwifery")["value"].sum())
    attendances = read_published(published_files(published, "ae_monthly_*.csv")).filter(
        pl.col("measure") == "attendances", pl.col("cut") == ""
    )
    by_month = dict(attendances.group_by(pl.col("period_to").dt.month()).agg(pl.col("value").sum()).rows())
    assert known["attendances_by_month"] == {month: int(value) for month, value in by_month.items()}
    assert known["attendances_per_wte"] == pytest.approx(float(attendances["value"].sum()) / wte, abs=0.01)
    births = read_published(published_files(published, "hes_maternity_msds_2022-23.csv")).filter(
        pl.col("measure") == "deliveries", pl.col("cut") == ""
    )
    assert known["deliveries_per_midwife_wte"] == pytest.approx(float(births["value"].sum()) / midwives, abs=0.01)
