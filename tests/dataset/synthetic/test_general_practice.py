"""General practice, networks and populations: the files agree with one another and with their margins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import numpy as np
import polars as pl
import pytest
from tests.dataset.synthetic.systems import Read, frames

from wholetime.dataset.engine.synthetic import Summary
from wholetime.dataset.engine.synthetic.margins import margins
from wholetime.dataset.engine.synthetic.posts import dealt
from wholetime.dataset.engine.synthetic.practice_columns import counts
from wholetime.dataset.engine.synthetic.practices import SEXES

type System = tuple[Summary, list[Read]]
LAST = date(2025, 10, 31)
NETWORK_GROUPS = ["network_direct", "network_admin", "network_directors"]


def files(system: System, source: str) -> dict[str, pl.DataFrame]:
    """The rows of a source's files as they are written, by what their names say."""
    found = [one for one in system[1] if one.adapter.name == source]
    return {one.path.stem.removeprefix(f"{source}_"): pl.read_csv(one.path, infer_schema=False) for one in found}


def last(system: System, source: str, measure: str, cut: str) -> pl.DataFrame:
    frame = frames(system[1], source).filter(pl.col("measure") == measure, pl.col("cut") == cut)
    return frame.filter(pl.col("period_to") == LAST).with_columns(pl.col("value").cast(pl.Float64))


def added(frame: pl.DataFrame, *by: str) -> dict[object, float]:
    sums = frame.group_by(by).agg(pl.col("value").sum())
    return {row[:-1]: pytest.approx(row[-1], abs=0.001) for row in sums.rows()}


def test_the_practice_file_counts_everybody_once_whichever_way_it_is_cut(clean: System) -> None:
    source, keys = "gp_return_practice_detailed", ("org", "staff_group")
    whole = added(last(clean, source, "headcount", "staff_group"), *keys)
    assert whole == added(last(clean, source, "headcount", "staff_group+sex"), *keys)
    assert whole == added(last(clean, source, "headcount", "staff_group+age_band"), *keys)
    assert whole == added(last(clean, source, "headcount", "staff_group+sex+age_band"), *keys)
    assert whole == added(last(clean, source, "headcount", "staff_group+role"), *keys)
    wte = added(last(clean, source, "wte", "staff_group"), *keys)
    assert wte == added(last(clean, source, "wte", "staff_group+role"), *keys)
    assert sum(value.expected for value in whole.values()) > 600


def test_the_long_practice_file_says_the_same_as_the_wide_one(clean: System) -> None:
    wide, long = (
        added(last(clean, f"gp_return_practice_{kind}", "wte", "staff_group+role"), "org", "staff_group")
        for kind in ("detailed", "high")
    )
    assert wide == long


def test_the_individual_file_holds_the_people_of_the_practice_file_and_estimates_of_the_others(clean: System) -> None:
    records = files(clean, "gp_return_individual")["2025-10"].with_columns(value=pl.col("fte").cast(pl.Float64))
    place = dict(files(clean, "gp_return_practice_detailed")["2025-10"].select("prac_code", "sub_icb_code").rows())
    by_practice = last(clean, "gp_return_practice_detailed", "wte", "staff_group")
    placed = by_practice.with_columns(sub_icb_code=pl.col("org").replace_strict(place))
    provided = records.filter(pl.col("data_source") == "Provided")
    assert added(provided, "sub_icb_code") == added(placed, "sub_icb_code")
    estimated = records.filter(pl.col("data_source") == "Estimated")
    assert 0 < len(estimated) < len(records) / 4
    assert estimated.select("age_band", "gender").unique().rows() == [("Unknown", "Other/Unknown")]


