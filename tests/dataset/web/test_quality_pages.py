"""Data quality from the page: what to mend first, whom to chase, and worklists that open to few."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.utils import timezone
from tests.dataset.web.small_world import World, return_csv, return_row, staff_list

from wholetime.dataset.actions.register import catch_up
from wholetime.dataset.models import Load
from wholetime.dataset.web.return_form import month_ends


@pytest.fixture
def held(world: World) -> World:
    for file in (staff_list(), return_csv(return_row(day=month_ends(timezone.localdate())[0].isoformat()))):
        world.gita.post("/data/loads/new/", {"file": file})
        world.gita.post(f"/data/loads/{Load.objects.get(state='staged').key}/confirm/")
    catch_up()
    return world


def test_the_first_thing_to_fix_is_the_gap_that_is_missing_most(held: World) -> None:
    rows = held.gita.get("/api/v1/quality/fix-first").json()
    ethnicity = next(row for row in rows if row["field"] == "ethnicity")
    assert (ethnicity["missing"], ethnicity["gain"], ethnicity["name"]) == (3, 30.0, "Bolton NHS Foundation Trust")
    page = held.gita.get("/data/quality/").content.decode()
    assert "Fix these first" in page
    assert "Ethnicity" in page
    assert "Bolton NHS Foundation Trust" in held.gita.get("/data/quality/completeness/?name=bolton").content.decode()


def test_those_who_never_sent_a_return_are_to_be_chased(held: World) -> None:
    states = {row["org"]: row["state"] for row in held.gita.get("/api/v1/quality/returns/five_minute_return").json()}
    assert states == {"P82001": "thin", "P82002": "never", "AL001": "never", "CH001": "never"}
    assert "Halliwell Surgery" in held.gita.get("/data/quality/returns/").content.decode()
    assert "Halliwell Surgery" not in held.mo.get("/data/quality/returns/").content.decode()


def test_a_worklist_names_the_record_as_the_record_system_does(held: World) -> None:
    answer = held.gita.get("/data/worklists/midwives.xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[1].iter_rows(values_only=True))
    found = dict(zip(rows[0], rows[1], strict=True))
    assert (found["Employee number"], found["Code now"], found["Proposed code"]) == ("10000", "N6A", "N2C")
    assert len(rows) == 2
    text = held.gita.get("/data/worklists/midwives.csv").content.decode("utf-8-sig")
    assert text.splitlines()[1].startswith("10000,Bolton NHS Foundation Trust,RMC")


def test_a_worklist_opens_to_those_who_keep_records_and_holds_only_theirs(held: World) -> None:
    assert held.dina.get("/data/worklists/midwives/").status_code == 403
    assert held.dina.get("/data/worklists/midwives.csv").status_code == 403
    assert held.dina.get("/api/v1/quality/worklists/midwives").status_code == 403
    assert held.dina.get("/data/worklists/").status_code == 200
    other = held.accounts["hana"].memberships.get()
    other.node = type(other.node).objects.get(code="QMJ")
    other.save()
    assert held.hana.get("/api/v1/quality/worklists/midwives").json() == []
    assert held.hana.get("/api/v1/quality/fix-first").json() == []
    assert "Bolton" not in held.hana.get("/data/quality/").content.decode()


def test_what_does_not_exist_is_not_found(held: World) -> None:
    for address in (
        "/data/worklists/none/",
        "/data/worklists/midwives.pdf",
        "/data/quality/returns/?source=esr_staff_list",
    ):
        assert held.gita.get(address).status_code == 404
