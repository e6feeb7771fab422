"""Pages of a forecast: what they say of a run, to whom, and what they keep to themselves."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from tests.dataset.web.small_world import World
from tests.forecast.made_runs import RECORDS, a_history, a_run, with_ages

from wholetime.chassis.models import Job
from wholetime.forecast.engine.run import Parcel
from wholetime.forecast.jobs import rerun_asked
from wholetime.forecast.models import Run


def test_a_run_is_shown_with_its_fan_table_sentence_and_footnote(world: World) -> None:
    run = a_run("RMC")
    page = world.gita.get("/forecast/RMC/").content.decode()
    assert "NHS trusts, Bolton NHS Foundation Trust" in page
    assert "8 of 10 draws lie between" in page
    assert page.count(f"Run {run.number} of ") >= 5
    assert "80%: from" in page
    assert "Unexplained in the past" in page
    assert "Registered patients go on growing" in page


def test_an_area_without_a_run_says_how_to_make_one(world: World) -> None:
    page = world.gita.get("/forecast/QOP/").content.decode()
    assert "Nothing has been forecast for Greater Manchester yet" in page
    assert "/forecast/QOP/new/" in page
    form = world.gita.get("/forecast/QOP/new/").content.decode()
    assert "Nothing here can be forecast yet" in form


def test_runs_are_for_those_who_may_see_the_area(world: World) -> None:
    own, other = a_run("RMC"), a_run("RAL")
    assert world.gita.get(f"/forecast/run/{own.key}/").status_code == 200
    for address in ("/forecast/RAL/", f"/forecast/run/{other.key}/", f"/forecast/run/{other.key}/run.json"):
        assert world.gita.get(address).status_code == 404, address
    assert world.ned.get("/forecast/").status_code == 404


def test_a_small_group_of_records_is_withheld_and_another_with_it(world: World) -> None:
    a_run("RMC", a_history(RECORDS, heads={"nursing": 300.0, "medical": 40.0, "midwifery": 3.0}))
    page = world.gita.get("/forecast/RMC/").content.decode()
    row = page[page.index("WTE by staff group") :]
    midwives = row[row.index("Midwives") :][:700]
    doctors = row[row.index("doctors") :][:700]
    assert "[c]" in midwives
    assert "[c]" in doctors
    assert "Small numbers are withheld" in page
    assert "Invented" in page


def test_a_small_group_of_a_publication_is_not(world: World) -> None:
    a_run("RMC", a_history(heads={"nursing": 300.0, "medical": 40.0, "midwifery": 3.0}))
    assert "[c]" not in world.gita.get("/forecast/RMC/").content.decode()


def test_the_workbook_has_every_table_and_its_source(world: World) -> None:
    run = a_run("RMC")
    answer = world.gita.get("/forecast/RMC/overview/briefing.xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    text = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
    assert run.number in text
    assert "turnover.csv" in text
    assert "Need less supply" in text


def test_a_run_is_downloaded_whole(world: World) -> None:
    run = a_run("RMC")
    held = Parcel.read(world.gita.get(f"/forecast/run/{run.key}/run.json").content)
    assert held.answer.hash == run.result_hash


def test_two_runs_are_set_side_by_side(world: World) -> None:
    run = a_run("RMC")
    other = a_run("RMC", a_history(heads={"nursing": 410.0, "medical": 80.0}))
    page = world.gita.get(f"/forecast/run/{run.key}/?beside={other.key}").content.decode()
    assert "The data" in page
    assert "First, supply" in page


def test_running_again_says_that_it_is_the_same(world: World) -> None:
    run = a_run("RMC")
    job = Job.objects.create(account=world.accounts["gita"], title="Again")
    said = rerun_asked.func(job=job.pk, key=str(run.key), asker=world.accounts["gita"].pk)
    job.refresh_from_db()
    assert said is None
    assert job.said.startswith(f"The same result: {run.result_hash[:12]}.")


def test_a_run_is_never_changed(world: World) -> None:
    run = Run.objects.get(key=a_run("RMC").key)
    with pytest.raises(Exception, match="stays as it was written"):
        Run.objects.filter(pk=run.pk).update(title="Other")


def test_retirement_says_where_ages_are_not_known(world: World) -> None:
    a_run("RMC")
    assert "Ages are not known here" in world.gita.get("/forecast/RMC/retirement/").content.decode()


def test_retirement_of_a_staff_list_has_who_could_go_and_who_is_likely_to(world: World) -> None:
    a_run("RMC", with_ages(a_history(RECORDS)))
    page = world.gita.get("/forecast/RMC/retirement/").content.decode()
    assert "May draw a pension now" in page
    assert "Were State Pension age a year later" in page
    assert "Retirement year by year" in page


def test_the_chance_is_of_the_size_asked_about(world: World) -> None:
    a_run("RMC")
    page = world.gita.get("/forecast/RMC/?beyond=22").content.decode()
    assert "Chance of a gap beyond 22 WTE" in page
    assert "Chance of a gap beyond 0 WTE" in world.gita.get("/forecast/RMC/?beyond=1e9").content.decode()


def test_every_run_is_listed_once(world: World) -> None:
    runs = [a_run("RMC"), a_run("RMC")]
    page = world.gita.get("/forecast/RMC/runs/").content.decode()
    assert "2 runs, newest first" in page
    assert all(page.count(f">{run.number}</a></th>") == 1 for run in runs)


def test_a_model_card_stands_beside_the_forecast(world: World) -> None:
    a_run("RMC")
    page = world.gita.get("/forecast/RMC/sureness/").content.decode()
    assert "The past held is too short" in page
    assert "What it is not for" in page
    assert "Decisions about a named person" in page


def test_a_run_by_rest_has_its_lines_and_sources(world: World) -> None:
    run = a_run("RMC")
    (listed,) = world.gita.get("/api/v1/forecasts/RMC").json()
    assert listed["result_hash"] == run.result_hash
    whole = world.gita.get(f"/api/v1/forecasts/run/{run.key}").json()
    supply = next(one for one in whole["lines"] if (one["measure"], one["group"], one["unit"]) == ("supply", "", "WTE"))
    assert len(supply["at"]) == len(supply["middle"]) == 4
    assert whole["sources"][0]["sha256"] == "a" * 64
    assert world.gita.get("/api/v1/forecasts/RAL").status_code == 404


def test_small_groups_of_records_are_left_out_of_rest(world: World) -> None:
    run = a_run("RMC", a_history(RECORDS, heads={"nursing": 300.0, "medical": 40.0, "midwifery": 3.0}))
    whole = world.gita.get(f"/api/v1/forecasts/run/{run.key}").json()
    assert {one["group"] for one in whole["lines"] if one["measure"] == "supply"} == {"", "nursing"}


def test_a_forecast_is_asked_for_by_rest(world: World) -> None:
    answer = world.gita.post("/api/v1/forecasts/RMC", {"years": "3"})
    assert answer.status_code == 202
    assert Job.objects.get().pk == answer.json()["job"]
    assert world.gita.post("/api/v1/forecasts/RMC", {"years": "99"}).status_code == 422