def test_a_practice_sends_the_workforce_return_or_the_five_minute_one(clean: System) -> None:
    wide = files(clean, "gp_return_practice_detailed")["2025-10"]
    left_out = set(wide.filter(pl.col("total_admin_hc") == "NA")["prac_code"])
    returned = frames(clean[1], "five_minute_return").filter(pl.col("sector") == "general_practice")
    assert "SYNG0001" in left_out == set(returned["org"])
    assert len(left_out) < len(wide) / 4
    assert wide["total_patients"].cast(pl.Int64).min() > 0


def test_with_faults_some_groups_of_practices_are_missing_for_half_a_year(faulty: System) -> None:
    found = files(faulty, "gp_return_practice_detailed")
    sources = ["gp_source", "nurse_source", "dpc_source", "admin_source"]
    missing = {
        month: set(wide.unpivot(sources, index="prac_code").filter(pl.col("value") != "Fully provided").rows())
        for month, wide in found.items()
    }
    partly = [practice for practice, seen in Counter(row[0] for row in missing["2025-06"]).items() if seen < 4]
    assert partly
    assert missing["2025-06"] == missing["2025-09"] != missing["2025-10"]


@pytest.mark.parametrize(
    ("source", "column"), [("pcn_individual", "UNIQUE_IDENTIFIER"), ("gp_return_individual", "unique_identifier")]
)
def test_identifiers_are_unique_in_a_file_and_mean_nobody_in_the_next(clean: System, source: str, column: str) -> None:
    first, second = (files(clean, source)[month] for month in ("2025-06", "2025-09"))
    assert first[column].is_unique().all()
    who = [name for name in first.columns if name.upper() in ("PCN_CODE", "SUB_ICB_CODE", "DETAILED_STAFF_ROLE")]
    number = pl.col(column).str.extract(r"^(\d+)").alias("number")
    same = first.select(number, *who).join(second.select(number, *who), on="number")
    alike = same.filter(pl.all_horizontal(pl.col(name) == pl.col(f"{name}_right") for name in who))
    # By chance few are alike; were the identifiers kept from quarter to quarter, nearly all would be.
    assert len(alike) < len(same) * 0.25


def test_practice_staff_and_patients_meet_their_margins(clean: System) -> None:
    by_group = {group: value.expected for (group,), value in added(
        last(clean, "gp_return_practice_detailed", "wte", "staff_group"), "staff_group").items()}  # fmt: skip
    known = [group for group in margins().groups if group.sector == "general_practice"]
    wanted = {group.key: group.share * group.fte for group in known}
    names = {"general_practitioner": "gps", "gp_trainee_locum": "gp_trainees", "practice_nurse": "practice_nurses",
             "direct_patient_care": "practice_direct", "practice_admin": "practice_admin"}  # fmt: skip
    for group, wte in by_group.items():
        share = wanted[names[group]] / sum(wanted.values())
        assert wte / sum(by_group.values()) == pytest.approx(share, abs=0.03), group
    patients = last(clean, "gp_return_practice_detailed", "patients", "")["value"].sum()
    five = frames(clean[1], "five_minute_return").filter(
        pl.col("sector") == "general_practice", pl.col("measure") == "wte", pl.col("cut") == "",
        pl.col("period_to") == LAST,
    )  # fmt: skip
    wte = sum(by_group.values()) + float(five["value"].sum())
    assert patients / wte == pytest.approx(margins().raw["patients"]["per_wte"], rel=0.05)


def test_sexes_and_ages_of_patients_add_up_and_follow_the_margin(clean: System) -> None:
    cells = last(clean, "gp_return_practice_detailed", "patients", "sex+age_band")
    whole = last(clean, "gp_return_practice_detailed", "patients", "")
    assert added(cells, "org") == added(whole, "org")
    shares = margins().raw["patients"]["shares"]
    assert sum(map(sum, shares.values())) == pytest.approx(1, abs=0.001)
    for sex, bands in shares.items():
        seen = cells.filter(pl.col("sex") == sex.title()).group_by("age_band", maintain_order=True).agg(pl.sum("value"))
        assert (seen["value"] / whole["value"].sum()).to_list() == pytest.approx(bands, rel=0.1)


