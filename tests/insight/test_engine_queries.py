"""The queries that feed the engines: what they ask for, and how they put the answers together."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest
from tests.insight.made_figures import figure, source
from tests.insight.standing_in import answers, nothing, view

from wholetime.insight.engine.pension_ages import Kind
from wholetime.insight.queries import areas, neighbourhoods, resilience, retirement, skills
from wholetime.kernel.figure import Coverage, Figure, Suppression, Unit

TRUSTS = {"sector": "nhs_trust", "source": "staff_list"}
MARCH_2026 = (2026, 3)


def people(count: int | None, month: tuple[int, int] = MARCH_2026, **detail: str) -> Figure:
    hidden = Suppression.PRIMARY if count is None else None
    return figure("headcount", count, unit=Unit.PEOPLE, suppression=hidden, detail={**TRUSTS, **detail}, month=month)


def at(name: str, area: str, value: int | str | None, level: str = "neighbourhood", **more: object) -> Figure:
    detail = {level: area, **more.pop("detail", {})}  # type: ignore[dict-item]
    return figure(name, value, detail=detail, **more)  # type: ignore[arg-type]


def of(org: str, one: Figure) -> Figure:
    return replace(one, scope=replace(one.scope, org=org))


def asked(monkeypatch: pytest.MonkeyPatch, *held: Figure, public: tuple[Figure, ...] = ()) -> None:
    """Every query sees ``held`` under its viewpoint, and ``public`` of England."""
    mine, theirs = answers(*held), answers(*public) if public else nothing
    for room in (areas, resilience, skills, neighbourhoods):
        for name, answer in (("ask", mine), ("ask_once", mine), ("public", theirs)):
            if hasattr(room, name):
                monkeypatch.setattr(room, name, answer)
    skills._england.cache_clear()


def test_retirement_takes_single_ages_and_leaves_the_unknown_out(monkeypatch: pytest.MonkeyPatch) -> None:
    ages = [people(10, age_year=str(age)) for age in range(50, 66)] + [people(5, age_year="Unknown")]
    bands = [people(165, age_band="50-64")]
    monkeypatch.setattr(retirement, "standing", answers(people(165), *ages, *bands))
    (found,) = retirement.retirement(view())
    line = found.overall(1, Kind.EARLIEST)
    assert line is not None
    assert (line.people.figure.value, line.people.low, line.people.high) == (120, 96, 144)  # each age 8 to 12
    assert line.share.denominator == 160
    assert found.notes == ("5 people of unknown age are left out",)


def test_retirement_falls_back_to_bands_where_single_ages_are_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    ages = [people(None, age_year=str(age)) for age in range(55, 60)]
    monkeypatch.setattr(retirement, "standing", answers(people(40), *ages, people(40, age_band="55-59")))
    (found,) = retirement.retirement(view())
    line = found.overall(1, Kind.EARLIEST)
    assert line is not None
    assert line.people.figure.value == 40
    assert found.notes == ()


def test_retirement_of_invented_people_stands_apart_and_nothing_gives_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    made = replace(people(20, age_band="60-64"), sources=(source(synthetic=True),))
    total = replace(people(20), sources=(source(synthetic=True),))
    monkeypatch.setattr(retirement, "standing", answers(people(30), people(30, age_band="60-64"), total, made))
    assert [(one.synthetic, one.counted[0].value) for one in retirement.retirement(view())] == [(False, 30), (True, 20)]
    monkeypatch.setattr(retirement, "standing", nothing)
    assert retirement.retirement(view()) == ()


def test_the_newest_figure_counts_unless_few_speak_for_it() -> None:
    full = at("wte", "U1", 50, coverage=Coverage(9, 9), month=(2024, 3))
    sample = at("wte", "U1", 3, coverage=Coverage(1, 1), month=(2025, 7))
    old = at("wte", "U1", 90, coverage=Coverage(30, 30), month=(2019, 3))
    assert areas.newest([sample, full, old], "neighbourhood") == {"U1": full}
    newer = at("wte", "U1", 52, coverage=Coverage(8, 9), month=(2025, 3))
    assert areas.newest([full, newer], "neighbourhood") == {"U1": newer}


def test_low_resilience_ranks_what_is_under_the_view_against_england(monkeypatch: pytest.MonkeyPatch) -> None:
    depth = [at("patients_per_wte", code, value) for code, value in (("U1", 900), ("U2", 300))]
    staff = [of(code, at("wte", code, value)) for code, value in (("U1", 3), ("U2", 40))]
    england = tuple(at("patients_per_wte", f"E{n}", 400 + n) for n in range(5))
    asked(monkeypatch, *depth, *staff, public=england)
    first, second = resilience.low_resilience(view(), "neighbourhood")
    assert [(one.area, one.rank) for one in (first, second)] == [("U1", 1), ("U2", 2)]
    assert {score.part.code: score.score and round(score.score) for score in first.parts if score.figure} == {
        "depth": 100,
        "smallness": 94,
    }
    assert {score.part.code for score in second.parts if score.missing == "not held"} == {
        "age",
        "vacancy",
        "turnover",
        "single",
    }


def test_skills_weigh_patients_by_need_and_count_a_group_without_wte_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    nurses = [
        at("patients_per_wte", f"U{n}", 2500, numerator=10000, denominator=4, group="practice_nurse") for n in range(6)
    ]
    none = at("patients_per_wte", "U6", None, group="practice_nurse")
    need = [at("need_weighted_patients", f"U{n}", 11000) for n in range(7)]
    known = [at("patients", f"U{n}", 10000, detail={"source": "practice_need"}) for n in range(7)]
    asked(monkeypatch, *nurses, none, *need, *known)
    gaps = skills.skills(view(), "neighbourhood")
    assert gaps[0].area == "U6"
    assert gaps[0].gap.figure.value == 4
    assert gaps[1].rate.value == Decimal(40000) / 11000
    assert gaps[1].gap.figure.value == 0


def test_a_network_that_lists_staff_without_a_role_has_none_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = {"source": "pcn_individual"}
    staff = [
        at("wte", f"U{n}", 2, group="direct_patient_care", detail={**listed, "role": "Pharmacist"}) for n in range(6)
    ]
    other = at("wte", "U6", 2, group="direct_patient_care", detail={**listed, "role": "Paramedic"})
    need = [at("need_weighted_patients", f"U{n}", 10000) for n in range(8)]
    asked(monkeypatch, *staff, other, *need)
    gaps = {one.area: one for one in skills.skills(view(), "neighbourhood") if one.group == "Pharmacist"}
    assert gaps["U6"].gap.figure.value == 2
    assert "U7" not in gaps
    assert dict(gaps["U6"].rate.scope.detail)["role"] == "Pharmacist"


def test_a_team_has_its_practices_and_those_whom_a_trust_sends(monkeypatch: pytest.MonkeyPatch) -> None:
    here = of("P1", at("wte", "U1", 3, group="practice_nurse", detail={"sector": "general_practice"}))
    sent = of("R0A", at("wte", "U1", 2, level="worked_at", group="nursing", detail={"sector": "nhs_trust"}))
    elsewhere = of("P9", at("wte", "U1", 7, level="worked_at", group="nursing", detail={"sector": "social_care"}))
    single = of("P1", at("headcount", "U1", 1, group="practice_nurse"))
    asked(monkeypatch, here, single, at("patients", "U1", 9000))
    tree = pl.DataFrame({"code": ["U1", "P1", "P9", "R0A"], "neighbourhood": ["U1", "U1", "U9", None]})
    monkeypatch.setattr(neighbourhoods, "lineage", lambda _: tree)
    monkeypatch.setattr(neighbourhoods, "codes_under", lambda *_: ["U1", "P1"])
    monkeypatch.setattr(neighbourhoods, "_worked", lambda *_: (sent, elsewhere))
    (team,) = neighbourhoods.neighbourhood_teams(view())
    assert {(line.group, line.wte.value) for line in team.lines} == {("practice_nurse", 3), ("nursing", 2)}
    assert team.employers == ("P1", "R0A")
    assert [(one.employer, one.role) for one in team.alone] == [("P1", "practice_nurse")]
    assert team.patients is not None
