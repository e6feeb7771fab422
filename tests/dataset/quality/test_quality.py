"""Quality of the synthetic system's deliberate faults, lateness, and the rules themselves."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from tests.dataset.synthetic.systems import Read, frames

from wholetime.dataset.engine.frames import Table, conform
from wholetime.dataset.engine.mapping.reference import occupation_codes, reference_yaml
from wholetime.dataset.engine.pseudonym import pseudonymise
from wholetime.dataset.engine.quality import coding_worklist, completeness, findings, late_or_thin, timeliness
from wholetime.dataset.engine.quality.rules import coding_rules, validity_rules
from wholetime.dataset.engine.quality.validity import CHECKS
from wholetime.dataset.engine.quality.worklists import WORKLISTS
from wholetime.dataset.engine.synthetic import Summary

type System = tuple[Summary, list[Read]]


def lake(system: System) -> pl.DataFrame:
    frame = pseudonymise(frames(system[1], "esr_staff_list"), b"a key for the tests, long enough")[0]
    return frame.filter(pl.col("month") == frame["month"].max())


def test_without_faults_there_is_nothing_to_find(clean: System) -> None:
    frame = lake(clean)
    assert findings(frame).is_empty()
    assert coding_worklist(frame).is_empty()
    assert (completeness(frame, "esr_staff_list")["share"] == 1).all()


def test_faults_are_found_at_their_shares(faulty: System) -> None:
    frame, shares = lake(faulty), reference_yaml("synthetic_margins")["faults"]
    gaps = completeness(frame, "esr_staff_list", by=("month",)).filter(pl.col("field") == "ethnicity")
    assert 1 - gaps["share"][0] == pytest.approx(shares["ethnicity_missing"], abs=0.02)
    assert set(findings(frame)["rule"]) >= {"registration_missing", "registration_expired", "occupation_code_closed"}
    workers = frame.filter(pl.col("job_role") == "Maternity Support Worker")
    listed = coding_worklist(frame, "maternity_support")
    assert 0 < listed.height == workers["occupation_code"].is_in(["H1C", "N9C"]).sum() < workers.height
    assert set(listed["proposed"]) == {"H2C"}
    assert set(coding_worklist(frame)["worklist"]) >= {"maternity_support", "ahp"}


def test_every_rule_has_a_meaning_a_source_and_known_codes() -> None:
    assert {rule.id for rule in validity_rules()} == set(CHECKS)
    valid = set(occupation_codes().filter("valid")["code"])
    for rule in coding_rules():
        assert rule.propose in valid, rule.id
        assert rule.worklist in WORKLISTS, rule.id
        assert rule.codes or rule.codes_not or (rule.family and rule.letter), rule.id
        assert rule.job_role or rule.area_of_work, rule.id
        assert all((rule.source, rule.reason, rule.effective_from)), rule.id
    assert len({rule.id for rule in coding_rules()}) == len(coding_rules())


def test_lateness_counts_from_the_day_the_next_period_was_due() -> None:
    held = pl.DataFrame(
        {
            "source": ["a", "a", "a", "b"],
            "org": ["X", "X", "Y", "X"],
            "period_to": [date(2025, 8, 31), date(2025, 9, 30), date(2025, 6, 30), date(2020, 1, 1)],
        }
    )
    table = timeliness(held, date(2025, 11, 30), {"a": 31}, grace_days=20)
    assert table.select("source", "org", "age_days", "late_days").rows() == [
        ("a", "Y", 153, 102),
        ("a", "X", 61, 10),
        ("b", "X", 2160, 0),
    ]


def returned(org: str, day: date, **headcount: int) -> list[dict[str, object]]:
    common = {"measure": "headcount", "org": org, "period_from": day, "period_to": day, "status": "reported"}
    return [common | {"staff_group": group, "value": number} for group, number in headcount.items()]


def test_returns_that_never_came_are_late_or_thin() -> None:
    march, june, september = date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30)
    rows = [
        *returned("GOOD", june, gp=4, practice_nurse=2), *returned("GOOD", september, gp=4, practice_nurse=2),
        *returned("LATE", march, gp=4, practice_nurse=2),
        *returned("FEWER", june, gp=4, practice_nurse=2, practice_admin=8), *returned("FEWER", september, gp=4),
        *returned("ALONE", september, practice_admin=8),
        *returned("OTHER", march, gp=1),
    ]  # fmt: skip
    frame = conform(pl.DataFrame(rows, infer_schema_length=None), Table.OBSERVATION)
    table = late_or_thin(frame, ["GOOD", "LATE", "FEWER", "ALONE", "NEVER"], date(2025, 10, 15))
    assert table.select("org", "state", "late_days").rows() == [
        ("NEVER", "never", None),
        ("LATE", "late", 75),
        ("ALONE", "thin", 0),
        ("FEWER", "thin", 0),
    ]
    assert table["why"][0] == "No return has been received"
