"""Every adapter reads a file of the synthetic system, or there is a reason why none is made for it."""

from __future__ import annotations

from tests.dataset.synthetic.systems import Read

from wholetime.dataset.engine.adapters import all_adapters
from wholetime.dataset.engine.synthetic import Summary

SAME_PEOPLE = "counts, from the record system, the very people whose staff lists are written: they would count twice"
OTHER_COUNT = "another count of attendances, which are written as counts"
NOT_MADE = {
    "nhs_turnover": SAME_PEOPLE,
    "nhs_sickness": SAME_PEOPLE,
    "hchs_nationality": SAME_PEOPLE,
    "gp_practice_year": "yearly means of the practice-level file, made by others",
    "gp_district": "patients and GPs by council, made by others; the system has no councils",
    "pcn_by_network": "made by wholetime itself from the individual-level file, and reads like it",
    "ae_monthly": OTHER_COUNT,
    "ae_provider_series": OTHER_COUNT,
    "ae_system_series": OTHER_COUNT,
    "maternity_provider": "another count of deliveries, which are written as counts",
    "beds_trust": "beds are no part of the system",
    "asc_council": "printed rates by council; the system has no councils",
    "population_council": "residents by council; the system has no councils",
    "population_country": "residents of England by age, a sum of finer counts; the system has residents by place",
}


def test_every_adapter_is_exercised_or_named_with_a_reason(clean: tuple[Summary, list[Read]]) -> None:
    exercised = {one.adapter.name for one in clean[1] if not one.reading.frame.is_empty()}
    known = {adapter.name for adapter in all_adapters()}
    assert known - exercised == set(NOT_MADE), "write its file in engine/synthetic, or say here why not"
    assert exercised <= known
    assert all(len(reason) > 20 for reason in NOT_MADE.values())