def test_patients_grow_as_the_margin_says(clean: System) -> None:
    found = frames(clean[1], "gp_return_practice_detailed").filter(pl.col("measure") == "patients", pl.col("cut") == "")
    sums = dict(found.group_by("period_to").agg(pl.col("value").sum().cast(pl.Float64)).rows())
    growth = sums[date(2025, 9, 30)] / sums[date(2024, 9, 30)] - 1
    assert growth == pytest.approx(margins().raw["patients"]["growth"], abs=0.0005)


def test_weighted_populations_add_up_to_the_registered_and_vary_as_published(clean: System) -> None:
    need = files(clean, "practice_need")["2025_26"].with_columns(
        pl.col("Population", *margins().raw["need"]).cast(pl.Float64)
    )
    primary = (need["Final PMC WP"] / need["Population"]).log()
    for name, (spread, correlation) in margins().raw["need"].items():
        assert need[name].sum() == pytest.approx(need["Population"].sum(), rel=1e-6)
        ratio = (need[name] / need["Population"]).log()
        assert ratio.std() == pytest.approx(spread, rel=0.4), name
        # Four standard errors of Fisher's z with 53 practices.
        seen, wanted = (np.arctanh(np.clip(value, -0.999, 0.999)) for value in (
            np.corrcoef(primary, ratio)[0, 1], correlation))  # fmt: skip
        assert seen == pytest.approx(wanted, abs=4 / np.sqrt(len(need) - 3)), name


def test_residents_are_the_patients_of_the_places_practices(clean: System) -> None:
    residents = frames(clean[1], "population_sub_icb").filter(pl.col("cut") == "")
    wide = files(clean, "gp_return_practice_detailed")["2025-10"].with_columns(pl.col("total_patients").cast(pl.Int64))
    each = margins().raw["patients"]["residents_each"]
    patients = dict(wide.group_by("sub_icb_code").agg(pl.col("total_patients").sum() * each).rows())
    assert {org: pytest.approx(float(value), rel=0.01) for org, value in residents.select("org", "value").rows()} == (
        patients
    )


def test_network_staff_meet_their_margins(clean: System) -> None:
    staff = files(clean, "pcn_individual")["2025-09"].with_columns(pl.col("FTE").cast(pl.Float64))
    direct = staff.filter(pl.col("STAFF_GROUP") == "Other Direct Patient Care staff")
    known = {group.label: group for group in margins().groups if group.key in NETWORK_GROUPS}
    shares = {label: group.share / sum(one.share for one in known.values()) for label, group in known.items()}
    assert len(direct) / len(staff) == pytest.approx(shares["Other Direct Patient Care staff"], abs=0.12)
    assert direct["FTE"].mean() == pytest.approx(known["Other Direct Patient Care staff"].fte, abs=0.08)
    assert (direct["DETAILED_STAFF_ROLE"] == "Pharmacist").mean() == pytest.approx(3901 / 14578, abs=0.15)
    contracted = staff.filter(pl.col("Data_source") == "NWRS contracted services")
    assert 0 < len(contracted) < len(staff) * 0.35
    assert set(contracted["STAFF_GROUP"]) == {"Other Direct Patient Care staff"}


def test_attendances_and_deliveries_follow_englands_rates(clean: System) -> None:
    known = margins().raw["demand"]
    found = frames(clean[1], "counts")
    year = found.filter(pl.col("period_to") > date(2024, 10, 31))
    staff = frames(clean[1], "esr_staff_list").filter(pl.col("month") > date(2024, 10, 31))
    midwives = float(staff.filter(pl.col("staff_group") == "midwifery")["fte"].sum()) / 12
    deliveries = float(year.filter(pl.col("measure") == "deliveries")["value"].sum())
    assert deliveries == pytest.approx(midwives * known["deliveries_per_midwife_wte"], rel=0.05)
    by_month = dict(found.filter(pl.col("measure") == "attendances").group_by(pl.col("period_to").dt.month()).agg(
        pl.col("value").cast(pl.Float64).mean()).rows())  # fmt: skip
    assert by_month[5] > by_month[2]
    assert by_month[5] / by_month[2] == pytest.approx(
        known["attendances_by_month"][5] / known["attendances_by_month"][2], rel=0.04
    )


