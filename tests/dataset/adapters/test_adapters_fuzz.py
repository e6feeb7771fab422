"""Whatever stands in the cells, an adapter answers with rows and refusals, never with an error."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholetime.dataset.engine.adapter import REFUSALS, Layout, RawTable
from wholetime.dataset.engine.adapters import adapter_named
from wholetime.dataset.engine.adapters.ae_monthly import COLUMNS as AE
from wholetime.dataset.engine.adapters.beds_trust import GENERAL, KINDS
from wholetime.dataset.engine.adapters.gp_practice_year import GROUPS
from wholetime.dataset.engine.adapters.population_council import AGES as COUNCIL_AGES
from wholetime.dataset.engine.adapters.practice_need import COLUMNS as NEED
from wholetime.dataset.engine.frames import OBSERVATION

HEADERS = {
    "nhs_turnover": ["PERIOD", "TYPE", "REPORTING_ORG_CODE", "CLUSTER_GROUP", "STAFF_GROUP_1_NAME", "HC", "FTE"],
    "nhs_sickness": ["DATE", "ORG_CODE", "FTE_DAYS_LOST", "FTE_DAYS_AVAILABLE", "SICKNESS_ABSENCE_RATE_PERCENT"],
    "hchs_nationality": ["Month", "Organisation code", "Staff group", "Nationality", "FTE"],
    "gp_practice_year": ["Practice.Code", "Year", "TOTAL_PATIENTS", "IMD", *GROUPS],
    "gp_return_practice_high": [
        *("prac_code", "staff_group", "detailed_staff_role", "measure", "value", "year", "month"),
    ],
    "gp_return_practice_detailed": [
        *("prac_code", "total_patients", "gp_source", "total_gp_hc", "total_gp_fte", "total_gp_extgl_hc"),
        *("total_gp_extgl_fte", "year", "month"),
    ],
    "gp_return_individual": [
        *("sub_icb_code", "data_source", "unique_identifier", "staff_group", "detailed_staff_role", "age_band"),
        *("gender", "fte", "year", "month"),
    ],
    "pcn_individual": [
        *("Data_source", "CENSUS_YEAR", "CENSUS_MONTH", "PCN_CODE", "STAFF_GROUP", "DETAILED_STAFF_ROLE", "FTE"),
        "UNIQUE_IDENTIFIER",
    ],
    "asc_council": [
        *("Financial year", "Local authority code", "Grouping", "Measure", "Value", "MADs_from_median"),
    ],
    "maternity_provider": [
        *("Period", "Dimension", "Org_Level", "Org_Code", "Measure", "Count_Of", "Value"),
    ],
    "ae_monthly": ["Period", "Org Code", *AE],
    "ae_provider_series": ["period", "org_code", "type", "attendances", "breaches", "admissions"],
    "beds_trust": ["nhs_trust22_code", "date", *GENERAL, *(column for pair in KINDS.values() for column in pair)],
    "population_council": ["Code", "Name", "Geography", "All ages", *COUNCIL_AGES],
    "practice_need": ["Practice_Code", "ICB", *NEED],
    "counts": ["period", "org", "measure", "value", "sector", "staff_group", "sex", "detail", "status"],
}
LIKELY = (
    *("R0A", "A81001", "U12345", "E08000003", "E92000001", "2024-04", "April 2024", "30/04/2024", "2016", "12", "1"),
    *("202510 to 202511", "2022-23", "MSitAE-APRIL-2024", "Total ", "0", "-1", "1.5", "NA", "*", "Joiners", "Acute"),
    *(
        "All staff groups",
        "GP",
        "Nurses",
        "FTE",
        "HC",
        "Provider",
        "National",
        "TotalDeliveries",
        "Deliveries",
        "other",
    ),
    *("Outcome, Workforce turnover rate", "headcount", "Female", "1e400", "999999999999999", "0000-00"),
)
CELL = st.one_of(st.none(), st.sampled_from(LIKELY), st.text(max_size=5))


@pytest.mark.parametrize("name", sorted(HEADERS))
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_any_cells_are_read_or_refused(name: str, data: st.DataObject) -> None:
    header = HEADERS[name]
    rows = data.draw(st.lists(st.lists(CELL, min_size=len(header), max_size=len(header)), min_size=1, max_size=4))
    frame = pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String), orient="row")
    layout = Layout("weights_2025_26_mid2020.csv", tuple(header))
    adapter = adapter_named(name)
    assert adapter is not None
    assert adapter.recognise(layout)
    reading = adapter.read(RawTable(layout, frame.with_row_index("row", 2).cast({"row": pl.Int64})))
    assert dict(reading.frame.schema) == OBSERVATION
    assert dict(reading.refusals.schema) == REFUSALS
    assert reading.refusals["row"].is_between(2, 1 + len(rows)).all()
