"""Loading an official projection: seen before it is in force, whole or not at all, the same twice, below as above."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.dataset.web.small_world import World
from tests.forecast.test_jobs import PART
from tests.forecast.test_official import long_text
from typer.testing import CliRunner

from wholetime.chassis.api import node, operator_scope
from wholetime.config.commands import forecast_population
from wholetime.forecast.api import ProjectionRefused, load_projection, projection_of
from wholetime.forecast.engine.run.needed import PROJECTED
from wholetime.forecast.models import PopulationProjection
from wholetime.forecast.queries.histories import history_of

SNPP = "Subnational population projections, Office for National Statistics"


def sent(text: str, name: str = "snpp.csv") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, text.encode()), "title": SNPP, "licence": "OGL v3"}


def both_areas() -> str:
    """Greater Manchester under its own code, Bolton in it by name, and an area elsewhere."""
    head, *rows = long_text(area="QOP").splitlines()
    return "\n".join(
        [head, *rows, *(row.replace("QOP", "Bolton") for row in rows), *(row.replace("QOP", "QMJ") for row in rows)]
    )


def test_a_file_is_looked_at_and_then_taken_in(world: World) -> None:
    preview = world.gita.post("/forecast/QOP/population/load/", sent(both_areas()))
    assert preview.status_code == 302
    assert projection_of("QOP") is None
    page = world.gita.get(preview["Location"]).content.decode()
    assert "in place of the growth of past years" in page
    assert "172,000" in page
    assert "Bolton" in page
    assert world.gita.post(preview["Location"], {"decision": "take"}).status_code == 302
    held = projection_of("QOP")
    assert held is not None
    assert (held.by, held.title, held.projection.totals.tolist()) == ("Gita", SNPP, [172_000, 189_200])
    assert projection_of("00T").code == "00T"
    assert projection_of("RMC").code == "QOP"
    assert projection_of("QMJ") is None
    shown = world.gita.get("/forecast/QOP/population/").content.decode()
    assert held.sha256 in shown
    assert "+10.0%" in shown
    workbook = world.gita.get("/forecast/QOP/population/briefing.xlsx")
    assert workbook.status_code == 200


def test_the_same_file_twice_changes_nothing(world: World) -> None:
    area = node("QOP")
    assert load_projection(area, "a.csv", both_areas().encode(), SNPP, "")[1]
    assert not load_projection(area, "b.csv", both_areas().encode(), SNPP, "")[1]
    assert PopulationProjection.objects.count() == 1
    assert load_projection(area, "c.csv", long_text(area="QOP").encode(), SNPP, "")[1]
    assert projection_of("QOP").file_name == "c.csv"


def test_a_file_that_was_thrown_away_is_gone(world: World) -> None:
    preview = world.gita.post("/forecast/QOP/population/load/", sent(both_areas()))["Location"]
    world.gita.post(preview, {"decision": "discard"})
    assert not PopulationProjection.objects.exists()
    assert world.gita.get(preview).status_code == 404


def test_what_is_wrong_is_listed_and_nothing_is_kept(world: World) -> None:
    bad = long_text(area="QOP").replace(",Females,3,1000", ",Females,3,none").replace(",M,7,", ",M,seven,")
    page = world.gita.post("/forecast/QOP/population/load/", sent(bad)).content.decode()
    assert "What is wrong in the file" in page
    assert "seven" in page
    assert "is not a number of people" in page
    elsewhere = world.gita.post("/forecast/QOP/population/load/", sent(long_text(area="E09000001"))).content.decode()
    assert "none of the areas of this file is Greater Manchester" in elsewhere.replace("None of", "none of")
    picture = world.gita.post("/forecast/QOP/population/load/", sent("\x89PNG", "a.csv"))
    assert picture.status_code == 200
    assert not PopulationProjection.objects.exists()


def test_parts_make_up_an_area_that_the_file_does_not_name(world: World) -> None:
    found, _ = load_projection(node("QOP"), "a.csv", long_text(area="00T").encode(), SNPP, "", only_check=True)
    assert [(one.code, one.named) for one in found] == [("QOP", ("00T",)), ("00T", ("00T",))]
    assert not PopulationProjection.objects.exists()


def test_who_may_not_is_refused_and_others_areas_are_not_there(world: World) -> None:
    assert world.dina.get("/forecast/QOP/population/load/").status_code == 403
    assert world.gita.get("/forecast/QMJ/population/load/").status_code == 404
    key = load_projection(node("QMJ"), "a.csv", long_text(area="QMJ").encode(), SNPP, "")[0][0].key
    assert world.gita.get(f"/forecast/projection/{key}/").status_code == 404
    assert world.gita.post(f"/forecast/projection/{UUID(int=7)}/", {"decision": "take"}).status_code == 404
    with pytest.raises(ProjectionRefused, match="which publication"):
        load_projection(node("QOP"), "a.csv", long_text(area="QOP").encode(), " ", "")


def test_the_history_of_a_run_holds_the_projection_and_its_file(world: World) -> None:
    before = history_of(operator_scope(), "QOP", PART)
    assert not before.of(PROJECTED, by=("age", "sex"))
    load_projection(node("QOP"), "snpp.csv", both_areas().encode(), SNPP, "OGL v3")
    after = history_of(operator_scope(), "QOP", PART)
    assert len(after.of(PROJECTED, by=("age", "sex"))) == 2 * 2 * 18
    assert [one.publication for one in after.origins] == [SNPP]
    assert after.hash != before.hash


def test_the_command_says_what_it_takes_in(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ready", "ready_to_write"):
        monkeypatch.setattr(forecast_population, name, lambda: None)
    file = tmp_path / "snpp.csv"
    file.write_text(both_areas())
    ask = ["load", str(file), "--org", "QOP", "--source", SNPP]
    run = CliRunner().invoke(forecast_population.population, ask)
    assert run.exit_code == 0, run.output
    assert "taken in" in run.output
    assert "QOP  Greater Manchester: 172,000 residents in mid-2026" in run.output
    assert "already" in CliRunner().invoke(forecast_population.population, ask).output
    shown = CliRunner().invoke(forecast_population.population, ["show", "--org", "00T", "--json"])
    assert '"areas": [\n  "Bolton"\n ]' in shown.output
    file.write_text("Area,Year\n")
    refused = CliRunner().invoke(forecast_population.population, ask)
    assert refused.exit_code == 2


def test_by_rest_a_file_is_offered_and_taken(world: World) -> None:
    at = "/api/v1/forecasts/QOP/population"
    assert world.gita.get(at).json() is None
    offered = world.gita.post(at, sent(both_areas()))
    assert offered.status_code == 201, offered.content
    first = offered.json()[0]
    assert {row["org"] for row in offered.json()} == {"QOP", "00T"}
    assert (first["org"], first["taken_at"], first["years"]) == ("QOP", None, [2026, 2027])
    key = f"/api/v1/forecasts/projection/{first['key']}"
    assert world.gita.get(key).json() == offered.json()
    assert world.gita.get(at).json() is None, "nothing is in force until it is taken"
    assert world.gita.post(key, {"decision": "take"}).json() == {"changed": True}
    held = world.gita.get("/api/v1/forecasts/RMC/population").json()
    assert (held["org"], held["source"], held["residents"]) == ("QOP", SNPP, [172_000, 189_200])
    again = world.gita.post(at, sent(both_areas())).json()[0]["key"]
    assert world.gita.post(f"/api/v1/forecasts/projection/{again}", {"decision": "take"}).json() == {"changed": False}


def test_by_rest_a_bad_file_says_why_and_nothing_is_kept(world: World) -> None:
    bad = long_text().replace("E54000057", "QOP").replace(",1000", ",minus one", 1)
    refused = world.gita.post("/api/v1/forecasts/QOP/population", sent(bad))
    assert (refused.status_code, "minus one" in refused.json()["detail"]) == (422, True)
    assert world.gita.post("/api/v1/forecasts/QOP/population", {"title": SNPP}).status_code == 422
    assert world.dina.post("/api/v1/forecasts/RMC/population", sent(long_text(area="RMC"))).status_code == 403
    assert not PopulationProjection.objects.exists()