def test_each_trust_team_in_the_community_works_in_one_neighbourhood(clean: System) -> None:
    staff = frames(clean[1], "esr_staff_list")
    in_networks = staff.filter(pl.col("place").str.starts_with("SYNN"))
    areas = set(margins().raw["trust_kinds"]["community"]["areas"])
    assert set(in_networks["area_of_work"]) == areas
    assert staff.filter(pl.col("area_of_work").is_in(list(areas)))["place"].str.starts_with("SYNN").all()
    assert staff.group_by("team").agg(pl.col("place").n_unique())["place"].max() == 1
    assert in_networks["place"].n_unique() > 5


def by_hand(people: Iterable[dict[str, object]]) -> Counter[tuple[str, str]]:
    """The slow twin of ``counts``: every person, every column that counts that person."""
    found: Counter[tuple[str, str]] = Counter()
    named = margins().raw["practice_return"]
    for one in people:
        org, fte, age = str(one["org"]), float(str(one["fte"])), int(str(one["age"]))
        found[org, f"total_{one['stem']}_hc"] += 1
        found[org, f"total_{one['stem']}_fte"] += fte  # type: ignore[assignment]
        for prefix in named[one["group"]]["columns"]:
            youngest = 30 if prefix in ("gp", "gp_extgl") else 25
            band = "70plus" if age >= 70 else f"under{youngest}" if age < youngest else (
                f"{age - age % 5}to{age - age % 5 + 4}")  # fmt: skip
            for sex in ("total", one["sex"]):
                found[org, f"{sex}_{prefix}_hc"] += 1
                found[org, f"{sex}_{prefix}_fte"] += fte  # type: ignore[assignment]
                found[org, f"{sex}_{prefix}_hc_{band}"] += 1
    return found


def test_counts_are_those_of_a_slow_twin(clean: System) -> None:
    rng = np.random.default_rng(3)
    named = list(margins().raw["practice_return"])
    people = pl.DataFrame(
        {
            "org": rng.choice(["SYNG0001", "SYNG0002"], 300),
            "group": rng.choice(named, 300),
            "stem": rng.choice(["gp_ret", "n_nurse_oth", "dpc_hca"], 300),
            "sex": rng.choice(SEXES, 300),
            "age": rng.integers(16, 76, 300),
            "fte": rng.choice([0.2, 0.5, 1.0], 300),
        }
    )
    seen = {(org, column): value for org, column, value in counts(margins(), people).rows()}
    slow = by_hand(people.iter_rows(named=True))
    assert seen.keys() == slow.keys()
    assert all(seen[key] == pytest.approx(value) for key, value in slow.items())


def test_posts_are_dealt_as_evenly_as_shares_allow() -> None:
    shares = np.array([0.5, 0.3, 0.15, 0.05])
    for seed in range(20):
        dealt_out = np.bincount(dealt(np.random.default_rng(seed), shares, 37), minlength=4)
        assert dealt_out.sum() == 37
        assert (np.abs(dealt_out - 37 * shares) < 1).all()


def test_no_practice_that_lacks_a_group_has_a_total(faulty: System) -> None:
    wide = files(faulty, "gp_return_practice_detailed")["2025-10"]
    known = wide.filter(pl.all_horizontal(pl.col("^.*_source$") == "Fully provided"))["prac_code"]
    assert 0 < len(known) < len(wide)
    for kind in ("detailed", "high"):
        assert set(last(faulty, f"gp_return_practice_{kind}", "wte", "")["org"]) == set(known), kind
