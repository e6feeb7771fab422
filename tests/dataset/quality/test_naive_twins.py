"""Data quality against naive twins: one record and one rule at a time, in plain Python."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from importlib.resources import files

import polars as pl
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from wholetime.dataset.engine.frames import Table, conform
from wholetime.dataset.engine.quality import coding_worklist, completeness, findings, fix_first, validity

REFERENCE = files("wholetime.dataset") / "reference"
RULES = yaml.safe_load((REFERENCE / "quality_rules.yaml").read_text(encoding="utf-8"))
CODES = {row["code"]: row for row in csv.DictReader((REFERENCE / "occupation_codes.csv").read_text().splitlines())}
MONTH = date(2025, 10, 31)
Record = dict[str, object]

record = st.fixed_dictionaries(
    {
        "org": st.sampled_from(["A", "B"]),
        "staff_group": st.sampled_from(["nursing", "medical", "support_clinical", "unknown", "scientific_therapeutic"]),
        "occupation_code": st.sampled_from(
            [None, "N6A", "H1C", "H2C", "N9C", "H1A", "S1E", "S1X", "N7J", "091", "N0C", "ZZZ", "000"]
        ),
        "job_role": st.sampled_from(
            [
                None,
                "Maternity Support Worker",
                "Physiotherapist",
                "Midwife",
                "Porter",
                "Physiotherapy Assistant",
                "Student Midwife",
            ]
        ),
        "area_of_work": st.sampled_from([None, "Maternity", "Surgery"]),
        "band": st.sampled_from([None, "Band 3"]),
        "contract": st.sampled_from([None, "permanent", "bank"]),
        "fte": st.sampled_from([None, 0.0, 0.5, 1.0, 1.2]),
        "sex": st.sampled_from([None, "Female", "Unknown"]),
        "age": st.sampled_from([None, 15, 16, 40, 75, 76]),
        "ethnicity": st.sampled_from([None, "Not stated", "Indian"]),
        "nationality": st.sampled_from([None, "British"]),
        "started": st.sampled_from([None, date(2020, 1, 1)]),
        "registered_until": st.sampled_from([None, date(2025, 10, 30), MONTH, date(2026, 1, 1)]),
    }
)
records = st.lists(record, min_size=1, max_size=15)


def frame_of(given_records: list[Record]) -> pl.DataFrame:
    named = [one | {"month": MONTH, "person": at, "assignment": at} for at, one in enumerate(given_records)]
    return conform(pl.DataFrame(named, infer_schema_length=None), Table.ASSIGNMENT)


def registered(one: Record) -> bool:
    listed = CODES.get(str(one["occupation_code"]))
    ahp = listed is not None and listed["detailed_group"] in RULES["registered_detailed_groups"]
    return ahp or one["staff_group"] in RULES["registered_groups"]


def naive_breaks(one: Record) -> set[str]:
    fte, age, code, until = one["fte"], one["age"], one["occupation_code"], one["registered_until"]
    doctor = code is not None and re.fullmatch(r"\d{3}", str(code)) is not None and code != "000"
    broken = {
        "fte_zero": fte == 0 and one["contract"] not in RULES["no_hours_contracts"],
        "fte_over_one": fte is not None and fte > 1,
        "age_outside": age is not None and not 16 <= age <= 75,
        "occupation_code_missing": code is None,
        "occupation_code_unknown": code is not None and not doctor and code not in CODES,
        "occupation_code_closed": code in CODES and CODES[str(code)]["valid"] == "false",
        "registration_missing": registered(one) and until is None,
        "registration_expired": registered(one) and until is not None and until < MONTH,
    }
    return {rule for rule, breaks in broken.items() if breaks}


def naive_proposal(one: Record) -> tuple[str, str] | None:
    for rule in RULES["coding"]:
        code = one["occupation_code"]
        if code is None or code == rule["propose"]:
            continue
        fits = [
            bool(re.search(rule[name], str(one[name] or ""))) for name in ("job_role", "area_of_work") if name in rule
        ]
        unfit = "job_role_not" in rule and re.search(rule["job_role_not"], str(one["job_role"] or ""))
        if "codes" in rule:
            fits.append(code in rule["codes"])
        elif "codes_not" in rule:
            fits.append(code not in rule["codes_not"])
        else:
            fits.append(not (str(code)[0] == rule["family"] and str(code)[-1] == rule["letter"]))
        if all(fits) and not unfit:
            return rule["id"], rule["propose"]
    return None


@settings(max_examples=80, deadline=None)
@given(records)
def test_findings_and_validity(given_records: list[Record]) -> None:
    frame = frame_of(given_records)
    found: dict[int, set[str]] = {}
    for at, rule in findings(frame).select("person", "rule").rows():
        found.setdefault(at, set()).add(rule)
    assert found == {at: broken for at, one in enumerate(given_records) if (broken := naive_breaks(one))}
    counted = Counter((one["org"], rule) for one in given_records for rule in naive_breaks(one))
    table = validity(frame)
    assert {(org, rule): n for org, rule, n in table.select("org", "rule", "broken").rows() if n} == dict(counted)
    assert table.height == len({one["org"] for one in given_records}) * len(RULES["validity"])


@settings(max_examples=80, deadline=None)
@given(records)
def test_coding_worklist(given_records: list[Record]) -> None:
    listed = coding_worklist(frame_of(given_records)).select("person", "rule", "proposed").rows()
    wanted = [(at, *said) for at, one in enumerate(given_records) if (said := naive_proposal(one))]
    assert sorted(listed) == wanted


@settings(max_examples=60, deadline=None)
@given(records)
def test_completeness_and_fix_first(given_records: list[Record]) -> None:
    table = completeness(frame_of(given_records), "esr_staff_list")
    fields = [*RULES["fields"]["esr_staff_list"], "registered_until"]
    wanted = {}
    for field in fields:
        asked = [one for one in given_records if field != "registered_until" or registered(one)]
        for org in {one["org"] for one in asked}:
            here = [one for one in asked if one["org"] == org]
            filled = [one for one in here if one[field] is not None and one[field] not in RULES["empty_words"]]
            wanted[org, field] = (len(here), len(filled))
    assert {
        (org, field): (n, k) for org, field, n, k in table.select("org", "field", "records", "filled").rows()
    } == wanted
    ranked = fix_first(table)
    everyone = Counter[str]()
    for (_, field), (n, _) in wanted.items():
        everyone[field] += n
    gains = {(org, field): 100 * (n - k) / everyone[field] for (org, field), (n, k) in wanted.items() if n > k}
    seen = {(org, field): gain for org, field, gain in ranked.select("org", "field", "gain").rows()}
    assert seen == gains
    assert ranked["gain"].to_list() == sorted(gains.values(), reverse=True)
    assert fix_first(table, top=1).height == min(1, len(gains))
